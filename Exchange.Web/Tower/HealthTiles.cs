using System.Globalization;
using Exchange.Core.Compliance;
using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Web.Operations;
using Exchange.Workers;

namespace Exchange.Web.Tower;

/// <summary>How something does.</summary>
internal enum HealthLight
{
    /// <summary>Well.</summary>
    Green,

    /// <summary>Not as it should.</summary>
    Amber,

    /// <summary>Somebody must look now.</summary>
    Red,
}

/// <summary>One thing that can be well or not.</summary>
/// <param name="Label">The thing.</param>
/// <param name="Value">Its figure.</param>
/// <param name="Light">How it does.</param>
/// <param name="Note">More about it, or null.</param>
internal sealed record HealthTile(string Label, string Value, HealthLight Light, string? Note = null)
{
    /// <summary>The light in a word, for who does not see colours.</summary>
    public string Word => Light switch
    {
        HealthLight.Green => "Well",
        HealthLight.Amber => "Look at it",
        HealthLight.Red => "Act now",
    };
}

/// <summary>Asks engine, tables, markets and jobs how they do.</summary>
internal sealed class HealthTiles(
    ReadinessCheck readiness, IMarketCatalog catalog, ProviderQueries providers, IServiceProvider services)
{
    /// <summary>Tables this many commands behind are worth a look.</summary>
    public const long LagWorthALook = 1_000;

    public async Task<IReadOnlyList<HealthTile>> LookAsync(CancellationToken cancellationToken)
    {
        var ready = await readiness.RunAsync(cancellationToken);
        return
        [
            EngineTile(ready), JournalTile(ready), LagTile(ready), MarketsTile(),
            .. await providers.HealthAsync(cancellationToken) is { } provider ? [ProviderTile(provider)] : Array.Empty<HealthTile>(),
            .. (services.GetService<JobHistory>()?.Reports ?? []).Select(JobTile),
        ];
    }

    /// <summary>The engine.</summary>
    public static HealthTile EngineTile(Readiness ready)
    {
        var light = ready.Engine switch
        {
            "running" => HealthLight.Green,
            "recovering" => HealthLight.Amber,
            _ => HealthLight.Red,
        };
        return new HealthTile("Engine", TowerTexts.Capitalised(ready.Engine), light, ready.Problem);
    }

    /// <summary>How far the tables are behind the journal.</summary>
    public static HealthTile LagTile(Readiness ready)
    {
        if (ready.ProjectorLag is not { } lag) return new HealthTile("Tables behind", "?", HealthLight.Red, "the database does not answer");
        var light = lag switch
        {
            <= LagWorthALook => HealthLight.Green,
            <= ReadinessCheck.ProjectorLagMax => HealthLight.Amber,
            _ => HealthLight.Red,
        };
        return new HealthTile("Tables behind", Number(lag), light, "commands");
    }

    /// <summary>The provider of identity checks.</summary>
    public static HealthTile ProviderTile(ProviderHealth provider) => new(
        provider.Name, Number(provider.Waiting), provider switch
        {
            { Failed: > 0 } or { Untold: > 0 } => HealthLight.Red,
            { Failing: > 0 } => HealthLight.Amber,
            _ => HealthLight.Green,
        },
        string.Create(CultureInfo.InvariantCulture, $"messages wait, {provider.Failing} failed before; {provider.Failed} given up")
        + Untold(provider));

    private static string Untold(ProviderHealth provider) => provider.Untold == 0
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"; {provider.Untold} erasures not told");

    /// <summary>A job.</summary>
    public static HealthTile JobTile(JobReport job)
    {
        if (job.IsFailing)
            return new HealthTile(JobName(job.Name), "Failed", HealthLight.Red, TowerTexts.Time(job.FailedAt!.Value) + " UTC");
        return job.DoneAt is { } done
            ? new HealthTile(JobName(job.Name), "Done", HealthLight.Green, TowerTexts.Time(done) + " UTC")
            : new HealthTile(JobName(job.Name), "Waiting", HealthLight.Green, "not due since the start");
    }

    private static HealthTile JournalTile(Readiness ready) => new(
        "Journal", Number(ready.Sequence), ready.Database == "up" ? HealthLight.Green : HealthLight.Red,
        ready.Database == "up" ? "commands kept" : "the database does not answer");

    private HealthTile MarketsTile()
    {
        var states = catalog.Markets.Select(m => catalog.StateOf(m.Id)).ToList();
        var open = states.Count(s => s == MarketState.Open);
        var light = open == states.Count ? HealthLight.Green : HealthLight.Amber;
        return new HealthTile("Markets open", string.Create(CultureInfo.InvariantCulture, $"{open} of {states.Count}"), light);
    }

    private static string JobName(string key) => "Job " + key.Replace('-', ' ');

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
