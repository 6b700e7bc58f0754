using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>The price at which most of a crossed book can trade.</summary>
internal static class AuctionPrice
{
    /// <summary>
    /// Of the prices between best ask and best bid that occur in the book: the one with the largest quantity that can
    /// trade; then the smallest surplus; then the nearest to the last price (without one the lowest); then the lower.
    /// </summary>
    public static AuctionOutcome Find(LiveMarket market)
    {
        var (bids, asks) = (market.Book.Bids, market.Book.Asks);
        if (!market.Book.IsCrossed) return default;
        var (highest, lowest) = (bids.BestPrice, asks.BestPrice);
        // From the lowest price up: what is asked grows, what is bid shrinks.
        var bid = bids.Best;
        var demand = Int128.Zero;
        for (var i = bids.Best; i >= 0 && bids[i].Price >= lowest; bid = i, i = bids[i].Worse) demand += LotsOf(bids[i]);
        var (ask, supply) = (asks.Best, Int128.Zero);
        var best = default(Candidate);
        while (true)
        {
            var askPrice = ask >= 0 && asks[ask].Price <= highest ? asks[ask].Price : default;
            var bidPrice = bid >= 0 ? bids[bid].Price : default;
            if (!askPrice.IsSet && !bidPrice.IsSet) break;
            var price = !bidPrice.IsSet || (askPrice.IsSet && askPrice < bidPrice) ? askPrice : bidPrice;
            if (askPrice == price)
            {
                supply += LotsOf(asks[ask]);
                ask = asks[ask].Worse;
            }

            var candidate = new Candidate(price, Int128.Min(demand, supply), Int128.Abs(demand - supply));
            if (candidate.IsBetterThan(best, market.LastPrice)) best = candidate;
            if (bidPrice != price) continue;
            demand -= LotsOf(bids[bid]);
            bid = bids[bid].Better;
        }

        return new AuctionOutcome(best.Price, new Quantity((long)best.Traded));
    }

    private static Int128 LotsOf(in PriceLevel level) => (Int128)level.Shown.Lots + level.Hidden.Lots;

    private readonly record struct Candidate(Price Price, Int128 Traded, Int128 Surplus)
    {
        /// <summary>Candidates come from the lowest price up, so an equal one is not better.</summary>
        public bool IsBetterThan(Candidate other, Price last)
        {
            if (!other.Price.IsSet || Traded != other.Traded) return !other.Price.IsSet || Traded > other.Traded;
            if (Surplus != other.Surplus) return Surplus < other.Surplus;
            return last.IsSet && DistanceTo(last) < other.DistanceTo(last);
        }

        private long DistanceTo(Price last) => Math.Abs(Price.Ticks - last.Ticks);
    }
}

/// <summary>Begins, tells of and ends call auctions.</summary>
internal sealed class CallAuction(EngineState state, OrderClosing closing, OrderExecution execution, SelfTrades selfTrades)
{
    /// <summary>Stops matching and begins to collect orders.</summary>
    public void Begin(LiveMarket market, long atMicroseconds, EventBuffer output)
    {
        market.AuctionEnds = atMicroseconds + market.Protection.AuctionSeconds * 1_000_000L;
        SetState(market, MarketState.Auction, output);
    }

    /// <summary>Trades what can trade at the auction's price and opens the market.</summary>
    public void OpenMarket(LiveMarket market, long atMicroseconds, EventBuffer output)
    {
        while (market.Book.IsCrossed) TradeAt(market, AuctionPrice.Find(market).Price, output);
        market.AuctionEnds = 0;
        market.ReferencePrice = market.LastPrice;
        market.WindowBegan = atMicroseconds;
        SetState(market, MarketState.Open, output);
    }

