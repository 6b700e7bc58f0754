using Exchange.Core.MarketData;
using Microsoft.AspNetCore.SignalR;

namespace Exchange.Web.Feeds;

/// <summary>Public prices for the browser. The contract stands in docs/feeds.md.</summary>
internal sealed class MarketHub(
    FeedMarkets markets, MarketSnapshots snapshots, MarketConnections connections, IMarketData data) : Hub
{
    /// <summary>Where the hub is.</summary>
    public const string Path = "/hubs/market";

    private const string UnknownMarket = "public.market.doesnt_exist";
    private const string UnknownPeriod = "public.k_line.invalid_period";

    /// <summary>Watches a market instead of the one before, and returns it as it is.</summary>
    public MarketSnapshot Watch(string marketCode)
    {
        var market = Find(marketCode);
        // Updates must flow before the snapshot is taken; the reader drops those that the snapshot includes.
        if (connections.Find(Context.ConnectionId) is { } connection) connection.Market = market.Market.Id;
        return snapshots.Of(market);
    }

    /// <summary>All markets in one look.</summary>
    public IReadOnlyDictionary<string, TickerSummary> Tickers() => snapshots.Tickers();

    /// <summary>Watches a candle instead of the one before, and returns the last ones.</summary>
    public async Task<IReadOnlyList<object[]>> WatchCandles(string marketCode, string period)
    {
        var market = Find(marketCode).Market;
        var length = CandlePeriod.All.FirstOrDefault(p => p.Name == period);
        if (!length.IsKept) throw new HubException(UnknownPeriod);
        if (connections.Find(Context.ConnectionId) is { } connection) connection.Candle = (market.Id, length);
        var candles = await data.CandlesAsync(
            market.Id, length, null, null, FeedLimits.SnapshotCandles, Context.ConnectionAborted);
        return [.. candles.Select(candle => CandleMessage.Row(market, candle))];
    }

    private FeedMarket Find(string? marketCode) =>
        marketCode is not null && markets.TryFind(marketCode, out var market)
            ? market
            : throw new HubException(UnknownMarket);
}
