using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;

namespace Exchange.Tests.Oracle;

/// <summary>How often each thing happened, to show that a stream was worth it.</summary>
internal sealed class Coverage
{
    private readonly Dictionary<string, long> _counts = [];
    private readonly Dictionary<long, OpenFact> _opened = [];

    public long Accepted => this["accepted"];

    public long Trades => this["trade"];

    public long this[string what] => _counts.GetValueOrDefault(what);

    /// <summary>Everything that a good run has seen.</summary>
    public static IEnumerable<string> Wanted =>
    [
        .. Enum.GetValues<RejectReason>().Except(OutsideStreams).Select(r => $"refused {r}"),
        .. Enum.GetValues<CloseReason>().Except([CloseReason.None, CloseReason.CanceledByOperator]).Select(c => $"closed {c}"),
        .. from kind in Enum.GetValues<TriggerKind>().Except([TriggerKind.None])
           from type in Enum.GetValues<OrderType>()
           from side in Enum.GetValues<Side>()
           select $"triggered {kind} {type} {side}",
        .. Enum.GetValues<SelfTradePrevention>().Select(m => $"self-trade {m}"),
        .. Enum.GetValues<MarketState>().Select(s => $"state {s}"),
        "pair: stop triggered", "pair: limit traded", "trailing stop moved", "triggers in a row", "iceberg made a trade",
        "iceberg took", "by quote amount", "amendment that keeps its place", "amendment that trades", "amended in an auction",
        "auction by the breaker", "breaker in a trigger", "auction that trades", "auction without a trade", "indication",
        "indication of nothing", "timer ran out", "timer disarmed", "self-trade in an auction", "decremented", "due together",
    ];

    /// <summary>What only the host of the engine says, or what has a test of its own (limits, definitions).</summary>
    private static readonly RejectReason[] OutsideStreams =
    [
        RejectReason.None, RejectReason.Busy, RejectReason.Unavailable, RejectReason.OutcomeUnknown, RejectReason.TooManyOpenOrders,
        RejectReason.TooManyTrailingStops, RejectReason.CodeTaken, RejectReason.DefinitionInvalid,
    ];

    public void Add(Command command, Outcome outcome, NaiveExchange exchange)
    {
        Count(outcome.Reason == RejectReason.None ? "accepted" : $"refused {outcome.Reason}");
        if (outcome.Reason != RejectReason.None) return;
        if (command.Conditions is { QuoteAmount.IsZero: false }) Count("by quote amount");
        foreach (var fact in outcome.Orders) Add(fact);
        foreach (var notice in outcome.Notices) Add(notice, command);
        AddWhole(command, outcome, exchange);
    }

    public void Add(Coverage other)
    {
        foreach (var (what, count) in other._counts) _counts[what] = this[what] + count;
    }

    private void Add(Fact fact)
    {
        switch (fact)
        {
            case OpenFact open:
                _opened[open.Id] = open;
                break;
            case TriggerFact triggered:
                var waited = _opened[triggered.Order];
                Count($"triggered {waited.Trigger} {waited.Type} {waited.Side}");
                if (waited.Linked != 0) Count("pair: stop triggered");
                if (waited.TriggerTicks != triggered.TriggerTicks) Count("trailing stop moved");
                break;
            case TradeFact trade:
                Count("trade");
                var (maker, taker) = (_opened[trade.Maker], _opened[trade.Taker]);
                if (maker.Display > 0 && trade.MakerRemaining > 0) Count("iceberg made a trade");
                if (taker.Display > 0) Count("iceberg took");
                if (maker is { Linked: not 0, Trigger: TriggerKind.None }) Count("pair: limit traded");
                break;
            case CloseFact close:
                Count($"closed {close.Reason}");
                if (close.Reason == CloseReason.SelfTrade) Count($"self-trade {_opened[close.Order].SelfTradePrevention}");
                break;
        }
    }

    private void Add(Fact notice, Command command)
    {
        switch (notice)
        {
            case StateFact state:
                Count($"state {state.State}");
                if (state.State == MarketState.Auction && command.Kind != CommandKind.SetMarketState) Count("auction by the breaker");
                break;
            case IndicationFact indication:
                Count(indication.Lots > 0 ? "indication" : "indication of nothing");
                break;
            case TimerFact { Expires: 0 }:
                Count(command.Kind == CommandKind.Advance ? "timer ran out" : "timer disarmed");
                break;
        }
    }

    private void AddWhole(Command command, Outcome outcome, NaiveExchange exchange)
    {
        var triggers = outcome.Orders.Count(f => f is TriggerFact);
        if (triggers > 1) Count("triggers in a row");
        var endsAuction = outcome.Notices.Any(n => n is StateFact { State: MarketState.Open })
            && command.Kind is CommandKind.Advance or CommandKind.SetMarketState;
        if (endsAuction) Count(outcome.Trades.Any() ? "auction that trades" : "auction without a trade");
        if (endsAuction && outcome.Closes.Any(c => c.Reason == CloseReason.SelfTrade)) Count("self-trade in an auction");
        if (triggers > 0 && outcome.Notices.Any(n => n is StateFact { State: MarketState.Auction })) Count("breaker in a trigger");
        if (command.Kind == CommandKind.Advance && outcome.Closes.Count(c => c.Reason == CloseReason.Expired) > 1) Count("due together");
        var amended = outcome.Orders.OfType<AmendFact>().FirstOrDefault();
        if (amended is null) return;
        if (command.Kind != CommandKind.AmendOrder) Count("decremented");
        else if (exchange.Markets[_opened[amended.Order].Market].State == MarketState.Auction) Count("amended in an auction");
        else if (outcome.Trades.Any()) Count("amendment that trades");
        else if (amended.Ticks == _opened[amended.Order].Ticks && amended.Lots < _opened[amended.Order].Lots)
            Count("amendment that keeps its place");
    }

    private void Count(string what) => _counts[what] = this[what] + 1;
}
