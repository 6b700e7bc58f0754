using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>Changes price or quantity of a resting order. Only a smaller quantity at the same price keeps its place in the
/// queue.</summary>
internal sealed class OrderAmendment(
    EngineState state, OrderClosing closing, OrderExecution execution)
{
    public RejectReason Apply(
        in Command command, long sequence, long atMicroseconds, EventBuffer output, ref CommandResult result)
    {
        if (!state.Pool.TryFind(command.Order, out var slot) || state.Pool[slot].Member != command.Member)
            return RejectReason.OrderUnknown;
        var market = state.MarketAt(state.Pool[slot].Market);
        var terms = new AmendedTerms(command, state.Pool[slot], state.Pool.Details(slot));
        var reason = FirstViolation(market, slot, terms);
        if (reason != RejectReason.None) return reason;

        ref var details = ref state.Pool.Details(slot);
        details.UpdatedMicroseconds = atMicroseconds;
        details.Sequence = sequence;
        if (terms.KeepsPlace) Shrink(market, slot, terms, output);
        else result.Close = Reenter(market, slot, terms, atMicroseconds, output);
        OrderPlacement.Describe(state.Pool[slot], details, ref result);
        return RejectReason.None;
    }

    private RejectReason FirstViolation(LiveMarket market, int slot, in AmendedTerms terms)
    {
        ref var order = ref state.Pool[slot];
        ref var details = ref state.Pool.Details(slot);
        var rules = market.Market;
        if (market.State is not (MarketState.Open or MarketState.Auction)) return RejectReason.MarketNotOpen;
        if (terms.Price.Ticks < 0 || terms.Quantity.Lots < 0) return RejectReason.Malformed;
        if (order.Place != OrderPlace.Book || order.IsLinked || terms.ChangesNothing) return RejectReason.NotAmendable;
        if (terms.Price < rules.MinPrice || terms.Price > rules.MaxPrice) return RejectReason.PriceOutOfRange;
        if (terms.Quantity < rules.MinQuantity || terms.Quantity <= terms.Executed) return RejectReason.QuantityTooSmall;
        if (terms.Quantity > rules.MaxQuantity) return RejectReason.QuantityTooLarge;
        if (!details.Display.IsZero && details.Display >= terms.Quantity) return RejectReason.DisplayTooLarge;
        if (rules.Notional(terms.Price, terms.Quantity - terms.Executed) < rules.MinNotional) return RejectReason.NotionalTooSmall;
        if (!PlacementChecks.IsInsideBand(market, order.Side, terms.Price, market.LastPrice)) return RejectReason.OutsidePriceBand;
        if (details.PostOnly && market.State == MarketState.Open && market.Book.Crosses(order.Side, terms.Price))
            return RejectReason.WouldTake;
        var more = LockChange(market, order, terms);
        return state.Ledger[order.MemberRow, Settlement.PaidCurrency(rules, order.Side)].Available < more
            ? RejectReason.InsufficientFunds
            : RejectReason.None;
    }

    private void Shrink(LiveMarket market, int slot, in AmendedTerms terms, EventBuffer output)
    {
        ref var order = ref state.Pool[slot];
        var change = LockChange(market, order, terms);
        state.Touched.Touch(market.Book[order.Side], order);
        market.Book.Shrink(slot, terms.OldQuantity - terms.Quantity);
        Tell(market, slot, terms, change, output);
    }

    private CloseReason Reenter(
        LiveMarket market, int slot, in AmendedTerms terms, long atMicroseconds, EventBuffer output)
    {
        ref var order = ref state.Pool[slot];
        ref var details = ref state.Pool.Details(slot);
        var change = LockChange(market, order, terms);
        var locked = closing.TakeOut(market, slot, ref order, ref details) + change;
        order.Price = terms.Price;
        order.Remaining = terms.Quantity - terms.Executed;
        Tell(market, slot, terms, change, output);
        return execution.Enter(market, slot, ref order, ref details, locked, atMicroseconds, output);
    }

    private void Tell(LiveMarket market, int slot, in AmendedTerms terms, Amount change, EventBuffer output)
    {
        ref var order = ref state.Pool[slot];
        ref var details = ref state.Pool.Details(slot);
        details.Quantity = terms.Quantity;
        var currency = Settlement.PaidCurrency(market.Market, order.Side);
        if (change.IsPositive) state.Ledger.Lock(order.MemberRow, currency, change);
        else if (change.IsNegative) state.Ledger.Unlock(order.MemberRow, currency, -change);
        OrderEvents.Amended(output, order, details, currency, change);
    }

    private static Amount LockChange(LiveMarket market, in OrderNode order, in AmendedTerms terms) =>
        Settlement.Reservation(market.Market, order.Side, terms.Price, terms.Quantity - terms.Executed)
        - Settlement.Reservation(market.Market, order.Side, terms.OldPrice, terms.OldQuantity - terms.Executed);

    /// <summary>An order's price and quantity before and after.</summary>
    private readonly struct AmendedTerms
    {
        public AmendedTerms(in Command command, in OrderNode order, in OrderDetails details)
        {
            OldPrice = order.Price;
            OldQuantity = details.Quantity;
            Executed = details.Quantity - (order.Remaining + details.Hidden);
            Price = command.Price == default ? order.Price : command.Price;
            Quantity = command.Quantity == default ? details.Quantity : command.Quantity;
        }

        public Price OldPrice { get; }

        public Quantity OldQuantity { get; }

        public Quantity Executed { get; }

        public Price Price { get; }

        public Quantity Quantity { get; }

        public bool ChangesNothing => Price == OldPrice && Quantity == OldQuantity;

        public bool KeepsPlace => Price == OldPrice && Quantity < OldQuantity;
    }
}
