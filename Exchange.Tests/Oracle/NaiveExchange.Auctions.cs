using System.Numerics;
using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;

namespace Exchange.Tests.Oracle;

/// <summary>Market states, circuit breaker and call auction.</summary>
internal sealed partial class NaiveExchange
{
    private const long Second = 1_000_000;

    private RejectReason SetState(Command command)
    {
        if (command.Market is not { } id || Find(id) is not { } market) return RejectReason.MarketUnknown;
        if (!Enum.IsDefined(command.MarketState)) return RejectReason.Malformed;
        if (command.MarketState == market.State) return RejectReason.None;
        if (command.MarketState == MarketState.Auction) StartAuction(market);
        else if (command.MarketState == MarketState.Open) OpenMarket(market);
        else ChangeState(market, command.MarketState, ends: 0);
        return RejectReason.None;
    }

    private RejectReason SetProtection(Command command)
    {
        if (command.Market is not { } id || Find(id) is not { } market) return RejectReason.MarketUnknown;
        if (command.Body is not MarketProtection { IsValid: true } protection) return RejectReason.DefinitionInvalid;
        market.Protection = protection;
        return RejectReason.None;
    }

    private void ChangeState(NaiveMarket market, MarketState state, long ends)
    {
        market.State = state;
        market.AuctionEnds = ends;
        market.Indicated = default;
        _outcome.Notices.Add(new StateFact(market.Index, state, ends));
    }

    /// <summary>Before an order starts to match, while the breaker is on.</summary>
    private void BeginWindow(NaiveMarket market)
    {
        if (market.Protection.BreakerBasisPoints == 0 || market.Last is null) return;
        if (market.Reference is not null && _now < market.WindowBegan + market.Protection.BreakerWindowSeconds * Second) return;
        market.Reference = market.Last;
        market.WindowBegan = _now;
    }

    private static bool IsInsideBreaker(NaiveMarket market, long ticks)
    {
        var breaker = market.Protection.BreakerBasisPoints;
        return breaker == 0 || market.Reference is not { } reference
            || (ticks >= NaiveMarket.Below(reference, breaker) && ticks <= NaiveMarket.Above(reference, breaker));
    }

    private void StartAuction(NaiveMarket market) =>
        ChangeState(market, MarketState.Auction, _now + market.Protection.AuctionSeconds * Second);

    /// <summary>Trades what an auction has left to trade, and opens.</summary>
    private void OpenMarket(NaiveMarket market)
    {
        while (AuctionOutcome(market) is { Lots: > 0 } outcome) TradeAt(market, outcome.Ticks);
        ChangeState(market, MarketState.Open, ends: 0);
        market.Reference = market.Last;
        market.WindowBegan = _now;
        RunTriggers(market);
    }

    /// <summary>All that can trade at one price, best price first, oldest first; the older of two orders is the maker.</summary>
    private void TradeAt(NaiveMarket market, long ticks)
    {
        while (market.Best(Side.Buy) is { } bid && bid.Ticks >= ticks && market.Best(Side.Sell) is { } ask && ask.Ticks <= ticks)
        {
            var (older, newer) = bid.Id < ask.Id ? (bid, ask) : (ask, bid);
            if (older.Member == newer.Member) Prevent(older, newer);
            else Trade(older, newer, ticks, Math.Min(older.Shown, newer.Shown));
        }
    }

    /// <summary>
    /// The price between the highest bid and the lowest ask, of those in the book, at which most can trade; then that with
    /// the smallest surplus, then the nearest to the last price, then the lower. No lots when nothing can trade.
    /// </summary>
    private static (long Ticks, long Lots) AuctionOutcome(NaiveMarket market)
    {
        if (market.Best(Side.Buy) is not { } bid || market.Best(Side.Sell) is not { } ask || bid.Ticks < ask.Ticks) return default;
        var (chosen, most, surplus) = (0L, 0L, 0L);
        foreach (var ticks in market.Resting.Select(o => o.Ticks).Where(t => t >= ask.Ticks && t <= bid.Ticks).Distinct().Order())
        {
            var bids = market.Resting.Where(o => o.IsBuy && o.Ticks >= ticks).Sum(o => o.Remaining);
            var asks = market.Resting.Where(o => !o.IsBuy && o.Ticks <= ticks).Sum(o => o.Remaining);
            var (lots, rest) = (Math.Min(bids, asks), Math.Abs(bids - asks));
            var isBetter = chosen == 0 || lots > most || (lots == most && rest < surplus)
                || (lots == most && rest == surplus && market.Last is { } last && Math.Abs(ticks - last) < Math.Abs(chosen - last));
            if (isBetter) (chosen, most, surplus) = (ticks, lots, rest);
        }

        return (chosen, most);
    }

    /// <summary>Tells what the auction would trade, if that changed.</summary>
    private void Indicate(NaiveMarket market)
    {
        var outcome = market.State == MarketState.Auction ? AuctionOutcome(market) : default;
        if (outcome == market.Indicated) return;
        market.Indicated = outcome;
        if (market.State == MarketState.Auction) _outcome.Notices.Add(new IndicationFact(market.Index, outcome.Ticks, outcome.Lots));
    }
}
