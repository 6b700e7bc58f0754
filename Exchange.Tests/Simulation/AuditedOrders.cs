using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Simulation;

/// <summary>
/// All orders, markets and timers of the auditor, folded from events and held against what docs/order-types.md promises
/// after each command. Who trades with whom is left to the fairness checker.
/// </summary>
internal sealed class AuditedOrders(AuditedLedger ledger)
{
    private readonly List<Market> _markets = [];
    private readonly List<(MarketState State, long Ends)> _states = [];
    private readonly List<long> _lastPrices = [];
    private readonly Dictionary<(long Member, CancelTimerSource Source), long> _timers = [];
    private readonly SortedDictionary<long, AuditedOrder> _open = [];
    private long _lastOrder;
    private long _lastTrade;

    public Dictionary<long, AuditedOrder> All { get; } = [];

    public Dictionary<(long Member, ClientOrderId Name), int> Names { get; } = [];

    public Dictionary<string, int> References { get; } = [];

    public List<EngineEvent> Trades { get; } = [];

    public IReadOnlyList<Market> Markets => _markets;

    public IEnumerable<AuditedOrder> Open => _open.Values;

    public void Fold(in EngineEvent e)
    {
        switch (e.Kind)
        {
            case EventKind.MarketDefined:
                _markets.Add((Market)e.Subject!);
                _states.Add((e.MarketState, 0));
                _lastPrices.Add(0);
                break;
            case EventKind.MarketStateChanged: _states[e.Market.Index] = (e.MarketState, e.ExpiresMicroseconds); break;
            case EventKind.Transferred:
                ledger.Transfer(e);
                References[e.Text!] = References.GetValueOrDefault(e.Text!) + 1;
                break;
            case EventKind.OrderOpened: Opened(e); break;
            case EventKind.OrderTriggered: Triggered(e); break;
            case EventKind.OrderAmended: Amended(e); break;
            case EventKind.Traded: Traded(e); break;
            case EventKind.Released: Lock(OpenOrder(e.Order, e), -e.Amount.Units); break;
            case EventKind.OrderClosed: Closed(e); break;
            case EventKind.CancelTimerSet: _timers[(e.Member.Value, e.TimerSource)] = e.ExpiresMicroseconds; break;
            case EventKind.CurrencyDefined:
            case EventKind.MarketProtectionSet:
            case EventKind.FeeSet:
            case EventKind.MemberGroupSet:
            case EventKind.LevelChanged:
            case EventKind.AuctionIndicated:
            default: break; // Moves neither money nor orders.
        }
    }

    /// <summary>What must hold between any two commands.</summary>
    public void CheckAfterCommand(long sequence, long at)
    {
        var needs = new Dictionary<(long, int), Int128>();
        foreach (var order in _open.Values)
        {
            Check(order, sequence, at);
            var key = (order.Member, order.Currency);
            needs[key] = needs.GetValueOrDefault(key) + order.Locked;
        }

        foreach (var (member, currency) in ledger.Accounts)
            SimulationFailed.Unless(
                ledger.Of(member, currency).Locked == needs.GetValueOrDefault((member, currency)), "INV-4",
                $"member {member} has {ledger.Of(member, currency).Locked} of currency {currency} set aside after command {sequence}");
        foreach (var ((member, source), expires) in _timers)
            SimulationFailed.Unless(
                expires == 0 || expires > at, "EXPIRY", $"the {source} timer of member {member} ran out before command {sequence}");
        for (var i = 0; i < _states.Count; i++)
            SimulationFailed.Unless(
                _states[i].State != MarketState.Auction || _states[i].Ends == 0 || _states[i].Ends > at, "EXPIRY",
                $"the auction of market {i} should have ended before command {sequence}");
    }

    private void Check(AuditedOrder order, long sequence, long at)
    {
        SimulationFailed.Unless(order.Executed + order.Remaining == order.Quantity && order.Remaining > 0, "INV-16",
            $"order {order.Id}: {order.Executed} traded, {order.Remaining} left of {order.Quantity} after command {sequence}");
        SimulationFailed.Unless(order.Locked == NeedOf(order), "RESERVED",
            $"order {order.Id} has {order.Locked} set aside and needs {NeedOf(order)} after command {sequence}");
        SimulationFailed.Unless(order.Expires == 0 || order.Expires > at, "EXPIRY",
            $"order {order.Id} expired at {order.Expires} and is open after command {sequence} at {at}");
        SimulationFailed.Unless(
            _states[order.Market].State != MarketState.Open || !order.IsTriggeredBy(_lastPrices[order.Market]), "TRIGGER",
            $"order {order.Id} waits for {order.TriggerPrice}; the last price is {_lastPrices[order.Market]}");
        if (order.Linked != 0) CheckPair(order, All[order.Linked], sequence);
    }

    /// <summary>While both are open neither has traded and one waits; one alone has traded, or was triggered.</summary>
    private static void CheckPair(AuditedOrder order, AuditedOrder other, long sequence) => SimulationFailed.Unless(
        other.IsOpen ? order.Executed + other.Executed == 0 && order.IsPending != other.IsPending
            : order.Trigger == TriggerKind.None ? order.Executed > 0 && other.Executed == 0
            : !order.IsPending && other.Executed == 0, "PAIR",
        $"after command {sequence} order {order.Id} is open with {order.Executed} traded; its pair {other.Id} is {other.Close}");

    /// <summary>What an open order may still cost.</summary>
    private Int128 NeedOf(AuditedOrder order)
    {
        var own = CostOf(order);
        return order.IsPending && order.Linked != 0 && All[order.Linked] is { IsOpen: true } other
            ? Int128.Max(0, own - CostOf(other)) : own;
    }

