using Exchange.Core.Ledger;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>
/// Lets an order enter the book: matches it at the makers' prices in price-time order, then rests or closes what is left.
/// New, triggered and amended orders all come through here.
/// </summary>
internal sealed class OrderExecution(EngineState state, Settlement settlement, OrderClosing closing, SelfTrades selfTrades)
{
    private readonly OrderPool _pool = state.Pool;
    private readonly MemberLedger _ledger = state.Ledger;
    private readonly TouchedLevels _touched = state.Touched;

    /// <summary>Enters an order that is in no queue and has <paramref name="locked"/> set aside.</summary>
    /// <returns>Why it closed, None when it rests.</returns>
    public CloseReason Enter(
        LiveMarket market, int slot, ref OrderNode order, ref OrderDetails details, Amount locked, long atMicroseconds,
        EventBuffer output)
    {
        var close = CloseReason.None;
        var entered = order.Remaining;
        if (market.State == MarketState.Open)
        {
            market.RollWindow(atMicroseconds);
            close = order.TimeInForce == TimeInForce.FillOrKill && !CanFill(market, order)
                ? CloseReason.NotFillable
                : Match(market, slot, ref order, ref details, ref locked, atMicroseconds, output);
        }

        if (close == CloseReason.None) close = ReasonNotToRest(market, order, details);
        if (close != CloseReason.None)
        {
            closing.CloseInFlight(market, slot, ref order, details, close, locked, output);
            return close;
        }

        if (order.Remaining != entered) ReleaseExcess(market, order, locked, output);
        Rest(market, slot, ref order, ref details);
        return close;
    }

    /// <summary>Trades two orders; both are reduced, neither is taken out. Gives the notional and the base
    /// amount.</summary>
    public (Amount Notional, Amount BaseAmount) Trade(
        LiveMarket market, ref OrderNode taker, ref OrderDetails takerDetails, ref OrderNode maker, ref OrderDetails makerDetails,
        Price price, Quantity quantity, Quantity takerLeft, EventBuffer output)
    {
        var rules = market.Market;
        var notional = rules.Notional(price, quantity);
        var baseAmount = rules.AmountOf(quantity);
        var takerBuys = taker.Side == Side.Buy;
        var (buyerRate, sellerRate) = takerBuys
            ? (takerDetails.TakerRate, makerDetails.MakerRate)
            : (makerDetails.MakerRate, takerDetails.TakerRate);
        var buyerFee = rules.BaseFee(quantity, buyerRate);
        var sellerFee = rules.QuoteFee(price, quantity, sellerRate);

        ref var e = ref output.Add(EventKind.Traded);
        e.Trade = new TradeId(++state.LastTradeId);
        e.Market = rules.Id;
        e.Side = taker.Side;
        e.Price = price;
        e.Quantity = quantity;
        e.Amount = notional;
        e.BaseAmount = baseAmount;
        e.Currency = rules.Base.Id;
        e.QuoteCurrency = rules.Quote.Id;
        e.MakerOrder = maker.Id;
        e.TakerOrder = taker.Id;
        e.MakerMember = maker.Member;
        e.TakerMember = taker.Member;
        e.MakerRate = makerDetails.MakerRate;
        e.TakerRate = takerDetails.TakerRate;
        e.MakerFee = takerBuys ? sellerFee : buyerFee;
        e.TakerFee = takerBuys ? buyerFee : sellerFee;
        e.MakerRemaining = maker.Remaining + makerDetails.Hidden - quantity;
        e.TakerRemaining = takerLeft;

        Count(ref takerDetails, notional, e.AtMicroseconds, e.Sequence);
        Count(ref makerDetails, notional, e.AtMicroseconds, e.Sequence);
        market.LastPrice = price;
        var (buyerRow, sellerRow) = takerBuys ? (taker.MemberRow, maker.MemberRow) : (maker.MemberRow, taker.MemberRow);
        settlement.Trade(rules, buyerRow, sellerRow, baseAmount, notional, buyerFee, sellerFee);
        return (notional, baseAmount);
    }

    private void Rest(LiveMarket market, int slot, ref OrderNode order, ref OrderDetails details)
    {
        market.Book.Append(slot, ref order, ref details, out var isNewLevel);
        if (isNewLevel) _touched.TouchNew(market.Book[order.Side], order);
        else _touched.Touch(market.Book[order.Side], order);
        if (!order.IsRegistered) state.Register(slot, ref order);
    }

