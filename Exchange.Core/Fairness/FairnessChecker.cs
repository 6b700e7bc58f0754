using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;

namespace Exchange.Core.Fairness;

/// <summary>
/// Follows events, command by command, with plain books of its own and holds every fill against the rules of
/// docs/order-types.md. It sees nothing of the engine but its events, and goes on after a violation with what the events
/// say.
/// </summary>
internal sealed class FairnessChecker
{
    private readonly Dictionary<long, FairOrder> _open = [];
    private readonly List<FairMarket> _markets = [];
    private readonly List<FairnessViolation> _first = [];
    private readonly HashSet<FairMarket> _touched = [];
    private readonly List<EngineEvent> _shownLevels = [];
    private long _sequence;
    private long _commands;
    private long _orders;
    private long _fills;
    private long _violations;
    private FairOrder? _taker;

    public long Violations => _violations;

    public IReadOnlyList<FairnessViolation> First => _first;

    public IReadOnlyList<FairMarket> Markets => _markets;

    public FairnessReport Report(TimeSpan elapsed) => new(_commands, _orders, _fills, _violations, [.. _first], elapsed);

    /// <summary>Takes in the events of whole commands, in order.</summary>
    public void Check(ReadOnlySpan<EngineEvent> events)
    {
        foreach (ref readonly var e in events)
        {
            if (e.Sequence != _sequence)
            {
                EndCommand();
                _sequence = e.Sequence;
                _commands++;
            }

            Check(e);
        }

        EndCommand();
    }

    private void Check(in EngineEvent e)
    {
        // One command may go on in another market: what has entered in this one has finished.
        if (_taker is { } taker && taker.Market != e.Market.Index && NamesMarket(e.Kind)) RestTaker();
        switch (e.Kind)
        {
            case EventKind.MarketDefined: _markets.Add(new FairMarket(e.MarketState)); break;
            case EventKind.MarketStateChanged: Touch(e.Market.Index).ChangeState(e.MarketState); break;
            case EventKind.OrderOpened: Open(e); break;
            case EventKind.OrderTriggered: Trigger(e); break;
            case EventKind.OrderAmended: Amend(e); break;
            case EventKind.Traded: Trade(e); break;
            case EventKind.OrderClosed: Close(e); break;
            case EventKind.LevelChanged: _shownLevels.Add(e); break;
            case EventKind.CurrencyDefined:
            case EventKind.MarketProtectionSet:
            case EventKind.FeeSet:
            case EventKind.MemberGroupSet:
            case EventKind.Transferred:
            case EventKind.Released:
            case EventKind.AuctionIndicated:
            case EventKind.CancelTimerSet:
            default: break; // Says nothing of who trades with whom.
        }
    }

    private static bool NamesMarket(EventKind kind) =>
        kind is EventKind.Traded or EventKind.OrderAmended or EventKind.OrderClosed or EventKind.MarketStateChanged;

    private void Open(in EngineEvent e)
    {
        RestTaker();
        _orders++;
        var order = new FairOrder
        {
            Id = e.Order.Value,
            Member = e.Member.Value,
            Market = e.Market.Index,
            Side = e.Side,
            Price = e.Price.Ticks,
            Quantity = e.Quantity.Lots,
            Remaining = e.Quantity.Lots,
            Display = e.Display.Lots,
            ExpiresMicroseconds = e.ExpiresMicroseconds,
            Prevention = e.SelfTradePrevention,
        };
        if (!_open.TryAdd(order.Id, order)) Violated(FairnessRule.OpenOrder, $"order {order.Id} is opened twice");
        if (e.Trigger == TriggerKind.None) Enter(order);
        Touch(order.Market);
    }

    private void Trigger(in EngineEvent e)
    {
        RestTaker();
        if (Known(e.Order.Value) is not { } order) return;
        if (order.Place != FairPlace.Waiting)
            Violated(FairnessRule.OpenOrder, $"order {order.Id} is triggered, but it did not wait");
        order.Price = e.Price.Ticks;
        Enter(order);
    }

