using System.Numerics;
using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Oracle;

/// <summary>Placing, matching and closing orders.</summary>
internal sealed partial class NaiveExchange
{
    private Outcome Place(Command command)
    {
        if (command.Market is not { } id || Find(id) is not { } market) return Refused(RejectReason.MarketUnknown);
        if (market.State != MarketState.Open) return Refused(RejectReason.MarketNotOpen);
        if (IsMalformed(command)) return Refused(RejectReason.Malformed);
        var reason = RuleViolation(market, command);
        if (reason != RejectReason.None) return Refused(reason);

        var counter = market.Sorted(command.Side == Side.Buy ? Side.Sell : Side.Buy);
        if (command.Type == OrderType.Market && LotsOf(counter) < command.Quantity.Lots)
            return Refused(RejectReason.InsufficientLiquidity);
        var ticks = command.Type == OrderType.Market
            ? market.WorstTicks(command, counter[0].Ticks)
            : command.Price.Ticks;
        var reachable = counter.Where(o => command.Side == Side.Buy ? o.Ticks <= ticks : o.Ticks >= ticks).ToList();
        if (command.PostOnly && reachable.Count > 0) return Refused(RejectReason.WouldTake);
        var toLock = ToLock(market, command, reachable);
        var paysWith = command.Side == Side.Buy ? market.Quote : market.Base;
        if (Ledger.Of(command.Member.Value, paysWith).Available < toLock)
            return Refused(RejectReason.InsufficientFunds);

        return Execute(Open(market, command, ticks, toLock), reachable);
    }

    private static bool IsMalformed(Command c) =>
        c.Member.Value <= 0 || c.Side is not { } side || !Enum.IsDefined(side) || !Enum.IsDefined(c.Type)
        || !Enum.IsDefined(c.TimeInForce) || c.Quantity.Lots <= 0
        || (c.PostOnly && (c.Type == OrderType.Market || c.TimeInForce != TimeInForce.GoodTilCanceled))
        || (c.Type == OrderType.Market && c.TimeInForce == TimeInForce.GoodTilCanceled);

    private RejectReason RuleViolation(NaiveMarket market, Command c)
    {
        if (c.Type == OrderType.Limit && !c.Price.IsSet) return RejectReason.PriceMissing;
        if (c.Price.IsSet && (c.Price.Ticks < market.MinTicks || c.Price.Ticks > market.MaxTicks))
            return RejectReason.PriceOutOfRange;
        if (c.Quantity.Lots < market.MinLots) return RejectReason.QuantityTooSmall;
        if (c.Quantity.Lots > market.MaxLots) return RejectReason.QuantityTooLarge;
        if (c.Type == OrderType.Limit && market.Notional(c.Price.Ticks, c.Quantity.Lots) < market.MinNotional)
            return RejectReason.NotionalTooSmall;
        if (c.ClientOrderId.IsSet && _names.Contains((c.Member.Value, c.ClientOrderId)))
            return RejectReason.ClientOrderIdTaken;
        var couldRest = c.Type == OrderType.Limit && c.TimeInForce == TimeInForce.GoodTilCanceled;
        return couldRest && market.Open.Count(o => o.Member == c.Member.Value) >= MaxOpenOrders
            ? RejectReason.TooManyOpenOrders
            : RejectReason.None;
    }

    private static BigInteger ToLock(NaiveMarket market, Command c, List<NaiveOrder> reachable)
    {
        if (c.Side == Side.Sell) return c.Quantity.Lots * market.LotUnits;
        if (c.Type == OrderType.Limit) return market.Notional(c.Price.Ticks, c.Quantity.Lots);
        var cost = BigInteger.Zero;
        var left = c.Quantity.Lots;
        foreach (var maker in reachable)
        {
            var lots = Math.Min(left, maker.Remaining);
            cost += market.Notional(maker.Ticks, lots);
            left -= lots;
        }

        return cost;
    }

