using Bunit;
using Exchange.Core.Matching;
using Exchange.Web.Trade;

namespace Exchange.Tests.Trade;

/// <summary>What no browser sends, but a script on the same connection may.</summary>
public sealed class HostileFormTests
{
    private const int AlmostAMessage = 31 * 1024;
    private const int Bindings = 1000;

    [Theory]
    [Trait("BadInput", "B181")]
    [InlineData("#order-tif", "99")]
    [InlineData("#order-tif", "Never")]
    [InlineData("#order-self-trade", "-1")]
    [InlineData("#order-self-trade", "255")]
    [InlineData("#order-type-more", "77")]
    [InlineData("#order-type-more", "Withdraw")]
    public void A_choice_that_was_never_offered_chooses_nothing(string select, string value)
    {
        using var world = new TradeWorld();
        var form = world.Render<OrderForm>(p => p.Add(f => f.MarketCode, "btcusdt"));
        form.Find("#order-advanced").Click();
        form.Find("#order-size").Input("0.01");

        form.Find(select).Change(value);
        form.Find("form").Submit();

        var order = Assert.Single(world.Orders);
        Assert.Equal((TimeInForce.GoodTilCanceled, SelfTradePrevention.CancelNewest), (order.TimeInForce, order.SelfTradePrevention));
    }

    [Fact]
    [Trait("BadInput", "B184")]
    public void A_long_text_in_an_amount_is_cut_and_refused_and_so_are_a_thousand_of_them()
    {
        using var world = new TradeWorld();
        var form = world.Render<OrderForm>(p => p.Add(f => f.MarketCode, "btcusdt"));
        var text = new string('9', AlmostAMessage);

        for (var i = 0; i < Bindings; i++) form.Find("#order-size").Input(text);
        form.Find("form").Submit();

        Assert.Empty(world.Orders);
        Assert.Equal(OrderDraft.MaxNumberLength, form.Find("#order-size").GetAttribute("value")!.Length);
        form.Find("#order-size").Input("0.01");
        form.Find("form").Submit();
        Assert.Single(world.Orders);
    }
}
