using Exchange.Core.Engine;
using Exchange.Core.MarketData;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Web.Feeds;

namespace Exchange.Tests.Feeds;

public sealed class FeedMarketTests
{
    private static readonly Ticker NoTicker =
        new(new MarketId(0), default, default, default, default, default, default);

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(23)]
    public async Task A_snapshot_with_the_updates_after_it_equals_the_engines_book(int seed)
    {
        var random = new Random(seed);
        var exchange = new FakeExchange();
        var markets = new FeedMarkets(exchange, exchange, exchange);
        using var stop = new CancellationTokenSource();
        var batches = exchange.Stream.FollowAsync("test", 1, stop.Token).GetAsyncEnumerator(stop.Token);
        markets.SeedWhenRunning();
        Assert.True(markets.TryFind("btcusdt", out var market));
        ClientBook? client = null;
        for (var step = 0; step < 2000; step++)
        {
            await exchange.CommitAsync(RandomLevel(random), RandomLevel(random));
            Assert.True(await batches.MoveNextAsync());
            markets.Apply(batches.Current);
            if (random.Next(4) == 0 && market.Flush(NoTicker) is { } update) client?.Apply(update);
            if (random.Next(50) == 0) client = new ClientBook(market.View(int.MaxValue));
            if (client is null || random.Next(20) != 0) continue;
            if (market.Flush(NoTicker) is { } last) client.Apply(last);
            client.AssertEquals(exchange.Depth(exchange.Market.Id, int.MaxValue));
        }

        Assert.NotNull(client);
        await stop.CancelAsync();
    }

    [Fact]
    public async Task Events_that_the_depth_includes_are_passed_over_and_a_gap_starts_from_the_depth_again()
    {
        var exchange = new FakeExchange();
        var markets = new FeedMarkets(exchange, exchange, exchange);
        markets.SeedWhenRunning();
        await exchange.CommitAsync(FakeExchange.Level(Side.Buy, 100, 5));
        await exchange.CommitAsync(FakeExchange.Level(Side.Buy, 100, 9));
        await exchange.CommitAsync(FakeExchange.Level(Side.Sell, 200, 4));

        // Only the third is seen: the first two are a gap.
        var third = FakeExchange.Level(Side.Sell, 200, 4);
        third.Sequence = 3;
        markets.Apply(new EventBatch(3, 3, new[] { third }));
        var stale = FakeExchange.Level(Side.Buy, 100, 5);
        stale.Sequence = 1;
        markets.Apply(new EventBatch(1, 1, new[] { stale }));

        Assert.True(markets.TryFind("btcusdt", out var market));
        Assert.NotNull(market.Flush(NoTicker));
        var view = market.View(10);
        Assert.Equal([new DepthLevel(new Price(100), new Quantity(9))], view.Bids);
        Assert.Equal([new DepthLevel(new Price(200), new Quantity(4))], view.Asks);
    }

    [Fact]
    public void A_level_that_is_as_before_makes_no_update()
    {
        var exchange = new FakeExchange();
        var market = new FeedMarket(exchange.Market, Exchange.Core.Markets.MarketState.Open);
        market.Flush(NoTicker);
        var level = FakeExchange.Level(Side.Buy, 100, 5);
        level.Sequence = 1;
        market.Apply(in level);
        level.Quantity = default;
        market.Apply(in level);

        Assert.Null(market.Flush(NoTicker));
    }

    private static EngineEvent RandomLevel(Random random)
    {
        var side = random.Next(2) == 0 ? Side.Buy : Side.Sell;
        var ticks = side == Side.Buy ? random.Next(80, 100) : random.Next(100, 120);
        return FakeExchange.Level(side, ticks, random.Next(3) == 0 ? 0 : random.Next(1, 5));
    }

    private sealed class ClientBook
    {
        private readonly Dictionary<Price, Quantity> _bids;
        private readonly Dictionary<Price, Quantity> _asks;
        private long _seq;

        public ClientBook(FeedView view)
        {
            _seq = view.Seq;
            _bids = view.Bids.ToDictionary(l => l.Price, l => l.Quantity);
            _asks = view.Asks.ToDictionary(l => l.Price, l => l.Quantity);
        }

        public void Apply(FeedUpdate update)
        {
            if (update.Seq <= _seq) return;
            Assert.Equal(_seq + 1, update.Seq);
            _seq = update.Seq;
            Apply(_bids, update.Bids);
            Apply(_asks, update.Asks);
        }

        public void AssertEquals(DepthView depth)
        {
            Assert.Equal(depth.Bids, _bids.OrderByDescending(l => l.Key).Select(l => new DepthLevel(l.Key, l.Value)));
            Assert.Equal(depth.Asks, _asks.OrderBy(l => l.Key).Select(l => new DepthLevel(l.Key, l.Value)));
        }

        private static void Apply(Dictionary<Price, Quantity> side, IReadOnlyList<DepthLevel> changed)
        {
            foreach (var level in changed)
            {
                if (level.Quantity.IsZero) side.Remove(level.Price);
                else side[level.Price] = level.Quantity;
            }
        }
    }
}
