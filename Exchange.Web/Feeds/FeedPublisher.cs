using Exchange.Core.MarketData;
using Exchange.Core.Primitives;

namespace Exchange.Web.Feeds;

/// <summary>The clock of the feeds: makes pending changes public and sends them, each kind at its own pace.</summary>
internal sealed partial class FeedPublisher(
    FeedMarkets markets, MarketSnapshots snapshots, MarketConnections connections, RangerClients ranger,
    IMarketData data, ILiveCandles candles, TimeProvider time, ILogger<FeedPublisher> logger) : BackgroundService
{
    private readonly Dictionary<(MarketId, CandlePeriod), Candle> _sentCandles = [];
    private readonly Dictionary<MarketId, long> _sentBooks = [];
    private IReadOnlyDictionary<string, TickerSummary> _sentTickers = new Dictionary<string, TickerSummary>();

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        EveryAsync(FeedLimits.UpdateInterval, PublishUpdates, stoppingToken),
        EveryAsync(FeedLimits.CandleInterval, PublishCandles, stoppingToken),
        EveryAsync(FeedLimits.BeatInterval, PublishBeat, stoppingToken),
        EveryAsync(FeedLimits.WholeBookInterval, PublishWholeBooks, stoppingToken),
        EveryAsync(FeedLimits.RangerCandleInterval, PublishRangerCandles, stoppingToken),
        EveryAsync(FeedLimits.RangerTickerInterval, PublishRangerTickers, stoppingToken));

    private async Task EveryAsync(TimeSpan interval, Action publish, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) Publish(publish);
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private void Publish(Action publish)
    {
        try
        {
            publish();
        }
        catch (Exception exception)
        {
            // One failed round must not end the feed: the next one begins anew.
            LogFailed(exception);
        }
    }

    private void PublishUpdates()
    {
        markets.SeedWhenRunning();
        foreach (var market in markets.All)
        {
            if (markets.Flush(market, data.Ticker(market.Market.Id)) is not { } update) continue;
            ranger.Post(update);
            PublishChecksum(market, update);
            if (!connections.IsWatched(market.Market.Id)) continue;
            connections.Post("update", snapshots.Of(update), c => c.Market == market.Market.Id);
        }
    }

    private void PublishChecksum(FeedMarket feed, FeedUpdate update)
    {
        var stream = RangerStreams.BookChecksum(feed.Market);
        if (update.LevelChanges > 0 && ranger.IsSubscribed(stream))
            ranger.Post(stream, RangerMessages.Checksum(feed.Market, feed.View(BookChecksum.Levels)));
    }

    private void PublishWholeBooks()
    {
        foreach (var feed in markets.All)
        {
            var stream = RangerStreams.WholeBook(feed.Market);
            if (!ranger.IsSubscribed(stream)) continue;
            var view = feed.View(FeedLimits.RangerSnapshotLevels);
            if (_sentBooks.GetValueOrDefault(feed.Market.Id) == view.LevelSequence) continue;
            _sentBooks[feed.Market.Id] = view.LevelSequence;
            ranger.Post(stream, RangerMessages.WholeBook(feed.Market, view));
        }
    }

    private void PublishCandles()
    {
        var watched = connections.WatchedCandles;
        foreach (var gone in _sentCandles.Keys.Where(key => !watched.Contains(key)).ToList()) _sentCandles.Remove(gone);
        foreach (var feed in markets.All)
        {
            foreach (var (market, period) in watched.Where(w => w.Market == feed.Market.Id))
            {
                if (candles.Running(market, period) is not { } candle) continue;
                if (_sentCandles.GetValueOrDefault((market, period)) == candle) continue;
                _sentCandles[(market, period)] = candle;
                var message = new CandleMessage(feed.Market.Code, period.Name, CandleMessage.Row(feed.Market, candle));
                connections.Post("candle", message, c => c.Candle == (market, period));
            }
        }
    }

    private void PublishBeat()
    {
        ranger.CutOffStalled();
        connections.Post("beat", new BeatMessage(time.GetUtcNow().ToUnixTimeMilliseconds()));
        var tickers = snapshots.Tickers();
        if (tickers.Count == _sentTickers.Count && !tickers.Except(_sentTickers).Any()) return;
        _sentTickers = tickers;
        connections.Post("tickers", tickers);
    }

    private void PublishRangerCandles()
    {
        foreach (var feed in markets.All)
        {
            foreach (var period in CandlePeriod.All)
            {
                var stream = RangerStreams.Candle(feed.Market, period);
                if (!ranger.IsSubscribed(stream)) continue;
                if (candles.Running(feed.Market.Id, period) is { } candle)
                    ranger.Post(stream, RangerMessages.Candle(stream, feed.Market, candle));
            }
        }
    }

    private void PublishRangerTickers()
    {
        if (!ranger.IsSubscribed(RangerStreams.Tickers)) return;
        var tickers = markets.All.Select(feed => (feed.Market, data.Ticker(feed.Market.Id)));
        ranger.Post(RangerStreams.Tickers, RangerMessages.Tickers(tickers, time.GetUtcNow()));
    }

    [LoggerMessage(LogLevel.Error, "A round of the feeds failed")]
    private partial void LogFailed(Exception exception);
}