    /// <summary>Gives a market a state and tells of it.</summary>
    public void SetState(LiveMarket market, MarketState marketState, EventBuffer output)
    {
        if (marketState != MarketState.Auction) market.AuctionEnds = 0;
        market.State = marketState;
        market.Indicated = default;
        state.Catalog.SetState(market.Market.Id, marketState);
        ref var changed = ref output.Add(EventKind.MarketStateChanged);
        changed.Market = market.Market.Id;
        changed.MarketState = marketState;
        changed.ExpiresMicroseconds = market.AuctionEnds;
        state.UpdateAuctions();
    }

    /// <summary>Tells what the auction would trade now, when that has changed.</summary>
    public static void Indicate(LiveMarket market, EventBuffer output)
    {
        var outcome = AuctionPrice.Find(market);
        if (outcome == market.Indicated) return;
        market.Indicated = outcome;
        ref var indicated = ref output.Add(EventKind.AuctionIndicated);
        indicated.Market = market.Market.Id;
        indicated.Price = outcome.Price;
        indicated.Quantity = outcome.Quantity;
    }

    private void TradeAt(LiveMarket market, Price price, EventBuffer output)
    {
        var (bids, asks) = (market.Book.Bids, market.Book.Asks);
        while (bids.Best >= 0 && asks.Best >= 0 && bids.BestPrice >= price && asks.BestPrice <= price)
        {
            var (bid, ask) = (bids.First, asks.First);
            var (older, newer) = state.Pool[bid].Id.Value < state.Pool[ask].Id.Value ? (bid, ask) : (ask, bid);
            if (state.Pool[bid].MemberRow == state.Pool[ask].MemberRow) Prevent(market, older, newer, output);
            else Trade(market, older, newer, bid, price, output);
        }
    }

    private void Trade(LiveMarket market, int older, int newer, int bid, Price price, EventBuffer output)
    {
        var quantity = Quantity.Min(state.Pool[older].Remaining, state.Pool[newer].Remaining);
        var newerLeft = state.Pool[newer].Remaining + state.Pool.Details(newer).Hidden - quantity;
        execution.Trade(
            market, ref state.Pool[newer], ref state.Pool.Details(newer), ref state.Pool[older], ref state.Pool.Details(older),
            price, quantity, newerLeft, output);
        ref var buyer = ref state.Pool[bid];
        if (buyer.Price > price)
        {
            var saved = market.Market.Notional(new Price(buyer.Price.Ticks - price.Ticks), quantity);
            OrderEvents.Released(output, buyer, market.Market.Quote.Id, saved);
            state.Ledger.Unlock(buyer.MemberRow, market.Market.Quote.Id, saved);
        }

        Fill(market, older, quantity, output);
        Fill(market, newer, quantity, output);
    }

    private void Fill(LiveMarket market, int slot, Quantity quantity, EventBuffer output)
    {
        ref var order = ref state.Pool[slot];
        ref var details = ref state.Pool.Details(slot);
        state.Touched.Touch(market.Book[order.Side], order);
        var isFilled = market.Book.Fill(slot, ref order, quantity);
        closing.CloseLinked(market, slot, ref order, output);
        if (isFilled) closing.CloseInFlight(market, slot, ref order, details, CloseReason.Filled, Amount.Zero, output);
    }

    private void Prevent(LiveMarket market, int older, int newer, EventBuffer output)
    {
        switch (state.Pool[newer].SelfTradePrevention)
        {
            case SelfTradePrevention.CancelOldest:
                closing.CloseOpen(market, older, CloseReason.SelfTrade, output);
                break;
            case SelfTradePrevention.CancelBoth:
                closing.CloseOpen(market, older, CloseReason.SelfTrade, output);
                closing.CloseOpen(market, newer, CloseReason.SelfTrade, output);
                break;
            case SelfTradePrevention.Decrement:
                selfTrades.DecrementBoth(market, older, newer, output);
                break;
            case SelfTradePrevention.CancelNewest:
            default:
                closing.CloseOpen(market, newer, CloseReason.SelfTrade, output);
                break;
        }
    }
}
