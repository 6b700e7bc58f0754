using System.Numerics;
using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Oracle;

/// <summary>Placing, matching and closing orders.</summary>
internal sealed partial class NaiveExchange
{
    private RejectReason Place(Command command)
    {
        if (command.Market is not { } id || Find(id) is not { } market) return RejectReason.MarketUnknown;
        var request = new NaiveRequest(market, command, _now);
        foreach (var (reason, isBroken) in Checks)
            if (isBroken(this, request)) return reason;

        var orders = Open(request);
        foreach (var order in orders)
        {
            if (order.Trigger != TriggerKind.None) Wait(order);
            else if (market.State == MarketState.Auction) Rest(order);
            else Enter(order);
        }

        RunTriggers(market);
        return RejectReason.None;
    }

    /// <summary>Accepts the request's order, or both of a pair, and locks what they need.</summary>
    private List<NaiveOrder> Open(NaiveRequest r)
    {
        var orders = new List<NaiveOrder>();
        var locked = BigInteger.Zero;
        foreach (var leg in r.Legs)
        {
            var beyond = BigInteger.Max(0, r.NeedOf(leg) - locked);
            orders.Add(Accept(r, leg));
            Lock(orders[^1], beyond);
            locked += beyond;
        }

        if (r.IsPair)
        {
            (orders[0].Linked, orders[1].Linked) = (orders[1], orders[0]);
            (orders[0].LinkedId, orders[1].LinkedId) = (orders[1].Id, orders[0].Id);
        }

        foreach (var order in orders) _outcome.Orders.Add(order.ToFact());
        return orders;
    }

    private NaiveOrder Accept(NaiveRequest r, NaiveLeg leg)
    {
        var member = r.Command.Member.Value;
        var fee = FeeFor(r.Market.Index, _groups.GetValueOrDefault(member, FeeSchedule.DefaultGroup));
        if (leg.ClientOrderId.IsSet) Remember((member, leg.ClientOrderId));
        return new NaiveOrder
        {
            Id = ++_lastOrder,
            Member = member,
            Market = r.Market,
            Side = r.Side,
            Type = leg.Type,
            TimeInForce = r.IsPair && leg.Type == OrderType.Market ? TimeInForce.ImmediateOrCancel : r.Command.TimeInForce,
            PostOnly = r.Command.PostOnly,
            SelfTradePrevention = r.Command.SelfTradePrevention,
            ClientOrderId = leg.ClientOrderId,
            MakerRate = fee?.Maker.PartsPerMillion ?? 0,
            TakerRate = fee?.Taker.PartsPerMillion ?? 0,
            Display = r.Conditions.Display.Lots,
            Expires = r.Conditions.ExpiresMicroseconds,
            Trigger = leg.Trigger,
            TrailTicks = r.Conditions.TrailTicks,
            TrailBasisPoints = r.Conditions.TrailBasisPoints,
            Ticks = leg.Trigger == TriggerKind.None ? r.TicksOf(leg) : leg.Ticks,
            Quantity = r.Lots,
            Remaining = r.Lots,
            TriggerTicks = leg.Trigger == TriggerKind.None ? 0 : leg.TriggerTicks,
            Peak = r.Market.Last ?? 0,
        };
    }

    /// <summary>An order comes to the open market: it trades what it can; what is left rests or the order closes.</summary>
    private void Enter(NaiveOrder taker)
    {
        var market = taker.Market;
        BeginWindow(market);
        if (taker.TimeInForce == TimeInForce.FillOrKill && !CanFill(taker))
        {
            Close(taker, CloseReason.NotFillable);
            return;
        }

        while (taker.Remaining > 0)
        {
            var maker = market.Best(taker.Side.Opposite());
            if (maker is null || !taker.Reaches(maker.Ticks)) break;
            if (maker.Member == taker.Member)
            {
                Prevent(maker, taker);
                if (taker.IsClosed) return;
                continue;
            }

            if (!IsInsideBreaker(market, maker.Ticks))
            {
                StartAuction(market);
                break;
            }

            Trade(maker, taker, maker.Ticks, Math.Min(maker.Shown, taker.Remaining));
        }

        Settle(taker);
    }

    private void Settle(NaiveOrder taker)
    {
        if (taker.Remaining == 0) Close(taker, CloseReason.Filled);
        else if (taker.MayRest) Rest(taker);
        else if (taker.Market.State == MarketState.Auction) Close(taker, CloseReason.MarketHalted);
        else if (taker.Type == OrderType.Market) Close(taker, CloseReason.PriceProtection);
        else Close(taker, CloseReason.ImmediateRemainder);
    }

    /// <summary>Takes its place behind the others at its price.</summary>
    private void Rest(NaiveOrder order)
    {
        if (!order.Market.Resting.Contains(order)) order.Market.Resting.Add(order);
        order.Place = ++_places;
        order.Shown = order.Display == 0 ? order.Remaining : Math.Min(order.Display, order.Remaining);
    }

    /// <summary>
    /// What is there within the price and the breaker. Own orders are passed over with cancel oldest and are the end of it
    /// otherwise; of icebergs at that price only what they show comes before one that stands behind them.
    /// </summary>
    private static bool CanFill(NaiveOrder taker)
    {
        var there = 0L;
        var passOwn = taker.SelfTradePrevention == SelfTradePrevention.CancelOldest;
        foreach (var level in taker.Market.Sorted(taker.Side.Opposite()).Where(o => taker.Reaches(o.Ticks)).GroupBy(o => o.Ticks))
        {
            if (!IsInsideBreaker(taker.Market, level.Key) && level.Any(o => o.Member != taker.Member)) break;
            if (passOwn || level.All(o => o.Member != taker.Member))
            {
                there += level.Where(o => o.Member != taker.Member).Sum(o => o.Remaining);
                continue;
            }

            there += level.TakeWhile(o => o.Member != taker.Member).Sum(o => o.Shown);
            break;
        }

        return there >= taker.Remaining;
    }

