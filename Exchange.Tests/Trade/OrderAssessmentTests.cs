using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;
using Exchange.Web.Trade;

namespace Exchange.Tests.Trade;

/// <summary>What the form finds wrong before anything is sent. The last price is 60000.00.</summary>
public sealed class OrderAssessmentTests
{
    private static readonly OrderDraft Sell = new() { Side = Side.Sell, Size = "0.5", Price = "61000" };

    public static TheoryData<OrderDraft, OrderField, string> Problems => new()
    {
        { Sell with { Price = "" }, OrderField.Price, "Enter a price." },
        { Sell with { Kind = OrderKind.Market, IsTotal = true, Size = "" }, OrderField.Size, "Enter a total." },
        { Sell with { Kind = OrderKind.Market, IsTotal = true, Size = "0.0000001" }, OrderField.Size, "at most 6 decimals" },
        { Sell with { Kind = OrderKind.Market, Worst = "0.001" }, OrderField.Worst, "tick size 0.01 USDT" },
        { Sell with { Kind = OrderKind.Stop }, OrderField.Trigger, "Enter a trigger price." },
        { Sell with { Kind = OrderKind.Stop, Trigger = "1,5" }, OrderField.Trigger, "plain number" },
        { Sell with { Kind = OrderKind.Stop, Trigger = "59000.005" }, OrderField.Trigger, "tick size 0.01 USDT" },
        { Sell with { Kind = OrderKind.Stop, Trigger = "99999999" }, OrderField.Trigger, "outside 0.01 to 10000000 USDT" },
        { Sell with { Kind = OrderKind.Stop, Trigger = "60000" }, OrderField.Trigger, "must be below the last price, 60000 USDT" },
        { Sell with { Kind = OrderKind.TakeProfit, Trigger = "59000" }, OrderField.Trigger, "must be above the last price" },
        { Sell with { Kind = OrderKind.Stop, Side = Side.Buy, Trigger = "59000" }, OrderField.Trigger, "must be above the last price" },
        { Sell with { Kind = OrderKind.TrailingStop }, OrderField.Trail, "how far behind" },
        { Sell with { Kind = OrderKind.TrailingStop, Trail = "51" }, OrderField.Trail, "0.01 % to 50 %" },
        { Sell with { Kind = OrderKind.TrailingStop, Trail = "0.001", TrailIsPercent = false }, OrderField.Trail, "tick size" },
        { Sell with { Kind = OrderKind.TrailingStop, Trail = "60000", TrailIsPercent = false }, OrderField.Trail, "below the last price" },
        { Sell with { Kind = OrderKind.OneCancelsOther, Trigger = "60500" }, OrderField.Trigger, "limit price must be above" },
        { Sell with { Kind = OrderKind.OneCancelsOther, Trigger = "59000", IsLimitAtTrigger = true }, OrderField.StopPrice, "Enter" },
        { Sell with { Display = "0.5" }, OrderField.Display, "less than the size of 0.5 BTC" },
        { Sell with { Display = "0.00005" }, OrderField.Display, "lot size 0.0001 BTC" },
        { Sell with { TimeInForce = TimeInForce.GoodTilDate }, OrderField.Expiry, "Enter when" },
        { Sell with { TimeInForce = TimeInForce.GoodTilDate, ExpiresAt = 1_000 }, OrderField.Expiry, "has passed" },
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public void A_problem_is_said_at_its_field(OrderDraft draft, OrderField field, string text)
    {
        using var world = new TradeWorld();
        var problem = OrderAssessment.Of(draft, world.Now).Problem;
        Assert.Equal(field, problem?.Field);
        Assert.Contains(text, problem!.Text);
    }

    [Fact]
    public void Fields_of_other_kinds_do_no_harm()
    {
        using var world = new TradeWorld();
        var draft = Sell with { Trigger = "x", Trail = "x", StopPrice = "x", Worst = "x", IsTotal = true };
        Assert.Null(OrderAssessment.Of(draft, world.Now).Problem);
        Assert.Null(OrderAssessment.Of(draft with { Kind = OrderKind.Market, Worst = "", Price = "x", Display = "x" }, world.Now).Problem);
    }

    [Fact]
    public void A_trailing_stop_needs_a_last_price()
    {
        using var world = new TradeWorld { Last = default };
        var problem = OrderAssessment.Of(Sell with { Kind = OrderKind.TrailingStop, Trail = "1" }, world.Now).Problem;
        Assert.Contains("no trade yet", problem?.Text);
    }

    [Theory]
    [InlineData(OrderKind.Limit, TimeInForce.GoodTilCanceled, false, true)]
    [InlineData(OrderKind.Limit, TimeInForce.GoodTilCanceled, true, false)]
    [InlineData(OrderKind.Limit, TimeInForce.ImmediateOrCancel, false, false)]
    [InlineData(OrderKind.Market, TimeInForce.GoodTilCanceled, false, false)]
    [InlineData(OrderKind.Stop, TimeInForce.GoodTilCanceled, false, true)]
    [InlineData(OrderKind.OneCancelsOther, TimeInForce.GoodTilCanceled, false, true)]
    public void An_auction_takes_what_can_wait(OrderKind kind, TimeInForce timeInForce, bool postOnly, bool isTaken)
    {
        using var world = new TradeWorld();
        var draft = Sell with { Kind = kind, TimeInForce = timeInForce, PostOnly = postOnly, Trigger = "59000" };
        var problem = OrderAssessment.Of(draft, world.Now with { State = MarketState.Auction }).Problem;
        Assert.Equal(isTaken, problem is null);
        if (!isTaken) Assert.Contains("call auction", problem!.Text);
    }

    [Fact]
    public void A_total_that_takes_more_than_there_is_to_sell_names_what_it_takes()
    {
        using var world = new TradeWorld();
        world.Limit(TradeWorld.Bob, Side.Buy, 5_000, 1_000_000);
        var draft = new OrderDraft { Kind = OrderKind.Market, Side = Side.Sell, IsTotal = true, Size = "1000" };
        var refusal = OrderAssessment.Explain(
            OrderRejectReason.InsufficientFunds, OrderPlan.Of(draft, world.Market), world.Now);
        Assert.Equal("It takes 20 BTC; you have 10 BTC available.", refusal?.Text);
    }

    [Fact]
    public void A_total_is_shared_out_to_the_currencys_precision()
    {
        using var world = new TradeWorld();
        world.Limit(TradeWorld.Bob, Side.Sell, 6_000_000, 10_000);
        var draft = new OrderDraft { Kind = OrderKind.Market, IsTotal = true, Size = "15000" };
        var assessment = OrderAssessment.Of(draft, world.Now);
        Assert.Equal("60000", assessment.MaxTotal.ToString());
        Assert.Equal(25, assessment.Percent);
        Assert.Equal("0.2495", assessment.Preview!.Receive.ToString());
        Assert.Equal("15000", OrderSizing.Portion(assessment.MaxTotal, 25, 6).ToString());
        Assert.Equal("0.33", OrderSizing.Portion(Amount.FromWhole(1), 33, 6).ToString());
        Assert.Equal("0.3", OrderSizing.Portion(Amount.FromWhole(1), 33, 1).ToString());
    }
}
