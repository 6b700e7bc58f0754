using Exchange.Core.Engine;
using Exchange.Core.MarketData;
using Exchange.Core.Markets;

namespace Exchange.Web.Feeds;

/// <summary>Writes markets as the market hub shows them.</summary>
internal sealed class MarketSnapshots(FeedMarkets markets, IEngineReadState live, IMarketData data, TimeProvider time)
{
    /// <summary>A market as of its last step.</summary>
    public MarketSnapshot Of(FeedMarket feed)
    {
        var (market, view) = (feed.Market, feed.View(FeedLimits.SnapshotLevels));
        return new MarketSnapshot(
            market.Code, view.Seq, view.State.Text(), Levels(market, view.Bids), Levels(market, view.Asks),
            [.. Trades(market, view).Select(trade => TradeMessage.For(market, trade))],
            TickerMessage.For(market, data.Ticker(market.Id), time.GetUtcNow()))
        {
            Auction = AuctionMessage.For(market, live.Auction(market.Id), time.GetUtcNow()),
        };
    }

    /// <summary>A step as a message.</summary>
    public UpdateMessage Of(FeedUpdate update)
    {
        var market = update.Market;
        return new UpdateMessage(
            market.Code, update.Seq - 1, update.Seq, Levels(market, update.Bids), Levels(market, update.Asks),
            [.. update.Trades.TakeLast(FeedLimits.TradesPerUpdate).Select(trade => TradeMessage.For(market, trade))])
        {
            Ticker = update.Ticker is { } ticker ? TickerMessage.For(market, ticker, time.GetUtcNow()) : null,
            State = update.State?.Text(),
            Auction = AuctionMessage.For(market, update.Auction?.View, time.GetUtcNow()),
        };
    }

    /// <summary>All markets by code.</summary>
    public IReadOnlyDictionary<string, TickerSummary> Tickers() => markets.All.ToDictionary(
        feed => feed.Market.Code,
        feed =>
        {
            var (market, ticker) = (feed.Market, data.Ticker(feed.Market.Id));
            return new TickerSummary(
                market.Text(ticker.Last), ticker.ChangePercent(), market.Text(ticker.BaseVolume),
                ticker.QuoteVolume.Format(market.PricePrecision), feed.View(0).State.Text());
        });

    /// <summary>
    /// Trades of the steps made here, and older ones from the market data, which follows the same events by itself:
    /// what it has beyond the last step comes with the next one.
    /// </summary>
    private IEnumerable<PublicTrade> Trades(Market market, FeedView view)
    {
        var older = data.RecentTrades(market.Id, FeedLimits.SnapshotTrades);
        var oldest = view.Trades.Count > 0 ? view.Trades[^1].Id.Value : long.MaxValue;
        return view.Trades.Concat(older.Where(t => t.Id.Value < oldest)).Take(FeedLimits.SnapshotTrades);
    }

    private static List<string[]> Levels(Market market, IReadOnlyList<DepthLevel> levels) =>
        [.. levels.Select(level => new[]
        {
            market.Text(level.Price), level.Quantity.IsZero ? "0" : market.Text(level.Quantity),
        })];
}