    private NaiveOrder Open(NaiveMarket market, Command command, long ticks, BigInteger toLock)
    {
        var fee = FeeFor(market.Index, _groups.GetValueOrDefault(command.Member.Value, FeeSchedule.DefaultGroup));
        var order = new NaiveOrder
        {
            Id = ++_lastOrder,
            Member = command.Member.Value,
            Market = market,
            Command = command,
            Ticks = ticks,
            LockedAtStart = toLock,
            Locked = toLock,
            Remaining = command.Quantity.Lots,
            MakerRate = fee?.Maker.PartsPerMillion ?? 0,
            TakerRate = fee?.Taker.PartsPerMillion ?? 0,
        };
        Ledger.Lock(order.Member, order.PaysWith, toLock);
        if (command.ClientOrderId.IsSet) Remember((order.Member, command.ClientOrderId));
        return order;
    }

    private Outcome Execute(NaiveOrder taker, List<NaiveOrder> reachable)
    {
        var outcome = new Outcome { Opened = taker.ToFact() };
        outcome.Touched.Add(taker.Member);
        if (taker.Command.TimeInForce == TimeInForce.FillOrKill && !CanFill(taker, reachable))
        {
            CloseOrder(taker, CloseReason.NotFillable, outcome);
            return outcome;
        }

        foreach (var maker in reachable)
        {
            if (taker.Remaining == 0) break;
            if (maker.Member == taker.Member)
            {
                CloseOrder(taker, CloseReason.SelfTrade, outcome);
                return outcome;
            }

            Trade(maker, taker, outcome);
        }

        if (taker.Remaining == 0) CloseOrder(taker, CloseReason.Filled, outcome);
        else if (taker.Command.Type == OrderType.Market) CloseOrder(taker, CloseReason.PriceProtection, outcome);
        else if (taker.Command.TimeInForce == TimeInForce.ImmediateOrCancel)
            CloseOrder(taker, CloseReason.ImmediateRemainder, outcome);
        else taker.Market.Open.Add(taker);
        return outcome;
    }

    private static bool CanFill(NaiveOrder taker, List<NaiveOrder> reachable) =>
        LotsOf(reachable.TakeWhile(maker => maker.Member != taker.Member)) >= taker.Remaining;

    private void Trade(NaiveOrder maker, NaiveOrder taker, Outcome outcome)
    {
        var market = taker.Market;
        var lots = Math.Min(maker.Remaining, taker.Remaining);
        var notional = market.Notional(maker.Ticks, lots);
        var amount = lots * market.LotUnits;
        var (buyer, seller) = taker.IsBuy ? (taker, maker) : (maker, taker);
        var buyerFee = Fee(amount, buyer == taker ? buyer.TakerRate : buyer.MakerRate, market.Base);
        var sellerFee = Fee(notional, seller == taker ? seller.TakerRate : seller.MakerRate, market.Quote);
        Ledger.Pay(seller.Member, buyer.Member, market.Base, amount, buyerFee);
        Ledger.Pay(buyer.Member, seller.Member, market.Quote, notional, sellerFee);
        seller.Locked -= amount;
        buyer.Locked -= notional;
        maker.Remaining -= lots;
        taker.Remaining -= lots;
        if (buyer.Command.Type == OrderType.Limit)
            ReleaseDown(buyer, to: market.Notional(buyer.Ticks, buyer.Remaining));
        outcome.Trades.Add(new TradeFact(
            ++_lastTrade, market.Index, maker.Ticks, lots, notional, taker.Side, maker.Id, taker.Id, maker.Member,
            taker.Member, buyer == taker ? sellerFee : buyerFee, buyer == taker ? buyerFee : sellerFee,
            maker.Remaining, taker.Remaining));
        outcome.Touched.Add(maker.Member);
        if (maker.Remaining == 0) CloseOrder(maker, CloseReason.Filled, outcome);
    }

    private void CloseOrder(NaiveOrder order, CloseReason reason, Outcome outcome)
    {
        ReleaseDown(order, to: 0);
        order.Close = reason;
        order.Market.Open.Remove(order);
        outcome.Closes.Add(new CloseFact(order.Id, order.Remaining, reason));
        outcome.Touched.Add(order.Member);
    }

    private void ReleaseDown(NaiveOrder order, BigInteger to)
    {
        Ledger.Release(order.Member, order.PaysWith, order.Locked - to);
        order.Locked = to;
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

    private static long LotsOf(IEnumerable<NaiveOrder> orders) => orders.Sum(o => o.Remaining);
}