    /// <summary>Gives back what an order that has traded and will rest has locked beyond its need.</summary>
    private void ReleaseExcess(LiveMarket market, in OrderNode order, Amount locked, EventBuffer output)
    {
        var excess = locked - Settlement.Reservation(market.Market, order.Side, order.Price, order.Remaining);
        if (excess.IsZero) return;
        var currency = Settlement.PaidCurrency(market.Market, order.Side);
        OrderEvents.Released(output, order, currency, excess);
        _ledger.Unlock(order.MemberRow, currency, excess);
    }

    private bool CanFill(LiveMarket market, in OrderNode order)
    {
        var (low, high) = market.BreakerLimits();
        var (limit, nearest) = order.Side == Side.Buy
            ? (new Price(Math.Min(order.Price.Ticks, high.Ticks)), low)
            : (new Price(Math.Max(order.Price.Ticks, low.Ticks)), high);
        var ownRow = state.MemberOrders.Count(order.Market, order.MemberRow) == 0 ? -1 : order.MemberRow;
        return market.Book.CanFill(
            order.Side, limit, nearest, order.Remaining, ownRow, order.SelfTradePrevention == SelfTradePrevention.CancelOldest);
    }

    /// <summary>Trades until the order is full, the price is out of reach, prevention closes it or the breaker stops the
    /// market.</summary>
    private CloseReason Match(
        LiveMarket market, int slot, ref OrderNode taker, ref OrderDetails details, ref Amount locked, long atMicroseconds,
        EventBuffer output)
    {
        var makers = market.Book[taker.Side.Opposite()];
        var (low, high) = market.BreakerLimits();
        while (!taker.Remaining.IsZero && makers.Best >= 0)
        {
            var price = makers.BestPrice;
            if (!OrderBook.Reaches(taker.Side, taker.Price, price)) break;
            var makerSlot = makers.First;
            ref var maker = ref _pool[makerSlot];
            if (maker.MemberRow == taker.MemberRow)
            {
                if (selfTrades.Prevent(market, slot, makerSlot, ref locked, output)) return CloseReason.SelfTrade;
                continue;
            }

            if (price < low || price > high)
            {
                state.Trip(market, atMicroseconds, output);
                break;
            }

            TradeWithMaker(market, ref taker, ref details, makerSlot, ref maker, ref locked, output);
        }

        return taker.Remaining.IsZero ? CloseReason.Filled : CloseReason.None;
    }

    private void TradeWithMaker(
        LiveMarket market, ref OrderNode taker, ref OrderDetails takerDetails, int makerSlot, ref OrderNode maker,
        ref Amount locked, EventBuffer output)
    {
        ref var makerDetails = ref _pool.Details(makerSlot);
        var quantity = Quantity.Min(taker.Remaining, maker.Remaining);
        taker.Remaining -= quantity;
        var (notional, baseAmount) = Trade(
            market, ref taker, ref takerDetails, ref maker, ref makerDetails, maker.Price, quantity, taker.Remaining, output);
        locked -= taker.Side == Side.Buy ? notional : baseAmount;
        _touched.Touch(market.Book[maker.Side], maker);
        var isFilled = market.Book.Fill(makerSlot, ref maker, quantity);
        if (maker.IsLinked) closing.CloseLinked(market, makerSlot, ref maker, output);
        if (isFilled) closing.CloseInFlight(market, makerSlot, ref maker, makerDetails, CloseReason.Filled, Amount.Zero, output);
    }

    private static CloseReason ReasonNotToRest(LiveMarket market, in OrderNode order, in OrderDetails details)
    {
        if (order.TimeInForce is TimeInForce.GoodTilCanceled or TimeInForce.GoodTilDate) return CloseReason.None;
        if (market.State != MarketState.Open) return CloseReason.MarketHalted;
        return details.Type == OrderType.Market ? CloseReason.PriceProtection : CloseReason.ImmediateRemainder;
    }

    private static void Count(ref OrderDetails order, Amount notional, long atMicroseconds, long sequence)
    {
        order.ExecutedNotional += notional;
        order.TradeCount++;
        order.UpdatedMicroseconds = atMicroseconds;
        order.Sequence = sequence;
    }
}
