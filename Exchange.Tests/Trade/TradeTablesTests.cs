using Bunit;
using Exchange.Core.Engine;
using Exchange.Core.Matching;
using Exchange.Web.Trade;

namespace Exchange.Tests.Trade;

public sealed class TradeTablesTests
{
    [Fact]
    public void Open_orders_show_what_is_locked_and_can_be_canceled()
    {
        using var world = new TradeWorld();
        world.Limit(TradeWorld.Alice, Side.Buy, 5_000_000, 100);
        var tables = Open(world);
        Assert.Contains("500 USDT", tables.Find("tbody").TextContent);
        Assert.Contains("Open orders (1)", tables.Find("#tab-OpenOrders").TextContent);
        tables.Find("tbody button[aria-label^=Cancel]").Click();
        Assert.Empty(world.Live.OpenOrders(TradeWorld.Alice));
        Assert.Contains("No open orders", tables.Find(".empty").TextContent);
        Assert.Empty((IReadOnlyList<OwnOrderMark>)world.Script.Invocations["publishOwnOrders"][^1].Arguments[0]!);
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(6, true)]
    public void Canceling_all_asks_above_five(int orders, bool asks)
    {
        using var world = new TradeWorld();
        for (var i = 0; i < orders; i++) world.Limit(TradeWorld.Alice, Side.Buy, 5_000_000 + i, 100);
        var tables = Open(world);
        // The click ends when the question is answered, so it is not waited for.
        var click = tables.Find("#cancel-all").ClickAsync();
        if (asks)
        {
            tables.WaitForAssertion(() => Assert.Contains("Cancel all 6 open orders?", tables.Markup));
            Assert.Equal(6, world.Live.OpenOrders(TradeWorld.Alice).Count);
            tables.FindAll(".rz-dialog button").Single(b => b.TextContent.Contains("Cancel 6 orders")).Click();
        }

        tables.WaitForAssertion(() =>
            Assert.Equal($"{orders}/{orders} orders canceled.", tables.Find("#tables-said").TextContent));
        Assert.Empty(world.Live.OpenOrders(TradeWorld.Alice));
        Assert.NotNull(click);
    }

    [Fact]
    public void Balances_put_this_markets_currencies_first()
    {
        using var world = new TradeWorld();
        world.Limit(TradeWorld.Alice, Side.Buy, 5_000_000, 100);
        var tables = Open(world);
        tables.Find("#tab-Balances").Click();
        var rows = tables.FindAll("tbody tr")
            .Select(r => r.QuerySelectorAll("td").Select(c => c.TextContent).ToArray()).ToList();
        Assert.Equal(["10", "0", "10"], rows[0]);
        Assert.Equal(["99500", "500", "100000"], rows[1]);
    }

    [Fact]
    public void A_history_that_cannot_be_read_says_so()
    {
        using var world = new TradeWorld();
        var tables = Open(world);
        tables.Find("#tab-OrderHistory").Click();
        Assert.Contains("cannot be read", tables.Find(".error-text").TextContent);
    }

    [Fact]
    public void Who_is_signed_out_sees_the_way_in()
    {
        using var world = new TradeWorld(signedIn: false);
        Assert.Contains("Sign in", Open(world).Find(".empty a").TextContent);
    }

    private static IRenderedComponent<TradeTables> Open(TradeWorld world) =>
        world.Render<TradeTables>(p => p.Add(t => t.MarketCode, "BTC-USDT"));
}
