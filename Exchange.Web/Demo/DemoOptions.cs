using Exchange.Web.Hosting;

namespace Exchange.Web.Demo;

/// <summary>The demonstration: on by default in Development, refused everywhere else.</summary>
internal sealed class DemoOptions : IDemoStatus
{
    public const string Section = "Demo";

    /// <summary>Demo currencies, markets, members and bots.</summary>
    public bool Enabled { get; init; }

    /// <summary>The kill switch of the bots: false leaves the markets to people.</summary>
    public bool Bots { get; init; } = true;

    /// <summary>Seed of the bots' dice.</summary>
    public int Seed { get; init; } = 20_260;

    public bool IsDemo => Enabled;

    /// <exception cref="StartupFailure">The demo is asked for outside Development.</exception>
    public static DemoOptions Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var section = configuration.GetSection(Section);
        var options = new DemoOptions
        {
            Enabled = section.GetValue(nameof(Enabled), environment.IsDevelopment()),
            Bots = section.GetValue(nameof(Bots), true),
            Seed = section.GetValue(nameof(Seed), 20_260),
        };
        if (options.Enabled && !environment.IsDevelopment())
        {
            throw new StartupFailure(
                "Demo:Enabled is for the environment Development only: it makes members with money that nobody "
                + "paid in.",
                StartupFailure.BadConfiguration);
        }

        return options;
    }
}
