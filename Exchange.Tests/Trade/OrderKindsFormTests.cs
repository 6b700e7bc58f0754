using Bunit;
using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Web.Trade;

namespace Exchange.Tests.Trade;

/// <summary>The order form with the kinds beyond limit and market, down to what the engine makes of them.</summary>
public sealed class OrderKindsFormTests
{
    private const long NextDay = 1_728_086_400_000;
    [Fact]
    public void A_limit_order_shows_no_field_of_another_kind()
    {
        using var world = new TradeWorld();
        var form = Open(world);
        Assert.Equal(
            ["order-price", "order-size"], form.FindAll(".input").Select(i => i.Id).Where(id => id != "order-share"));
        form.Find("#order-type-market").Click();
        Assert.Equal(["order-size"], form.FindAll(".input").Select(i => i.Id));
    }

    [Theory]
    [InlineData(OrderKind.Stop, "order-trigger order-size")]
    [InlineData(OrderKind.TakeProfit, "order-trigger order-size")]
    [InlineData(OrderKind.TrailingStop, "order-trail order-size")]
    [InlineData(OrderKind.OneCancelsOther, "order-price order-trigger order-size")]
    public void Each_kind_shows_what_it_needs(OrderKind kind, string fields)
    {
        using var world = new TradeWorld();
        var form = Open(world, kind);
        Assert.Equal(fields.Split(' '), form.FindAll(".input").Select(i => i.Id));
        form.Find("#order-then-limit").Click();
        var more = kind == OrderKind.OneCancelsOther ? "order-stop-price" : "order-price";
        Assert.Equal([.. fields.Split(' ')[..^1], more, "order-size"], form.FindAll(".input").Select(i => i.Id));
    }

    [Fact]
    public void A_stop_order_waits_and_its_terms_are_the_engines()
    {
        using var world = TradeWorld.Traded();
        var form = Open(world, OrderKind.Stop);
        form.Find("#order-side-sell").Click();
        form.Find("#order-trigger").Input("59000");
        form.Find("#order-size").Input("0.5");
        Assert.Equal("Sell 0.5 BTC · Stop", form.Find("#order-submit").TextContent.Trim());
        Assert.Contains("53100.00 USDT", form.Find("#order-preview").TextContent);
        form.Find("form").Submit();
        Assert.Equal(
            "Order waiting: sell 0.5000 BTC when the last price falls to 59000.00 USDT.", form.Find("#order-result").TextContent);
        var order = Assert.Single(world.Live.OpenOrders(TradeWorld.Alice));
        Assert.Equal(
            (TriggerKind.Stop, true, 5_900_000),
            (order.Trigger, order.IsPending, order.TriggerPrice.Ticks));
    }

    [Fact]
    public void What_the_form_says_is_locked_is_what_the_engine_locks()
    {
        using var world = TradeWorld.Traded();
        var form = Open(world, OrderKind.TrailingStop);
        form.Find("#order-trail").Input("1.5");
        form.Find("#order-size").Input("0.5");
        Assert.Contains("33495 USDT", form.Find("#order-preview").TextContent);
        form.Find("form").Submit();
        Assert.Equal(
            "Order waiting: buy 0.5000 BTC, began at last ≥ 60900.00 · trails by 1.5 %.", form.Find("#order-result").TextContent);
        Assert.Equal("33495", world.Live.Balance(TradeWorld.Alice, world.Market.Quote.Id).Locked.ToString());
    }

    [Fact]
    public void A_pair_is_placed_as_two_orders_that_know_each_other()
    {
        using var world = TradeWorld.Traded();
        var form = Open(world, OrderKind.OneCancelsOther);
        form.Find("#order-side-sell").Click();
        form.Find("#order-price").Input("65000");
        form.Find("#order-trigger").Input("59000");
        form.Find("#order-size").Input("0.5");
        form.Find("form").Submit();
        Assert.StartsWith("Both orders open", form.Find("#order-result").TextContent);
        var orders = world.Live.OpenOrders(TradeWorld.Alice).OrderBy(o => o.Id.Value).ToList();
        Assert.Equal((orders[1].Id, orders[0].Id), (orders[0].LinkedOrder, orders[1].LinkedOrder));
        Assert.Equal("9.5", world.Live.Balance(TradeWorld.Alice, world.Market.Base.Id).Available.ToString());
    }

    [Fact]
    public void A_market_order_by_its_total_spends_at_most_that()
    {
        using var world = new TradeWorld();
        world.Limit(TradeWorld.Bob, Side.Sell, 6_000_000, 10_000);
        var form = Open(world);
        form.Find("#order-type-market").Click();
        form.Find("#order-by-total").Click();
        form.Find("#order-size").Input("500");
        Assert.Equal("Buy BTC for 500 USDT", form.Find("#order-submit").TextContent.Trim());
        Assert.Contains("≈ 498 USDT", form.Find("#order-preview").TextContent);
        form.Find("form").Submit();
        Assert.StartsWith("Bought 0.0083 BTC", form.Find("#order-result").TextContent);
        Assert.Equal("99502", world.Live.Balance(TradeWorld.Alice, world.Market.Quote.Id).Available.ToString());
    }

