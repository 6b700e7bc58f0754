using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>
/// Places an order: checks everything, locks what it may cost, matches it at the makers' prices in price-time order,
/// and rests or cancels what is left.
/// </summary>
internal sealed class OrderPlacement(EngineState state, Settlement settlement)
{
    /// <summary>Most open orders a member may have in one market.</summary>
    public const int MaxOpenOrdersPerMarket = 500;

    private readonly PlacementChecks _checks = new(state);
    private readonly TouchedLevels _touched = new();

    public CommandResult Apply(in Command command, long atMicroseconds, EventBuffer output)
    {
        var reason = _checks.FirstViolation(command, out var terms);
        if (reason != RejectReason.None) return CommandResult.Refused(reason);

        var order = Open(command, terms, atMicroseconds, output);
        var locked = terms.Lock;
        var close = CloseReason.None;
        if (command.TimeInForce == TimeInForce.FillOrKill && !CanFill(order, terms)) close = CloseReason.NotFillable;
        else close = Match(ref order, terms, ref locked, output);
        if (close == CloseReason.None && !Rests(command)) close = RemainderReason(command);
        Finish(ref order, terms, locked, close, output);

        _touched.WriteTo(output, order.Market, terms.Book);
        CheckInvariants(terms);
        return new CommandResult
        {
            Order = order.Id,
            Price = order.Price,
            Quantity = order.Quantity,
            Remaining = order.Remaining,
            ExecutedNotional = order.ExecutedNotional,
            TradeCount = order.TradeCount,
            MakerRate = order.MakerRate,
            TakerRate = order.TakerRate,
            Close = close,
        };
    }

    private RestingOrder Open(in Command command, in PlacementTerms terms, long atMicroseconds, EventBuffer output)
    {
        var row = state.RowOf(command.Member);
        var fees = state.Catalog.FeesFor(terms.Market.Id, state.Groups[row]);
        var order = new RestingOrder
        {
            Id = new OrderId(++state.LastOrderId),
            Member = command.Member,
            MemberRow = row,
            Market = terms.Market.Id,
            Side = command.Side!.Value,
            PostOnly = command.PostOnly,
            Price = terms.Limit,
            Quantity = command.Quantity,
            Remaining = command.Quantity,
            MakerRate = fees.Maker,
            TakerRate = fees.Taker,
            ClientOrderId = command.ClientOrderId,
            CreatedMicroseconds = atMicroseconds,
            UpdatedMicroseconds = atMicroseconds,
        };
        if (command.ClientOrderId.IsSet) state.ClientOrderIds.Add(command.Member, command.ClientOrderId, order.Id);
        WriteOpened(command, order, terms, output);
        settlement.Lock(row, terms.PaidCurrency, terms.Lock);
        return order;
    }

    private static bool CanFill(in RestingOrder order, in PlacementTerms terms) =>
        terms.Book.CanFill(order.Side, terms.Limit, order.Quantity, order.Member);

    /// <summary>Trades until the order is full, the price is out of reach or its owner's own order comes
    /// next.</summary>
    private CloseReason Match(ref RestingOrder taker, in PlacementTerms terms, ref Amount locked, EventBuffer output)
    {
        var makers = taker.Side.Opposite();
        while (!taker.Remaining.IsZero && terms.Book.Crosses(taker.Side, terms.Limit))
        {
            var slot = terms.Book.First(makers);
            if (state.Pool[slot].Member == taker.Member) return CloseReason.SelfTrade;
            locked -= Trade(ref taker, slot, terms, output);
        }

        return taker.Remaining.IsZero ? CloseReason.Filled : CloseReason.None;
    }

    /// <summary>One trade with one maker. Returns what the taker paid out of its lock.</summary>
    private Amount Trade(ref RestingOrder taker, int slot, in PlacementTerms terms, EventBuffer output)
    {
        ref var maker = ref state.Pool[slot];
        var market = terms.Market;
        var quantity = Quantity.Min(taker.Remaining, maker.Remaining);
        var notional = market.Notional(maker.Price, quantity);
        var baseAmount = market.AmountOf(quantity);
        var takerBuys = taker.Side == Side.Buy;
        var buyerFee = baseAmount.ShareRoundedUp(
            (takerBuys ? taker.TakerRate : maker.MakerRate).PartsPerMillion, market.Base.Precision);
        var sellerFee = notional.ShareRoundedUp(
            (takerBuys ? maker.MakerRate : taker.TakerRate).PartsPerMillion, market.Quote.Precision);

        taker.Remaining -= quantity;
        Count(ref taker, notional, taker.CreatedMicroseconds);
        Count(ref maker, notional, taker.CreatedMicroseconds);
        _touched.Add(maker.Side, maker.Price);
        var makerGone = terms.Book.Fill(slot, quantity);

        var trade = new TradeId(++state.LastTradeId);
        WriteTraded(taker, maker, trade, quantity, notional, takerBuys ? buyerFee : sellerFee,
            takerBuys ? sellerFee : buyerFee, market, output);
        settlement.Trade(market, takerBuys ? taker.MemberRow : maker.MemberRow, takerBuys ? maker.MemberRow : taker.MemberRow,
            baseAmount, notional, buyerFee, sellerFee);
        if (makerGone) Forget(slot, terms, output);
        return takerBuys ? notional : baseAmount;
    }

