using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;
using Exchange.Web.Trade;

namespace Exchange.Tests.Trade;

public sealed class OrderRefusalTests
{
    public static TheoryData<OrderRejectReason> Reasons => [.. Enum.GetValues<OrderRejectReason>().Skip(1)];

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Every_reason_has_a_text_of_its_own(OrderRejectReason reason)
    {
        using var world = new TradeWorld();
        var facts = Facts(world);
        var text = OrderRefusal.Of(reason, facts)!.Text;
        Assert.NotEmpty(text);
        Assert.All(Enum.GetValues<OrderRejectReason>().Where(r => r != reason), r =>
            Assert.NotEqual(text, OrderRefusal.Of(r, facts)?.Text));
    }

    [Theory]
    [InlineData(OrderRejectReason.PriceNotOnTick, OrderField.Price, "0.01 USDT")]
    [InlineData(OrderRejectReason.PriceOutOfRange, OrderField.Price, "10000000 USDT")]
    [InlineData(OrderRejectReason.QuantityNotOnLot, OrderField.Size, "0.0001 BTC")]
    [InlineData(OrderRejectReason.QuantityTooSmall, OrderField.Size, "0.0001 BTC")]
    [InlineData(OrderRejectReason.QuantityTooLarge, OrderField.Size, "1000 BTC")]
    [InlineData(OrderRejectReason.NotionalTooSmall, OrderField.Size, "minimum of 1 USDT")]
    [InlineData(OrderRejectReason.TooManyOpenOrders, OrderField.Form, "500 open orders")]
    [InlineData(OrderRejectReason.InsufficientLiquidity, OrderField.Size, "offers 1 BTC, less than 2 BTC")]
    [InlineData(OrderRejectReason.WouldTake, OrderField.Price, "60000 USDT")]
    [InlineData(OrderRejectReason.TriggerPriceOutOfRange, OrderField.Trigger, "59000 USDT is outside 0.01 to 10000000 USDT")]
    [InlineData(OrderRejectReason.TriggerWrongSide, OrderField.Trigger, "the last price, 60000 USDT")]
    [InlineData(OrderRejectReason.TrailInvalid, OrderField.Trail, "0.01 % to 50 %")]
    [InlineData(OrderRejectReason.TrailNotOnTick, OrderField.Trail, "60 USDT is not a multiple of the tick size 0.01 USDT")]
    [InlineData(OrderRejectReason.StopLimitPriceNotOnTick, OrderField.StopPrice, "58000 USDT")]
    [InlineData(OrderRejectReason.LegsInvalid, OrderField.Trigger, "the last price, 60000 USDT")]
    [InlineData(OrderRejectReason.OutsidePriceBand, OrderField.Price, "60000 USDT is too far through the last price, 60000 USDT")]
    [InlineData(OrderRejectReason.DisplayTooSmall, OrderField.Display, "3 BTC is below the smallest order of 0.0001 BTC")]
    [InlineData(OrderRejectReason.DisplayTooLarge, OrderField.Display, "less than the size of 2 BTC")]
    [InlineData(OrderRejectReason.InsufficientFunds, OrderField.Size, "takes 120000 USDT; you have 7 USDT")]
    public void The_text_names_the_number_at_its_field(OrderRejectReason reason, OrderField field, string number)
    {
        using var world = new TradeWorld();
        var refusal = OrderRefusal.Of(reason, Facts(world))!;
        Assert.Equal(field, refusal.Field);
        Assert.Contains(number, refusal.Text);
    }

    [Fact]
    public void Every_reason_for_closing_has_a_text_of_its_own()
    {
        var texts = Enum.GetValues<CloseReason>().Select(CloseReasonText.Of).ToList();
        Assert.Equal(texts.Count, texts.Distinct().Count());
    }

    private static RefusalFacts Facts(TradeWorld world)
    {
        world.Limit(TradeWorld.Bob, Side.Sell, 6_000_000, 10_000);
        var draft = new OrderDraft { Price = "60000", Size = "2", Display = "3", Trigger = "59000", Trail = "60", StopPrice = "58000" };
        var now = world.Now with { State = MarketState.Halted, QuoteAvailable = Amount.FromWhole(7), OpenOrders = 500 };
        return new RefusalFacts(
            OrderPlan.Of(draft, world.Market), now, Amount.FromWhole(120_000), Amount.FromWhole(120_000));
    }
}