    /// <summary>A smaller quantity at the same price keeps the place; anything else enters anew.</summary>
    private void Amend(in EngineEvent e)
    {
        if (Known(e.Order.Value) is not { } order) return;
        var side = Touch(order.Market).SideOf(order.Side);
        var keepsPlace = e.Price.Ticks == order.Price && e.Quantity.Lots < order.Quantity && e.Remaining.Lots <= order.Remaining;
        order.Quantity = e.Quantity.Lots;
        if (order.Place == FairPlace.Resting && keepsPlace)
        {
            if (_taker is null) _markets[order.Market].BeginAuctionStep(isPrevention: true);
            side.Shrink(order, e.Remaining.Lots);
            return;
        }

        if (order.Place == FairPlace.Resting)
        {
            RestTaker();
            side.Remove(order);
            Enter(order);
        }

        order.Price = e.Price.Ticks;
        order.Remaining = e.Remaining.Lots;
    }

    private void Trade(in EngineEvent e)
    {
        _fills++;
        var market = Touch(e.Market.Index);
        var (maker, taker) = (Known(e.MakerOrder.Value), Known(e.TakerOrder.Value));
        if (maker is not null && taker is not null)
        {
            FillRules.OfEveryFill(e, maker, taker, Violated);
            if (ReferenceEquals(taker, _taker)) FillRules.OfContinuousFill(e, market, maker, Violated);
            else FillRules.OfAuctionFill(e, market, maker, taker, Violated);
        }

        market.LastPrice = e.Price.Ticks;
        if (maker is not null) Fill(market, maker, e.Quantity.Lots);
        if (taker is not null) Fill(market, taker, e.Quantity.Lots);
    }

    private static void Fill(FairMarket market, FairOrder order, long lots)
    {
        if (order.Place == FairPlace.Resting && order.Remaining > 0) market.SideOf(order.Side).Fill(order, lots);
        else order.Remaining -= Math.Min(lots, order.Remaining);
    }

    private void Close(in EngineEvent e)
    {
        if (Known(e.Order.Value) is not { } order) return;
        var market = Touch(order.Market);
        if (e.Remaining.Lots != order.Remaining)
            Violated(FairnessRule.WithinQuantity, $"order {order.Id} closes with {e.Remaining.Lots} left, not {order.Remaining}");
        if ((e.Close == CloseReason.Filled) != (order.Remaining == 0))
            Violated(FairnessRule.OpenOrder, $"order {order.Id} closes {e.Close} with {order.Remaining} left");
        if (e.Close == CloseReason.SelfTrade) FillRules.OfPrevention(market, order, _taker, Violated);
        if (ReferenceEquals(order, _taker))
        {
            FillRules.OfTakersEnd(e, market, order, Violated);
            _taker = null;
        }

        if (order.Place == FairPlace.Resting && order.Remaining > 0) market.SideOf(order.Side).Remove(order);
        _open.Remove(order.Id);
    }

    private void Enter(FairOrder order)
    {
        order.Place = FairPlace.Entering;
        _taker = order;
    }

    /// <summary>Nobody else enters before the one before has finished: what it has left rests.</summary>
    private void RestTaker()
    {
        if (_taker is { } order && order.Remaining > 0) _markets[order.Market].SideOf(order.Side).Append(order);
        _taker = null;
    }

    private void EndCommand()
    {
        RestTaker();
        foreach (ref readonly var e in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_shownLevels))
        {
            var shown = _markets[e.Market.Index].SideOf(e.Side).ShownAt(e.Price.Ticks);
            if (shown != e.Quantity.Lots)
                Violated(FairnessRule.PublicBook, $"{e.Side} {e.Price.Ticks} shows {e.Quantity.Lots}, but {shown} stand there");
        }

        foreach (var market in _touched)
        {
            if (market.State == MarketState.Open && market.IsCrossed)
                Violated(FairnessRule.Complete,
                    $"a bid at {market.Bids.BestPrice} and an ask at {market.Asks.BestPrice} are left untraded");
            if (market.HasTradedInAuction && !market.HasOpened)
                Violated(FairnessRule.MarketOpen, "an auction traded and the market did not open");
            market.EndCommand();
        }

        _touched.Clear();
        _shownLevels.Clear();
    }

    private FairMarket Touch(int index)
    {
        var market = _markets[index];
        _touched.Add(market);
        return market;
    }

    private FairOrder? Known(long id)
    {
        if (_open.TryGetValue(id, out var order)) return order;
        Violated(FairnessRule.OpenOrder, $"order {id} is not open");
        return null;
    }

    private void Violated(FairnessRule rule, string explanation)
    {
        _violations++;
        if (_first.Count < FairnessReport.Explained) _first.Add(new FairnessViolation(_sequence, rule, explanation));
    }
}
