using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Members;

namespace Exchange.Core.Tower;

/// <summary>Sets a market's price band, circuit breaker and length of auctions.</summary>
public sealed class ChangeMarketProtection
{
    /// <summary>How the actions in the audit log begin.</summary>
    public const string Kind = "market.protection";

    /// <summary>The action of a change in the audit log.</summary>
    public const string Action = Kind + MarketActs.Done;

    private readonly MarketActs _acts;
    private readonly IMarketCatalog _catalog;

    internal ChangeMarketProtection(MarketActs acts, IMarketCatalog catalog) => (_acts, _catalog) = (acts, catalog);

    /// <summary>Changes it, if it still is what the actor saw. An auction that runs keeps its end.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="market">Code or name of the market.</param>
    /// <param name="from">The figures that the actor saw, in the words of <see cref="MarketWords"/>.</param>
    /// <param name="to">What it is to become; of this market, whichever it names.</param>
    /// <param name="reason">Why, for the audit log.</param>
    /// <param name="cancellationToken">Looked at until the engine is asked.</param>
    public Task<MarketOutcome> ExecuteAsync(
        Actor actor, string market, string? from, MarketProtection to, string? reason, CancellationToken cancellationToken)
    {
        var act = new MarketAct(
            Kind, market, from, MarketWords.Of(to), m => MarketWords.Of(_catalog.ProtectionOf(m.Id)),
            m => Command.SetMarketProtection(to with { Market = m.Id }))
        {
            Problem = to.IsValid ? MarketRejectReason.None : MarketRejectReason.FiguresInvalid,
        };
        return _acts.RunAsync(actor, act, reason, cancellationToken);
    }
}