    private Int128 CostOf(AuditedOrder order) => order.Side == Side.Buy
        ? Notional(order.Market, order.DearestPrice, order.Remaining)
        : _markets[order.Market].Definition.LotSize.Units * order.Remaining;

    private Int128 Notional(int market, long price, long lots)
    {
        var rules = _markets[market].Definition;
        return price * (rules.TickSize.Units * (rules.LotSize.Units * lots) / Amount.UnitsPerWhole);
    }

    private void Opened(in EngineEvent e)
    {
        var state = _states[e.Market.Index].State;
        SimulationFailed.Unless(state is MarketState.Open or MarketState.Auction, "INV-18",
            $"order {e.Order.Value} was taken while the market was {state}");
        SimulationFailed.Unless(e.Order.Value == ++_lastOrder, "INV-16", $"order {e.Order.Value} after {_lastOrder - 1}");
        var order = new AuditedOrder(e);
        All.Add(order.Id, order);
        _open.Add(order.Id, order);
        if (order.Name.IsSet) Names[(order.Member, order.Name)] = Names.GetValueOrDefault((order.Member, order.Name)) + 1;
        if (order.Linked != 0 && All.TryGetValue(order.Linked, out var other)) other.Linked = order.Id;
        Lock(order, e.Amount.Units);
    }

    private void Triggered(in EngineEvent e)
    {
        var order = OpenOrder(e.Order, e);
        SimulationFailed.Unless(order.IsPending, "TRIGGER", $"order {order.Id} was triggered and did not wait");
        CheckPairHasNotTraded(order, e.Sequence);
        order.IsPending = false;
        order.Price = e.Price.Ticks;
        Lock(order, e.Amount.Units);
    }

    private void Amended(in EngineEvent e)
    {
        var order = OpenOrder(e.Order, e);
        (order.Price, order.Quantity, order.Remaining) = (e.Price.Ticks, e.Quantity.Lots, e.Remaining.Lots);
        Lock(order, e.Amount.Units);
    }

    private void Traded(in EngineEvent e)
    {
        SimulationFailed.Unless(e.Trade.Value == ++_lastTrade, "INV-16", $"trade {e.Trade.Value} after {_lastTrade - 1}");
        var (maker, taker) = (OpenOrder(e.MakerOrder, e), OpenOrder(e.TakerOrder, e));
        SimulationFailed.Unless(maker.Member != taker.Member, "INV-19", $"trade {e.Trade.Value} is a self-trade");
        SimulationFailed.Unless(
            e.Amount.Units == Notional(e.Market.Index, e.Price.Ticks, e.Quantity.Lots)
            && e.BaseAmount.Units == _markets[e.Market.Index].Definition.LotSize.Units * e.Quantity.Lots, "INV-16",
            $"trade {e.Trade.Value} of {e.Quantity.Lots} at {e.Price.Ticks} moves {e.BaseAmount} for {e.Amount}");
        CheckFee(e, maker, maker.MakerRate, e.MakerFee);
        CheckFee(e, taker, taker.TakerRate, e.TakerFee);
        foreach (var order in new[] { maker, taker })
        {
            SimulationFailed.Unless(order.Expires == 0 || order.Expires > e.AtMicroseconds, "EXPIRY",
                $"order {order.Id} expired at {order.Expires} and traded at {e.AtMicroseconds}");
            order.Executed += e.Quantity.Lots;
            order.Remaining -= e.Quantity.Lots;
            order.Notional += e.Amount.Units;
            order.Trades++;
            order.Locked -= order.Side == Side.Buy ? e.Amount.Units : e.BaseAmount.Units;
            CheckPairHasNotTraded(order, e.Sequence);
        }

        ledger.Trade(e);
        _lastPrices[e.Market.Index] = e.Price.Ticks;
        Trades.Add(e);
    }

    private void CheckFee(in EngineEvent e, AuditedOrder order, int rate, Amount fee)
    {
        var market = _markets[e.Market.Index];
        var (received, currency) = order.Side == Side.Buy ? (e.BaseAmount, market.Base) : (e.Amount, market.Quote);
        SimulationFailed.Unless(
            fee.Units == AuditedLedger.FeeOf(received.Units, rate, currency.Precision) && fee <= received, "INV-17",
            $"order {order.Id} pays {fee} of {received} at {rate} parts per million");
    }

    private void CheckPairHasNotTraded(AuditedOrder order, long sequence) => SimulationFailed.Unless(
        order.Linked == 0 || All[order.Linked].Executed == 0, "PAIR",
        $"both orders {order.Id} and {order.Linked} of a pair took effect by command {sequence}");

    private void Closed(in EngineEvent e)
    {
        var order = OpenOrder(e.Order, e);
        SimulationFailed.Unless(e.Remaining.Lots == order.Remaining, "INV-16",
            $"order {order.Id} closes with {e.Remaining.Lots} left instead of {order.Remaining}");
        Lock(order, -e.Amount.Units);
        SimulationFailed.Unless(order.Locked == 0, "RESERVED", $"order {order.Id} closed with {order.Locked} still set aside");
        order.Close = e.Close;
        order.IsPending = false;
        _open.Remove(order.Id);
    }

    private void Lock(AuditedOrder order, Int128 amount)
    {
        order.Locked += amount;
        ledger.Lock(order.Member, order.Currency, amount);
    }

    private AuditedOrder OpenOrder(OrderId id, in EngineEvent e)
    {
        SimulationFailed.Unless(_open.ContainsKey(id.Value), "INV-16", $"{e.Kind} names order {id.Value}, which is not open");
        return _open[id.Value];
    }
}
