using Bunit;
using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Web.Trade;

namespace Exchange.Tests.Trade;

public sealed class OrderFormTests
{
    [Fact]
    public void The_last_price_is_filled_in_once_and_the_submit_is_a_sentence()
    {
        using var world = new TradeWorld();
        var form = Open(world);
        Assert.Equal("60000.00", form.Find("#order-price").GetAttribute("value"));
        form.Find("#order-size").Input("0.01");
        Assert.Equal("Buy 0.01 BTC", form.Find("#order-submit").TextContent.Trim());
    }

    [Theory]
    [InlineData(25, "0.4166")]
    [InlineData(50, "0.8333")]
    [InlineData(100, "1.6666")]
    public void Shares_are_rounded_down_to_a_lot(int percent, string expected)
    {
        using var world = new TradeWorld();
        var form = Open(world);
        form.FindAll(".shares button").Single(b => b.TextContent == $"{percent} %").Click();
        Assert.Equal(expected, form.Find("#order-size").GetAttribute("value"));
    }

    [Fact]
    public void The_whole_balance_is_accepted()
    {
        using var world = new TradeWorld();
        var form = Open(world);
        form.FindAll(".shares button")[^1].Click();
        form.Find("form").Submit();
        Assert.Single(world.Live.OpenOrders(TradeWorld.Alice));
        Assert.StartsWith("Order open", form.Find("#order-result").TextContent);
    }

    [Theory]
    [InlineData("1,234.5")]
    [InlineData("1 234,5")]
    [InlineData("1e3")]
    [InlineData("-1")]
    public void What_is_no_plain_number_is_refused_in_words_and_never_sent(string pasted)
    {
        using var world = new TradeWorld();
        var form = Open(world);
        form.Find("#order-size").Input(pasted);
        Assert.Contains("plain number", form.Find("#order-size-error").TextContent);
        form.Find("form").Submit();
        Assert.Empty(world.Orders);
        Assert.Equal(pasted, form.Find("#order-size").GetAttribute("value"));
    }

    [Fact]
    public void The_preview_names_fee_and_what_is_received()
    {
        using var world = new TradeWorld();
        world.Limit(TradeWorld.Bob, Side.Sell, 6_000_000, 10_000);
        var form = Open(world);
        form.Find("#order-type-market").Click();
        form.Find("#order-size").Input("0.5");
        var preview = form.Find("#order-preview").TextContent;
        Assert.Contains("≈ 0.499 BTC", preview);
        Assert.Contains("≈ 0.001 BTC (maker 0.1 %, taker 0.2 %)", preview);
        Assert.Contains("66000.00 USDT", preview);
        Assert.Contains("≈ 60000.00 USDT", preview);
    }

    [Fact]
    public void What_is_typed_while_an_order_is_on_its_way_is_the_next_orders()
    {
        using var world = new TradeWorld();
        var gate = new TaskCompletionSource();
        world.Gate = gate.Task;
        var form = Open(world);
        form.Find("#order-size").Input("0.01");
        var sent = form.Find("form").SubmitAsync();
        form.Find("#order-size").Input("0.02");
        form.Find("#order-price").Input("59000");
        gate.SetResult();
        form.WaitForAssertion(() => Assert.StartsWith("Order open", form.Find("#order-result").TextContent));
        Assert.Equal("0.02", form.Find("#order-size").GetAttribute("value"));
        Assert.Equal("59000", form.Find("#order-price").GetAttribute("value"));
        Assert.Single(world.Orders);
        Assert.NotNull(sent);
    }

    [Fact]
    [Trait("BadInput", "B182")]
    public async Task Fifty_submits_send_one_order()
    {
        using var world = new TradeWorld();
        var form = Open(world);
        form.Find("#order-size").Input("0.01");
        var gate = new TaskCompletionSource();
        world.Gate = gate.Task;
        var submits = Enumerable.Range(0, 50).Select(_ => form.Find("form").SubmitAsync()).ToList();
        Assert.Equal("Placing…", form.Find("#order-submit").TextContent.Trim());
        gate.SetResult();
        await Task.WhenAll(submits);
        Assert.Single(world.Orders);
    }

    [Fact]
    public void Each_accepted_order_has_a_name_of_its_own()
    {
        using var world = new TradeWorld();
        var form = Open(world);
        for (var i = 0; i < 2; i++)
        {
            form.Find("#order-size").Input("0.01");
            form.Find("form").Submit();
        }

        Assert.Equal(2, world.Orders.Select(o => o.ClientOrderId).Distinct().Count());
    }

