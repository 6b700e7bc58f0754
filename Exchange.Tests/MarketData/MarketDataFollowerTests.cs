using Exchange.Core.Engine;
using Exchange.Core.MarketData;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exchange.Tests.MarketData;

public sealed class MarketDataFollowerTests
{
    private static readonly MarketId Market = new(0);
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task Trades_of_the_tables_and_redelivered_batches_count_once()
    {
        var history = new FakeHistory(At(sequence: 5, trades: 3));
        var data = await FollowAsync(history, Batch(1, 3, Trade(1, 1)), Batch(4, 6, Trade(3, 5), Trade(4, 6)),
            Batch(4, 6, Trade(3, 5), Trade(4, 6)), Batch(7, 7, Trade(5, 7)));

        Assert.Equal([5, 4, 3, 2, 1], data.RecentTrades(Market, 100).Select(t => (int)t.Id.Value));
        Assert.Equal(new Quantity(5), data.Ticker(Market).BaseVolume);
        Assert.Equal(new Quantity(5), data.Running(Market, new CandlePeriod(10080))!.Volume);
    }

    [Fact]
    public async Task When_the_stream_begins_later_the_tables_are_read_again_until_they_are_there()
    {
        var history = new FakeHistory(At(0, 0), At(4, 2), At(9, 3));
        var data = await FollowAsync(history, Batch(9, 10, Trade(3, 9), Trade(4, 10)));

        Assert.Equal(3, history.Reads);
        Assert.Equal([4, 3, 2, 1], data.RecentTrades(Market, 100).Select(t => (int)t.Id.Value));
        Assert.Equal(new Quantity(4), data.Ticker(Market).BaseVolume);
    }

    private static async Task<LiveMarketData> FollowAsync(FakeHistory history, params EventBatch[] batches)
    {
        var hub = new EventHub();
        var data = new LiveMarketData(history, TimeProvider.System);
        using var follower = new MarketDataFollower(
            data, history, hub, TimeProvider.System, NullLogger<MarketDataFollower>.Instance);
        await follower.StartAsync(CancellationToken.None);
        foreach (var batch in batches) await hub.PublishAsync(batch, CancellationToken.None);
        hub.Complete();
        await follower.ExecuteTask!.WaitAsync(TimeSpan.FromMinutes(1));
        return data;
    }

    private static EventBatch Batch(long first, long last, params EngineEvent[] events) => new(first, last, events);

    private static EngineEvent Trade(long id, long sequence) => new()
    {
        Kind = EventKind.Traded,
        Sequence = sequence,
        Trade = new TradeId(id),
        Side = Side.Buy,
        Price = new Price(10),
        Quantity = new Quantity(1),
        Amount = Amount.FromWhole(1),
        AtMicroseconds = Clock.ToMicroseconds(Now),
    };

    private static MarketHistories At(long sequence, int trades)
    {
        if (trades == 0) return new MarketHistories(sequence, []);
        var price = new Price(10);
        Candle Candle(CandlePeriod period) => new(
            period.OpenTimeSeconds(Now.ToUnixTimeSeconds()), price, price, price, price, new Quantity(trades));
        var tape = Enumerable.Range(1, trades).Select(id => new PublicTrade(
            new TradeId(id), Market, price, new Quantity(1), Side.Buy, Clock.ToMicroseconds(Now)));
        return new MarketHistories(sequence, [new MarketHistory(
            Market, price, [.. tape], [new MinuteHistory(Candle(new CandlePeriod(1)), Amount.FromWhole(trades))],
            [.. CandlePeriod.All.Select(period => (period, Candle(period)))])]);
    }

    private sealed class FakeHistory(params MarketHistories[] answers) : IMarketHistory
    {
        public int Reads { get; private set; }

        public Task<MarketHistories> LoadAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
            Task.FromResult(answers[Math.Min(Reads++, answers.Length - 1)]);

        public ValueTask<IReadOnlyList<Candle>> CandlesAsync(
            MarketId market, CandleRange range, CancellationToken cancellationToken) => new([]);
    }
}