    [Fact]
    public void An_iceberg_shows_its_display_in_the_book()
    {
        using var world = new TradeWorld();
        var form = Open(world);
        form.Find("#order-side-sell").Click();
        form.Find("#order-advanced").Click();
        form.Find("#order-display").Input("0.1");
        form.Find("#order-size").Input("0.5");
        form.Find("#order-self-trade").Change("Decrement");
        form.Find("form").Submit();
        Assert.Equal(1_000, world.Live.Depth(world.Market.Id, 1).Asks[0].Quantity.Lots);
        Assert.Equal(SelfTradePrevention.Decrement, world.Orders[0].SelfTradePrevention);
        form.Find("#order-advanced").Click();
        Assert.Equal("shows 0.1 · own orders: reduce both", form.Find("#order-choices").TextContent);
    }

    [Fact]
    public void A_date_is_asked_for_in_the_browsers_time_and_sent_as_a_moment()
    {
        using var world = new TradeWorld();
        world.Script.Setup<LocalMoment?>("momentAt", _ => true).SetResult(new LocalMoment("2024-10-05T02:00:00", NextDay, "UTC+02:00"));
        var form = Open(world);
        form.Find("#order-advanced").Click();
        form.Find("#order-tif").Change("GoodTilDate");
        form.WaitForAssertion(() => Assert.Equal("2024-10-05T02:00:00", form.Find("#order-expires").GetAttribute("value")));
        Assert.Contains("UTC+02:00", form.Find("label[for=order-expires]").TextContent);
        Assert.Equal("in 1 d 0 h", form.Find("#order-expires-in").TextContent);
        form.Find("#order-size").Input("0.5");
        form.Find("form").Submit();
        Assert.Equal(NextDay * 1000, Assert.Single(world.Live.OpenOrders(TradeWorld.Alice)).ExpiresMicroseconds);
    }

    [Fact]
    public void A_date_that_the_browser_does_not_understand_is_asked_for_again()
    {
        using var world = new TradeWorld();
        var form = Open(world);
        form.Find("#order-advanced").Click();
        form.Find("#order-tif").Change("GoodTilDate");
        form.Find("#order-expires").Change("nonsense");
        form.Find("#order-size").Input("0.5");
        form.Find("form").Submit();
        Assert.Equal("Enter when the order expires.", form.Find("#order-expires-error").TextContent);
        Assert.Empty(world.Orders);
    }

    [Fact]
    public void The_engines_refusal_is_said_at_its_field()
    {
        using var world = TradeWorld.Traded();
        world.Do(Command.SetMarketProtection(MarketProtection.Off(world.Market.Id) with { BandBasisPoints = 100 }));
        var form = Open(world);
        form.Find("#order-price").Input("61000");
        form.Find("#order-size").Input("0.5");
        form.Find("form").Submit();
        Assert.Contains("price band", form.Find("#order-price-error").TextContent);
        Assert.Equal("true", form.Find("#order-price").GetAttribute("aria-invalid"));
    }

    [Fact]
    public void A_draft_of_any_kind_comes_back_with_all_its_fields()
    {
        var kept = new OrderDraft
        {
            Kind = OrderKind.OneCancelsOther,
            Side = Side.Sell,
            Price = "65000",
            Trigger = "59000",
            IsLimitAtTrigger = true,
            StopPrice = "58900",
            Size = "0.5",
            TimeInForce = TimeInForce.GoodTilDate,
            Expires = "2024-10-05T02:00:00",
            ExpiresAt = NextDay,
            SelfTrade = SelfTradePrevention.CancelBoth,
            Trail = "2",
            TrailIsPercent = false,
            Display = "0.1",
            IsTotal = true,
            Worst = "1",
        };
        Assert.True(OrderDraft.TryParse(kept.ToJson(), out var draft));
        Assert.Equal(kept, draft);
        using var world = new TradeWorld();
        world.Script.Setup<string?>("loadDraft", "BTC-USDT").SetResult(kept.ToJson());
        var form = Open(world);
        Assert.Equal("58900", form.Find("#order-stop-price").GetAttribute("value"));
        Assert.Equal("OneCancelsOther", form.Find("#order-type-more").GetAttribute("value"));
    }

    [Theory]
    [InlineData("{\"Kind\":99}")]
    [InlineData("{\"ExpiresAt\":-1}")]
    [InlineData("{\"ExpiresAt\":9223372036854775807}")]
    [InlineData("{\"Trigger\":null}")]
    [InlineData("{\"SelfTrade\":9}")]
    [InlineData("[]")]
    public void What_is_no_draft_is_not_read(string json) => Assert.False(OrderDraft.TryParse(json, out _));

    [Fact]
    public void An_auction_takes_a_limit_order_and_says_what_it_takes()
    {
        using var world = TradeWorld.Traded();
        world.Do(Command.SetMarketState(world.Market.Id, MarketState.Auction));
        var form = Open(world);
        Assert.Contains("call auction", form.Find("#order-state").TextContent);
        Assert.False(form.Find("#order-submit").HasAttribute("disabled"));
        form.Find("#order-size").Input("0.5");
        form.Find("form").Submit();
        Assert.Single(world.Live.OpenOrders(TradeWorld.Alice));
        form.Find("#order-type-market").Click();
        form.Find("#order-size").Input("0.5");
        form.Find("form").Submit();
        Assert.Contains("In a call auction", form.Find("#order-error").TextContent);
        Assert.Single(world.Orders);
    }

    private static IRenderedComponent<OrderForm> Open(TradeWorld world, OrderKind? kind = null)
    {
        var form = world.Render<OrderForm>(p => p.Add(f => f.MarketCode, "btcusdt"));
        if (kind is { } more) form.Find("#order-type-more").Change(more.ToString());
        return form;
    }
}