    [Fact]
    public void A_kept_draft_comes_back_and_is_not_overwritten_by_the_last_price()
    {
        using var world = new TradeWorld();
        var kept = new OrderDraft { Side = Side.Sell, Price = "61000", Size = "0.02" };
        world.Script.Setup<string?>("loadDraft", "BTC-USDT").SetResult(kept.ToJson());
        var form = Open(world);
        Assert.Equal("61000", form.Find("#order-price").GetAttribute("value"));
        Assert.Equal("Sell 0.02 BTC", form.Find("#order-submit").TextContent.Trim());
        form.Find("#order-size").Input("0.03");
        var saved = (string)world.Script.Invocations["saveDraft"][^1].Arguments[1]!;
        Assert.True(OrderDraft.TryParse(saved, out var draft));
        Assert.Equal((kept.ClientOrderId, "0.03"), (draft.ClientOrderId, draft.Size));
    }

    [Theory]
    [InlineData(MarketState.Halted, "halted")]
    [InlineData(MarketState.CancelOnly, "cancel-only")]
    public void A_market_that_is_not_open_says_why_nothing_can_be_sent(MarketState state, string word)
    {
        using var world = new TradeWorld();
        world.Do(Command.SetMarketState(world.Market.Id, state));
        var form = Open(world);
        Assert.True(form.Find("#order-submit").HasAttribute("disabled"));
        Assert.Contains(word, form.Find("#order-state").TextContent);
        form.Find("form").Submit();
        Assert.Empty(world.Orders);
    }

    [Fact]
    public void A_halt_shows_without_the_member_doing_anything()
    {
        using var world = new TradeWorld();
        var form = Open(world);
        world.Do(Command.SetMarketState(world.Market.Id, MarketState.Halted));
        world.Time.Pass(TimeSpan.FromSeconds(1));
        form.WaitForAssertion(() => Assert.True(form.Find("#order-submit").HasAttribute("disabled")));
    }

    [Fact]
    public void An_unknown_outcome_is_looked_up_until_the_order_is_found()
    {
        using var world = new TradeWorld { Answer = (RejectReason.OutcomeUnknown, true) };
        var form = Open(world);
        form.Find("#order-size").Input("0.01");
        form.Find("form").Submit();
        form.WaitForAssertion(() => Assert.StartsWith("Order open", form.Find("#order-result").TextContent));
        Assert.Single(world.Orders);
    }

    [Fact]
    public void An_order_that_is_not_found_in_time_may_be_sent_again_under_the_same_name()
    {
        using var world = new TradeWorld { Answer = (RejectReason.OutcomeUnknown, false) };
        var form = Open(world);
        form.Find("#order-size").Input("0.01");
        form.Find("form").Submit();
        Assert.Equal("Checking…", form.Find("#order-submit").TextContent.Trim());
        Assert.True(form.Find("#order-submit").HasAttribute("disabled"));
        world.Time.Pass(TimeSpan.FromSeconds(11));
        form.WaitForAssertion(() => Assert.Contains("send it again", form.Find("#order-error").TextContent));
        world.Answer = null;
        form.Find("form").Submit();
        Assert.Single(world.Orders.Select(o => o.ClientOrderId).Distinct());
        Assert.Single(world.Live.OpenOrders(TradeWorld.Alice));
    }

    [Fact]
    public void A_refusal_is_said_at_its_field_and_spoken()
    {
        using var world = new TradeWorld();
        var form = Open(world);
        form.Find("#order-size").Input("5");
        form.Find("form").Submit();
        const string expected = "It takes 300000 USDT; you have 100000 USDT available.";
        Assert.Equal(expected, form.Find("#order-size-error").TextContent);
        Assert.Equal(expected, form.Find("#order-error").TextContent);
    }

    [Fact]
    public void Who_is_signed_out_sees_the_form_and_the_way_in()
    {
        using var world = new TradeWorld(signedIn: false);
        var form = Open(world);
        Assert.Equal("Sign in to trade", form.Find("#order-sign-in").TextContent);
        Assert.Contains("returnUrl=", form.Find("#order-sign-in").GetAttribute("href"));
        Assert.Empty(form.FindAll("#order-submit"));
    }

    [Fact]
    public async Task A_click_in_the_book_sets_the_price_of_a_limit_order_only()
    {
        using var world = new TradeWorld();
        var form = Open(world);
        await form.InvokeAsync(() => form.Instance.SetPrice("59000.5"));
        Assert.Equal("59000.5", form.Find("#order-price").GetAttribute("value"));
        form.Find("#order-type-market").Click();
        await form.InvokeAsync(() => form.Instance.SetPrice("1"));
        form.Find("#order-type-limit").Click();
        Assert.Equal("59000.5", form.Find("#order-price").GetAttribute("value"));
    }

    [Fact]
    public void Steps_move_by_one_tick()
    {
        using var world = new TradeWorld();
        var form = Open(world);
        form.Find(".stepper button:last-child").Click();
        Assert.Equal("60000.01", form.Find("#order-price").GetAttribute("value"));
    }

    private static IRenderedComponent<OrderForm> Open(TradeWorld world) =>
        world.Render<OrderForm>(p => p.Add(f => f.MarketCode, "btcusdt"));
}