    /// <summary>Two orders of one member meet, and the taker's mode decides.</summary>
    private void Prevent(NaiveOrder resting, NaiveOrder taker)
    {
        switch (taker.SelfTradePrevention)
        {
            case SelfTradePrevention.CancelNewest:
                Close(taker, CloseReason.SelfTrade);
                break;
            case SelfTradePrevention.CancelOldest:
                Close(resting, CloseReason.SelfTrade);
                break;
            case SelfTradePrevention.CancelBoth:
                Close(resting, CloseReason.SelfTrade);
                Close(taker, CloseReason.SelfTrade);
                break;
            case SelfTradePrevention.Decrement:
                var lots = Math.Min(resting.Remaining, taker.Remaining);
                Decrement(resting, lots);
                Decrement(taker, lots);
                break;
            default: throw new InvalidOperationException($"The oracle itself is wrong: {taker.SelfTradePrevention}.");
        }
    }

    private void Decrement(NaiveOrder order, long lots)
    {
        if (lots == order.Remaining)
        {
            Close(order, CloseReason.SelfTrade);
            return;
        }

        order.Quantity -= lots;
        order.Remaining -= lots;
        order.Shown = Math.Min(order.Shown, order.Remaining);
        _outcome.Orders.Add(new AmendFact(order.Id, order.Ticks, order.Quantity, order.Remaining));
        if (order.Type == OrderType.Limit) Lock(order, order.Need - order.Locked);
        CloseLinked(order);
    }

    private void Trade(NaiveOrder maker, NaiveOrder taker, long ticks, long lots)
    {
        var market = taker.Market;
        var (notional, amount) = (market.Notional(ticks, lots), lots * market.LotUnits);
        var (buyer, seller) = taker.IsBuy ? (taker, maker) : (maker, taker);
        var buyerFee = Fee(amount, buyer == taker ? buyer.TakerRate : buyer.MakerRate, market.Base);
        var sellerFee = Fee(notional, seller == taker ? seller.TakerRate : seller.MakerRate, market.Quote);
        Ledger.Pay(seller.Member, buyer.Member, market.Base, amount, buyerFee);
        Ledger.Pay(buyer.Member, seller.Member, market.Quote, notional, sellerFee);
        seller.Locked -= amount;
        buyer.Locked -= notional;
        foreach (var order in new[] { maker, taker })
        {
            order.Remaining -= lots;
            order.Shown -= lots;
        }

        if (buyer.Type == OrderType.Limit) Lock(buyer, buyer.Need - buyer.Locked);
        market.Last = ticks;
        _outcome.Touched.Add(maker.Member);
        _outcome.Orders.Add(new TradeFact(
            ++_lastTrade, market.Index, ticks, lots, notional, amount, taker.Side, maker.Id, taker.Id, maker.Member, taker.Member,
            buyer == taker ? sellerFee : buyerFee, buyer == taker ? buyerFee : sellerFee, maker.MakerRate, taker.TakerRate,
            maker.Remaining, taker.Remaining));
        AfterTrade(maker);
        if (market.Resting.Contains(taker)) AfterTrade(taker);
    }

    /// <summary>A resting order that traded closes, or shows its next part behind the others at its price.</summary>
    private void AfterTrade(NaiveOrder resting)
    {
        CloseLinked(resting);
        if (resting.Remaining == 0) Close(resting, CloseReason.Filled);
        else if (resting.Shown == 0) Rest(resting);
    }

    /// <summary>Takes the order out. The other one of a pair closes first.</summary>
    private void Close(NaiveOrder order, CloseReason reason)
    {
        CloseLinked(order);
        Lock(order, -order.Locked);
        order.IsClosed = true;
        order.Market.Resting.Remove(order);
        order.Market.Waiting.Remove(order);
        _outcome.Orders.Add(new CloseFact(order.Id, order.Ticks, order.Remaining, reason));
    }

    private void CloseLinked(NaiveOrder order)
    {
        if (order.Linked is not { } linked) return;
        (order.Linked, linked.Linked) = (null, null);
        Close(linked, CloseReason.LinkedOrder);
    }

    /// <summary>Locks more for an order, or gives back when negative.</summary>
    private void Lock(NaiveOrder order, BigInteger amount)
    {
        order.Locked += amount;
        Ledger.Lock(order.Member, order.PaysWith, amount);
        _outcome.Move(order.Id, amount);
        _outcome.Touched.Add(order.Member);
    }

    private BigInteger Fee(BigInteger received, int partsPerMillion, int currency)
    {
        var step = BigInteger.Pow(10, Amount.Scale - _currencies[currency].Precision);
        var divisor = step * 1_000_000;
        return (received * partsPerMillion + divisor - 1) / divisor * step;
    }

    private FeeScheduleEntry? FeeFor(int market, string group) =>
        _fees.GetValueOrDefault((market, group))
        ?? _fees.GetValueOrDefault(((int?)null, group))
        ?? _fees.GetValueOrDefault((market, FeeSchedule.AnyGroup))
        ?? _fees.GetValueOrDefault(((int?)null, FeeSchedule.AnyGroup));

    private void Remember((long, ClientOrderId) name)
    {
        _names.Add(name);
        _recentNames.Enqueue(name);
        if (_recentNames.Count > RememberedClientOrderIds) _names.Remove(_recentNames.Dequeue());
    }
}
