using Exchange.Core.MarketData;
using Exchange.Core.Primitives;

namespace Exchange.Tests.MarketData;

public sealed class TickerWindowTests
{
    private static readonly MarketId Market = new(0);

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void The_ticker_equals_a_plain_sum_over_the_last_1440_minutes(int seed)
    {
        var random = new Random(seed);
        var window = new TickerWindow(Market);
        var trades = new List<(long Minute, Price Price, Quantity Quantity, Amount Notional)>();
        var minute = 28_000_000L;
        for (var i = 0; i < 1500; i++)
        {
            minute += random.Next(0, 6) == 0 ? random.Next(0, 300) : 0;
            var price = new Price(random.Next(50, 60));
            var trade = (minute, price, new Quantity(random.Next(1, 9)), Amount.FromWhole(random.Next(1, 99)));
            trades.Add(trade);
            window.Add(trade.minute, trade.Item2, trade.Item3, trade.Item4);

            var now = minute + random.Next(0, 3) * 400;
            Assert.Equal(Plain(trades, now), window.At(now));
        }
    }

    [Fact]
    public void After_a_day_without_a_trade_only_the_last_price_is_left()
    {
        var window = new TickerWindow(Market);
        window.Add(5000, new Price(7), new Quantity(1), Amount.FromWhole(7));

        Assert.Equal(new Price(7), window.At(5000 + TickerWindow.Minutes - 1).High);
        var later = window.At(5000 + TickerWindow.Minutes);

        Assert.Equal(new Ticker(Market, new Price(7), default, default, default, default, default), later);
        Assert.Equal(0, later.ChangeBasisPoints);
    }

    private static Ticker Plain(List<(long Minute, Price Price, Quantity Quantity, Amount Notional)> trades, long now)
    {
        var within = trades.Where(t => t.Minute > now - TickerWindow.Minutes).ToList();
        var last = trades[^1].Price;
        if (within.Count == 0) return new Ticker(Market, last, default, default, default, default, default);
        return new Ticker(
            Market, last, within[0].Price, within.Max(t => t.Price), within.Min(t => t.Price),
            new Quantity(within.Sum(t => t.Quantity.Lots)),
            within.Aggregate(Amount.Zero, (sum, t) => sum + t.Notional));
    }
}
