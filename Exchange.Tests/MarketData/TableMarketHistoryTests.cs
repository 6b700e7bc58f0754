using Exchange.Core.Engine;
using Exchange.Core.MarketData;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Exchange.Tests.Engine;
using Exchange.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exchange.Tests.MarketData;

public sealed class TableMarketHistoryTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task What_the_projector_wrote_equals_what_the_events_say()
    {
        var rig = await EngineRig.StartAsync(database.ConnectionString);
        var history = new TableMarketHistory(rig.Get<IDbContextFactory<ExchangeDbContext>>());
        var time = new HeldTime();
        var live = new LiveMarketData(new FakeNothing(), time);
        using var follower = new MarketDataFollower(
            live, new FakeNothing(), rig.Get<IEventStream>(), TimeProvider.System,
            NullLogger<MarketDataFollower>.Instance);
        await follower.StartAsync(CancellationToken.None);
        var market = await rig.OpenBtcUsdtAsync();
        await rig.TradeAsync(seed: 5, orders: 500);
        await rig.StopAsync(); // followers read what is left and end
        await follower.ExecuteTask!;
        var sequence = rig.Live.Sequence;

        // Both are asked at one moment: a minute that ends in between would make them differ.
        time.Hold();
        var stored = new LiveMarketData(history, time);
        var histories = await history.LoadAsync(time.GetUtcNow(), CancellationToken.None);
        stored.Seed(histories);

        Assert.Equal(sequence, histories.Sequence);
        Assert.NotEmpty(live.RecentTrades(market.Id, 10));
        Assert.Equal(live.RecentTrades(market.Id, 1000), stored.RecentTrades(market.Id, 1000));
        Assert.Equal(live.Ticker(market.Id) with { }, stored.Ticker(market.Id));
        foreach (var period in CandlePeriod.All)
        {
            var candles = await stored.CandlesAsync(market.Id, period, null, null, 10, CancellationToken.None);
            var expected = await live.CandlesAsync(market.Id, period, null, null, 10, CancellationToken.None);
            Assert.Equal(expected, candles);
        }

        await rig.DisposeAsync();
    }

    /// <summary>The system's clock, until it is held.</summary>
    private sealed class HeldTime : TimeProvider
    {
        private DateTimeOffset? _held;

        public void Hold() => _held = base.GetUtcNow();

        public override DateTimeOffset GetUtcNow() => _held ?? base.GetUtcNow();
    }

    private sealed class FakeNothing : IMarketHistory
    {
        public Task<MarketHistories> LoadAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
            Task.FromResult(new MarketHistories(0, []));

        public ValueTask<IReadOnlyList<Candle>> CandlesAsync(
            MarketId market, CandleRange range, CancellationToken cancellationToken) => new([]);
    }
}
