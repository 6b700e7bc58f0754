using Exchange.Core.Engine;
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
    [InlineData(OrderRejectReason.InsufficientFunds, OrderField.Size, "takes 120000 USDT; you have 7 USDT")]
    public void The_text_names_the_number_at_its_field(OrderRejectReason reason, object field, string number)
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
        var request = new PlaceOrderRequest(
            world.Market, Side.Buy, OrderType.Limit, Amount.FromWhole(2), Amount.FromWhole(60_000));
        return new RefusalFacts(
            request, MarketState.Halted, world.Live.Depth(world.Market.Id, 10), Amount.FromWhole(7),
            Amount.FromWhole(120_000), Amount.FromWhole(120_000), 500);
    }
}
