using Exchange.Core.Primitives;
using Exchange.Core.Wallets;

namespace Exchange.Tests.Wallets;

public sealed class ValuationTests
{
    private static readonly MemberId Alice = new(1);

    /// <summary>Markets: btcusdt at 64250.01, ethusdt at 3120.03, xyzbtc never traded.</summary>
    [Theory]
    [InlineData("itself", "1.5", "btc", "btc", "1.5")]
    [InlineData("direct", "2", "btc", "usdt", "128500.02")]
    [InlineData("direct, rounded down", "0.00000001", "btc", "usdt", "0.000642")]
    [InlineData("inverse: 1 / 64250.01", "1", "usdt", "btc", "0.00001556")]
    [InlineData("inverse, exact", "64250.01", "usdt", "btc", "1")]
    [InlineData("inverse, below the smallest step", "0.0006", "usdt", "btc", "0")]
    [InlineData("one hop: 3120.03 / 64250.01", "1", "eth", "btc", "0.04856077")]
    [InlineData("one hop, rounded once: not twice", "20", "btc", "eth", "411.855078316554648512")]
    [InlineData("a market without a trade", "1", "xyz", "btc", null)]
    [InlineData("no way there", "1", "xyz", "usdt", null)]
    [InlineData("nothing is worth nothing", "0", "xyz", "usdt", "0")]
    [InlineData("too large to write down", "99999999999999999999", "btc", "usdt", null)]
    public void An_amount_is_worth(string what, string amount, string from, string to, string? worth)
    {
        var catalog = PricedCatalog.WithFourCurrencies()
            .Trading("btc", "usdt", "64250.01").Trading("eth", "usdt", "3120.03").Trading("xyz", "btc", null);
        var value = new Valuation(catalog, catalog).ValueOf(Amount.Parse(amount), catalog[from], catalog[to]);

        Assert.True(worth == value?.ToString(), $"{what}: {value?.ToString() ?? "unknown"}");
    }

    [Fact]
    public void An_overview_has_every_currency_and_says_what_the_total_leaves_out()
    {
        var catalog = PricedCatalog.WithFourCurrencies().Trading("btc", "usdt", "50000.00")
            .Holding(Alice, "btc", "1", "0.5").Holding(Alice, "usdt", "10").Holding(Alice, "xyz", "7");
        var queries = new BalanceQueries(catalog, catalog, new Valuation(catalog, catalog));

        var overview = queries.Overview(Alice, queries.QuoteOrFirst(null));

        Assert.Equal("usdt", overview.Quote?.Code);
        Assert.Equal(["btc", "eth", "usdt", "xyz"], overview.Balances.Select(b => b.Currency.Code));
        Assert.Equal(["75000", "0", "10", null], overview.Balances.Select(b => b.Value?.ToString()));
        Assert.Equal(Amount.Parse("75010"), overview.TotalValue);
        Assert.Equal(1, overview.UnvaluedCount);
        Assert.All(queries.Overview(new MemberId(2), overview.Quote).Balances, b => Assert.True(b.Total.IsZero));
    }

    [Fact]
    public void Without_a_market_nothing_has_a_value()
    {
        var catalog = PricedCatalog.WithFourCurrencies().Holding(Alice, "btc", "1");
        var queries = new BalanceQueries(catalog, catalog, new Valuation(catalog, catalog));

        var overview = queries.Overview(Alice, queries.QuoteOrFirst("usdt"));

        Assert.Null(overview.Quote);
        Assert.Null(overview.TotalValue);
    }
}
