using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Web.Trade;

namespace Exchange.Tests.Trade;

/// <summary>What the form says an order will do. The last price is 60000.00.</summary>
public sealed class OrderSentenceTests
{
    private static readonly OrderDraft Sell = new() { Side = Side.Sell, Size = "0.5" };

    public static TheoryData<OrderDraft, string> Sentences => new()
    {
        { Sell with { Price = "61000" }, "Sells 0.5 BTC at 61000.00 USDT or better." },
        {
            Sell with { Price = "61000", TimeInForce = TimeInForce.ImmediateOrCancel },
            "Sells 0.5 BTC at 61000.00 USDT or better, at once; what does not trade is canceled."
        },
        {
            Sell with { Price = "61000", TimeInForce = TimeInForce.FillOrKill },
            "Sells 0.5 BTC at 61000.00 USDT or better, whole and at once or not at all."
        },
        {
            Sell with { Price = "61000", Display = "0.1", PostOnly = true },
            "Sells 0.5 BTC at 61000.00 USDT or better. The book shows 0.1 BTC at a time. Refused if it would trade at once."
        },
        { Sell with { Kind = OrderKind.Market }, "Sells 0.5 BTC at once at the best prices." },
        {
            Sell with { Kind = OrderKind.Market, IsTotal = true, Size = "500" },
            "Sells as much BTC as brings 500 USDT, at once at the best prices."
        },
        {
            Sell with { Kind = OrderKind.Market, IsTotal = true, Side = Side.Buy, Size = "500", TimeInForce = TimeInForce.FillOrKill },
            "Buys as much BTC as 500 USDT pays for, at once at the best prices, whole or not at all."
        },
        {
            Sell with { Kind = OrderKind.Stop, Trigger = "59000" },
            "Sells 0.5 BTC at market when the last price falls to 59000.00 USDT."
        },
        {
            Sell with { Kind = OrderKind.Stop, Side = Side.Buy, Trigger = "61000", IsLimitAtTrigger = true, Price = "61100" },
            "Places a limit buy of 0.5 BTC at 61100.00 USDT when the last price rises to 61000.00 USDT."
        },
        {
            Sell with { Kind = OrderKind.TakeProfit, Trigger = "65000" },
            "Sells 0.5 BTC at market when the last price rises to 65000.00 USDT."
        },
        {
            Sell with { Kind = OrderKind.TakeProfit, Side = Side.Buy, Trigger = "55000" },
            "Buys 0.5 BTC at market when the last price falls to 55000.00 USDT."
        },
        {
            Sell with { Kind = OrderKind.TrailingStop, Trail = "2" },
            "Sells 0.5 BTC at market when the last price falls 2\u00a0% below its highest from now on: at 58800.00 USDT as things stand."
        },
        {
            Sell with { Kind = OrderKind.TrailingStop, Trail = "150.5", TrailIsPercent = false, Side = Side.Buy },
            "Buys 0.5 BTC at market when the last price rises 150.50 USDT above its lowest from now on: at 60150.50 USDT as things stand."
        },
        {
            Sell with { Kind = OrderKind.OneCancelsOther, Price = "65000", Trigger = "59000" },
            "Sells 0.5 BTC at 65000.00 USDT or better, or sells at market when the last price falls to 59000.00 USDT. "
            + "What happens first cancels the other."
        },
        {
            Sell with
            {
                Kind = OrderKind.OneCancelsOther, Side = Side.Buy, Price = "55000", Trigger = "61000", IsLimitAtTrigger = true,
                StopPrice = "61050",
            },
            "Buys 0.5 BTC at 55000.00 USDT or better, or places a limit buy at 61050.00 USDT when the last price rises to "
            + "61000.00 USDT. What happens first cancels the other."
        },
        { Sell with { Price = "" }, "" },
        { Sell with { Price = "61000", Size = "" }, "" },
        { Sell with { Kind = OrderKind.Stop, Trigger = "x" }, "" },
        { Sell with { Kind = OrderKind.TrailingStop, Trail = "50.01" }, "" },
        { Sell with { Kind = OrderKind.OneCancelsOther, Price = "65000" }, "" },
    };

    [Theory]
    [MemberData(nameof(Sentences))]
    public void What_will_happen_is_said_in_words(OrderDraft draft, string expected)
    {
        using var world = new TradeWorld();
        Assert.Equal(expected, OrderSentence.Of(OrderPlan.Of(draft, world.Market), world.Now));
    }

    [Fact]
    public void In_an_auction_nothing_trades_at_once()
    {
        using var world = new TradeWorld();
        var now = world.Now with { State = MarketState.Auction };
        var sentence = OrderSentence.Of(OrderPlan.Of(Sell with { Price = "61000" }, world.Market), now);
        Assert.Equal("Sells 0.5 BTC at 61000.00 USDT or better, at the auction's price or later.", sentence);
    }

    [Theory]
    [InlineData("0.01", 1)]
    [InlineData("2.5", 250)]
    [InlineData("50", 5_000)]
    [InlineData("50.01", 0)]
    [InlineData("0.005", 0)]
    [InlineData("0", 0)]
    [InlineData("99999999999999999999", 0)]
    [InlineData("x", 0)]
    public void A_trail_in_percent_is_whole_basis_points_up_to_half(string percent, int expected) =>
        Assert.Equal(expected, OrderPlan.BasisPointsOf(percent));

    [Theory]
    [InlineData(Side.Sell, 1, 5_999_400)]
    [InlineData(Side.Buy, 1, 6_000_600)]
    [InlineData(Side.Sell, 5_000, 3_000_000)]
    public void A_trailing_stop_starts_at_its_distance_from_the_last_price(Side side, int points, long expected)
    {
        using var world = new TradeWorld();
        var draft = Sell with { Kind = OrderKind.TrailingStop, Side = side, Trail = $"{points / 100}.{points % 100:00}" };
        Assert.Equal(expected, OrderPlan.Of(draft, world.Market).TriggerNow(new Price(6_000_000)).Ticks);
    }

    public static TheoryData<OrderDraft, string?> Reservations => new()
    {
        { Sell with { Kind = OrderKind.Stop, Trigger = "59000" }, "0.5" },
        { Sell with { Kind = OrderKind.Stop, Side = Side.Buy, Trigger = "61000" }, "33550" },
        { Sell with { Kind = OrderKind.Stop, Side = Side.Buy, Trigger = "61000", Worst = "62000" }, "31000" },
        { Sell with { Kind = OrderKind.Stop, Side = Side.Buy, Trigger = "61000", IsLimitAtTrigger = true, Price = "61200" }, "30600" },
        { Sell with { Kind = OrderKind.TrailingStop, Side = Side.Buy, Trail = "1" }, "33330" },
        { Sell with { Kind = OrderKind.OneCancelsOther, Side = Side.Buy, Price = "55000", Trigger = "61000" }, "33550" },
        { Sell with { Kind = OrderKind.OneCancelsOther, Price = "65000", Trigger = "59000" }, "0.5" },
        { Sell with { Kind = OrderKind.Stop, Side = Side.Buy }, null },
    };

    [Theory]
    [MemberData(nameof(Reservations))]
    public void What_is_locked_is_said_before(OrderDraft draft, string? expected)
    {
        using var world = new TradeWorld();
        Assert.Equal(expected, OrderReservation.Of(OrderPlan.Of(draft, world.Market), world.Now)?.ToString());
    }
}
