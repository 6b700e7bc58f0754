using Exchange.Web.Demo;

namespace Exchange.Web.Hosting;

/// <summary>
/// What a person at the terminal wants to know once the exchange runs. Development only: elsewhere the console is for
/// machines.
/// </summary>
internal sealed class StartBanner(
    ServerAddress address, DatabaseSource database, DemoOptions demo, DemoCredentials credentials,
        IHostEnvironment environment)
{
    public void Write(TextWriter output)
    {
        if (!environment.IsDevelopment()) return;
        output.WriteLine();
        output.WriteLine($"  Exchange runs at  {address.Shown}");
        output.WriteLine($"  Data              {database}");
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
}
