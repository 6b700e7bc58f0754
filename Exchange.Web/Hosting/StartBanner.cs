using Exchange.Web.Demo;
using Exchange.Web.Identity;

namespace Exchange.Web.Hosting;

/// <summary>
/// What a person at the terminal wants to know once the exchange runs. Elsewhere than in Development the console is for
/// machines, and only the way to a setup that is still to be done is written.
/// </summary>
internal sealed class StartBanner(
    ServerAddress address, DatabaseSource database, DemoOptions demo, DemoCredentials credentials,
        SetupInvitation setup, IHostEnvironment environment)
{
    public void Write(TextWriter output)
    {
        if (!environment.IsDevelopment())
        {
            if (setup.PathWithToken is not null) output.WriteLine(SetupLine());
            output.Flush();
            return;
        }

        output.WriteLine();
        output.WriteLine($"  Exchange runs at  {address.Shown}");
        output.WriteLine($"  Data              {database}");
        if (setup.PathWithToken is not null) output.WriteLine(SetupLine());
        if (demo.Enabled)
        {
            var known = credentials.LoadOrMake();
            output.WriteLine($"  Demo sign-ins     {known[DemoDefinitions.Alice].Email}  password "
                + $"{known[DemoDefinitions.Alice].Password}");
            output.WriteLine($"                    {known[DemoDefinitions.Bob].Email}    password "
                + $"{known[DemoDefinitions.Bob].Password}");
            output.WriteLine($"                    (made for this data folder, kept in {credentials.Path})");
            output.WriteLine("  Markets, prices and traders are a demonstration; nothing here is money.");
        }

        output.WriteLine("  Stop with Ctrl-C.");
        output.WriteLine();
        output.Flush();
    }
    private string SetupLine() => $"  Make the admin at {address.Shown}{setup.PathWithToken}";
}
