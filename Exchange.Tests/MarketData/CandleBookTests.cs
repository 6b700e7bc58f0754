using Exchange.Core.MarketData;
using Exchange.Core.Primitives;

namespace Exchange.Tests.MarketData;

public sealed class CandleBookTests
{
    private sealed record SomeTrade(long Seconds, Price Price, Quantity Quantity);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Candles_of_every_period_equal_those_of_a_plain_grouping(int seed)
    {
        var trades = SomeTrades(new Random(seed), count: 2000);
        var book = new CandleBook();
        foreach (var trade in trades) book.Add(trade.Seconds, trade.Price, trade.Quantity);

        foreach (var period in CandlePeriod.All)
        {
            var expected = trades.GroupBy(t => period.OpenTimeSeconds(t.Seconds)).OrderBy(g => g.Key)
                .Select(g => Grouped(g.Key, [.. g])).TakeLast(CandleBook.CandlesKept);
            Assert.Equal(expected, book.Newest(period));
        }
    }

    [Fact]
    public void Joined_candles_have_no_gaps_and_the_newer_of_two_counts()
    {
        var minute = new CandlePeriod(1);
        var range = new CandleRange(minute, 120, 360);
        Candle[] stored = [At(0, 5, 1), At(180, 7, 1)];
        Candle[] live = [At(180, 7, 3), At(300, 9, 1)];

        var joined = CandleSeries.Merge(range, stored, live);

        Assert.Equal([At(120, 5, 0), At(180, 7, 3), At(240, 7, 0), At(300, 9, 1), At(360, 9, 0)], joined);
    }

    [Fact]
    public void Nothing_stands_before_the_first_trade()
    {
        var range = new CandleRange(new CandlePeriod(1), 0, 180);

        Assert.Equal([At(120, 4, 1), At(180, 4, 0)], CandleSeries.Merge(range, [], [At(120, 4, 1)]));
        Assert.Empty(CandleSeries.Merge(range, [], []));
    }

    [Fact]
    public void A_range_ends_now_and_is_never_larger_than_allowed()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_000_000);
        var minute = new CandlePeriod(1);

        var last = CandleRange.For(minute, null, null, 30, now);
        var all = CandleRange.For(minute, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 30, now);

        Assert.Equal(minute.OpenTimeSeconds(1_000_000), last.Last);
        Assert.Equal(29 * 60, last.Last - last.First);
        Assert.Equal((IMarketData.MaxCandles - 1) * 60L, all.Last - all.First);
        Assert.True(CandleRange.For(minute, now, now.AddDays(-1), 30, now).IsEmpty);
        Assert.True(CandleRange.For(minute, null, null, 0, now).IsEmpty);
    }

    private static Candle At(long time, long ticks, long lots) => new(
        time, new Price(ticks), new Price(ticks), new Price(ticks), new Price(ticks), new Quantity(lots));

    private static Candle Grouped(long openTime, List<SomeTrade> trades) => new(
        openTime, trades[0].Price, trades.Max(t => t.Price), trades.Min(t => t.Price), trades[^1].Price,
        new Quantity(trades.Sum(t => t.Quantity.Lots)));

    private static List<SomeTrade> SomeTrades(Random random, int count)
    {
        var seconds = 1_700_000_000L;
        return [.. Enumerable.Range(0, count).Select(_ => new SomeTrade(
            seconds += random.Next(0, 400), new Price(random.Next(90, 111)), new Quantity(random.Next(1, 50))))];
    }
}
