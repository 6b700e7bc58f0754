using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Members;

namespace Exchange.Core.Tower;

/// <summary>Halts a market, lets only cancels in, opens it, or puts it into a call auction.</summary>
public sealed class ChangeMarketState
{
    /// <summary>How the actions in the audit log begin.</summary>
    public const string Kind = "market.state";

    /// <summary>The action of a change in the audit log.</summary>
    public const string Action = Kind + MarketActs.Done;

    private readonly MarketActs _acts;
    private readonly IMarketCatalog _catalog;

    internal ChangeMarketState(MarketActs acts, IMarketCatalog catalog) => (_acts, _catalog) = (acts, catalog);

    /// <summary>Changes it, if it still is what the actor saw.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="market">Code or name of the market.</param>
    /// <param name="from">The state that the actor saw, in the words of <see cref="MarketWords"/>.</param>
    /// <param name="to">The state that it is to have.</param>
    /// <param name="reason">Why, for the audit log.</param>
    /// <param name="cancellationToken">Looked at until the engine is asked.</param>
    public Task<MarketOutcome> ExecuteAsync(
        Actor actor, string market, string? from, MarketState to, string? reason, CancellationToken cancellationToken)
    {
        var act = new MarketAct(
            Kind, market, from, MarketWords.Of(to), m => MarketWords.Of(_catalog.StateOf(m.Id)), m => Command.SetMarketState(m.Id, to))
        {
            Was = result => MarketWords.Of(result.StateBefore),
            Problem = Enum.IsDefined(to) ? MarketRejectReason.None : MarketRejectReason.StateUnknown,
        };
        return _acts.RunAsync(actor, act, reason, cancellationToken);
    }
}
