using Bunit;
using Exchange.Core.Engine;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Web.Trade;

namespace Exchange.Tests.Trade;

/// <summary>Open orders of every kind in their table, and changing one there.</summary>
public sealed class OpenOrdersTests
{
    [Fact]
    public void A_waiting_order_says_what_it_waits_for_and_has_no_mark_in_the_book()
    {
        using var world = TradeWorld.Traded();
        world.Do(Command.MarketOrder(TradeWorld.Alice, world.Market.Id, Side.Sell, new Quantity(5_000),
            conditions: new OrderConditions { Trigger = TriggerKind.Stop, TriggerPrice = new Price(5_900_000) }));
        var tables = Open(world);
        Assert.Equal("Stop market Waiting last ≤ 59000.00", Words(tables.Find("td.type").TextContent));
        Assert.Equal("Market", tables.FindAll("tbody td")[3].TextContent);
        Assert.Contains("0.5 BTC", tables.Find("tbody").TextContent);
        Assert.Empty(tables.FindAll("button[aria-label^=Edit]"));
        Assert.Empty((IReadOnlyList<OwnOrderMark>)world.Script.Invocations["publishOwnOrders"][^1].Arguments[0]!);
        tables.Find("button[aria-label^='Cancel order']").Click();
        Assert.Empty(world.Live.OpenOrders(TradeWorld.Alice));
    }

    [Fact]
    public void Trail_display_and_expiry_are_shown()
    {
        using var world = TradeWorld.Traded();
        world.Do(Command.MarketOrder(TradeWorld.Alice, world.Market.Id, Side.Sell, new Quantity(5_000),
            conditions: new OrderConditions { Trigger = TriggerKind.TrailingStop, TrailBasisPoints = 125 }));
        world.Do(Command.LimitOrder(TradeWorld.Alice, world.Market.Id, Side.Buy, new Price(5_000_000), new Quantity(500),
            TimeInForce.GoodTilDate,
            conditions: new OrderConditions { Display = new Quantity(100), ExpiresMicroseconds = 1_728_086_400_000_000 }));
        var cells = Open(world).FindAll("td.type").Select(c => Words(c.TextContent)).ToList();
        Assert.Equal("Iceberg, GTD shows 0.0100 until 2024-10-05 00:00:00 UTC", cells[0]);
        Assert.Equal("Trailing stop market Waiting began at last ≤ 59250.00 · trails by 1.25 %", cells[1]);
    }

    [Fact]
    public void A_pair_stands_together_and_shares_one_reservation()
    {
        using var world = TradeWorld.Traded();
        world.Do(Command.OneCancelsOther(TradeWorld.Alice, world.Market.Id, Side.Sell, new Price(6_500_000), new Quantity(5_000),
            new OrderConditions { TriggerPrice = new Price(5_900_000) }));
        world.Limit(TradeWorld.Alice, Side.Buy, 5_000_000, 100);
        var tables = Open(world);
        Assert.Equal([null, "pair-start", "pair-end"], tables.FindAll("tbody tr").Select(r => r.GetAttribute("class")));
        Assert.Equal(["500 USDT", "0.5 BTC", "shared"], tables.FindAll("tbody tr").Select(r => r.Children[6].TextContent));
        tables.FindAll("tr.pair-end button[aria-label^='Cancel order']")[0].Click();
        Assert.Single(world.Live.OpenOrders(TradeWorld.Alice));
    }

    [Theory]
    [InlineData("50000", "0.005", "Keeps its place in the queue.")]
    [InlineData("50000.00", "0.0200", "Goes behind")]
    [InlineData("50001", "0.01", "Goes behind")]
    [InlineData("50000", "0.01", null)]
    [InlineData("", "0.01", null)]
    [InlineData("50000", "1,5", null)]
    public void Before_saving_it_is_said_what_becomes_of_the_place(string price, string size, string? expected)
    {
        using var world = new TradeWorld();
        var order = world.Live.OpenOrder(world.Limit(TradeWorld.Alice, Side.Buy, 5_000_000, 100).Order)!;
        var effect = AmendmentEffect.Effect(world.Market, order, price, size);
        if (expected is null) Assert.Null(effect);
        else Assert.StartsWith(expected, effect);
    }

    [Fact]
    public void An_order_is_changed_in_its_place()
    {
        using var world = new TradeWorld();
        var id = world.Limit(TradeWorld.Alice, Side.Buy, 5_000_000, 100).Order;
        var tables = Open(world);
        tables.Find("button[aria-label^=Edit]").Click();
        Assert.Equal("50000.00", tables.Find("#amend-price").GetAttribute("value"));
        Assert.True(tables.Find("#amend-save").HasAttribute("disabled"));
        tables.Find("#amend-size").Input("0.005");
        Assert.StartsWith("Keeps its place", tables.Find("#amend-effect").TextContent);
        tables.Find("form.amend").Submit();
        Assert.Equal((id, 50), (world.Live.OpenOrders(TradeWorld.Alice)[0].Id, world.Live.OpenOrders(TradeWorld.Alice)[0].Quantity.Lots));
        Assert.Empty(tables.FindAll("form.amend"));
        Assert.StartsWith("Order changed.", tables.Find("#tables-said").TextContent);
    }

    [Theory]
    [InlineData("50000.005", "0.01", "#amend-price-error", "tick size")]
    [InlineData("50000", "0.00005", "#amend-size-error", "lot size")]
    [InlineData("50000", "9", "#amend-size-error", "It takes 450000 USDT; you have 100000 USDT")]
    public void A_refused_change_is_said_at_its_field_and_changes_nothing(string price, string size, string field, string text)
    {
        using var world = new TradeWorld();
        world.Limit(TradeWorld.Alice, Side.Buy, 5_000_000, 100);
        var tables = Open(world);
        tables.Find("button[aria-label^=Edit]").Click();
        tables.Find("#amend-price").Input(price);
        tables.Find("#amend-size").Input(size);
        tables.Find("form.amend").Submit();
        Assert.Contains(text, tables.Find(field).TextContent);
        Assert.Equal(100, world.Live.OpenOrders(TradeWorld.Alice)[0].Quantity.Lots);
    }

    [Fact]
    public void An_order_that_is_gone_takes_its_form_along()
    {
        using var world = new TradeWorld();
        world.Limit(TradeWorld.Alice, Side.Buy, 5_000_000, 100);
        world.Limit(TradeWorld.Alice, Side.Buy, 5_000_100, 100);
        var tables = Open(world);
        tables.FindAll("button[aria-label^=Edit]")[0].Click();
        Assert.Single(tables.FindAll("form.amend"));
        tables.FindAll("button[aria-label^='Cancel order']")[0].Click();
        Assert.Empty(tables.FindAll("form.amend"));
    }

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static IRenderedComponent<TradeTables> Open(TradeWorld world) =>
        world.Render<TradeTables>(p => p.Add(t => t.MarketCode, "BTC-USDT"));
}