    private void Forget(int slot, in PlacementTerms terms, EventBuffer output)
    {
        var currency = Settlement.PaidCurrency(terms.Market, state.Pool[slot].Side);
        WriteClosed(state.Pool[slot], CloseReason.Filled, currency, default, output);
        state.MemberOrders.Remove(slot);
        state.Pool.Free(slot);
    }

    /// <summary>Rests what is left or closes the order, and gives back the part of the lock that is no longer
    /// needed.</summary>
    private void Finish(
        ref RestingOrder order, in PlacementTerms terms, Amount locked, CloseReason close, EventBuffer output)
    {
        var needed = Amount.Zero;
        if (close == CloseReason.None)
        {
            needed = Settlement.Reservation(terms.Market, order.Side, order.Price, order.Remaining);
            state.MemberOrders.Append(terms.Book.Add(order));
            _touched.Add(order.Side, order.Price);
        }
        else
        {
            WriteClosed(order, close, terms.PaidCurrency, locked, output);
        }

        if (close == CloseReason.None && needed != locked) WriteReleased(order, terms.PaidCurrency, locked - needed, output);
        settlement.Lock(order.MemberRow, terms.PaidCurrency, needed - locked);
    }

    private void CheckInvariants(in PlacementTerms terms)
    {
        settlement.CheckBalanced(terms.Market.Base.Id);
        settlement.CheckBalanced(terms.Market.Quote.Id);
        var bid = terms.Book.BestPrice(Side.Buy);
        var ask = terms.Book.BestPrice(Side.Sell);
        InvariantViolation.Unless(!bid.IsSet || !ask.IsSet || bid < ask, $"Market {terms.Market.Code} is crossed.");
    }

    private static bool Rests(in Command command) => command.TimeInForce == TimeInForce.GoodTilCanceled;

    private static CloseReason RemainderReason(in Command command) =>
        command.Type == OrderType.Market ? CloseReason.PriceProtection : CloseReason.ImmediateRemainder;

    private static void Count(ref RestingOrder order, Amount notional, long atMicroseconds)
    {
        order.ExecutedNotional += notional;
        order.TradeCount++;
        order.UpdatedMicroseconds = atMicroseconds;
    }

    private static void WriteOpened(in Command command, in RestingOrder order, in PlacementTerms terms, EventBuffer output)
    {
        ref var opened = ref output.Add(EventKind.OrderOpened);
        opened.Order = order.Id;
        opened.Member = order.Member;
        opened.Market = order.Market;
        opened.Side = order.Side;
        opened.Type = command.Type;
        opened.TimeInForce = command.TimeInForce;
        opened.PostOnly = order.PostOnly;
        opened.Price = order.Price;
        opened.Quantity = order.Quantity;
        opened.ClientOrderId = order.ClientOrderId;
        opened.Currency = terms.PaidCurrency;
        opened.Amount = terms.Lock;
        opened.MakerRate = order.MakerRate;
        opened.TakerRate = order.TakerRate;
    }

    private static void WriteTraded(
        in RestingOrder taker, in RestingOrder maker, TradeId trade, Quantity quantity, Amount notional, Amount takerFee,
        Amount makerFee, Market market, EventBuffer output)
    {
        ref var traded = ref output.Add(EventKind.Traded);
        traded.Trade = trade;
        traded.Market = taker.Market;
        traded.Side = taker.Side;
        traded.Price = maker.Price;
        traded.Quantity = quantity;
        traded.Amount = notional;
        traded.BaseAmount = market.AmountOf(quantity);
        traded.Currency = market.Base.Id;
        traded.QuoteCurrency = market.Quote.Id;
        traded.MakerOrder = maker.Id;
        traded.TakerOrder = taker.Id;
        traded.MakerMember = maker.Member;
        traded.TakerMember = taker.Member;
        traded.MakerFee = makerFee;
        traded.TakerFee = takerFee;
        traded.MakerRate = maker.MakerRate;
        traded.TakerRate = taker.TakerRate;
        traded.MakerRemaining = maker.Remaining;
        traded.TakerRemaining = taker.Remaining;
    }

    private static void WriteReleased(in RestingOrder order, CurrencyId currency, Amount released, EventBuffer output)
    {
        ref var e = ref output.Add(EventKind.Released);
        e.Order = order.Id;
        e.Member = order.Member;
        e.Market = order.Market;
        e.Side = order.Side;
        e.Currency = currency;
        e.Amount = released;
    }

    internal static void WriteClosed(
        in RestingOrder order, CloseReason close, CurrencyId currency, Amount released, EventBuffer output)
    {
        ref var closed = ref output.Add(EventKind.OrderClosed);
        closed.Order = order.Id;
        closed.Member = order.Member;
        closed.Market = order.Market;
        closed.Side = order.Side;
        closed.Price = order.Price;
        closed.Remaining = order.Remaining;
        closed.Close = close;
        closed.Currency = currency;
        closed.Amount = released;
    }
}
