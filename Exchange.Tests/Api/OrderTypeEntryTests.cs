using Exchange.Core.Engine;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Api;

/// <summary>Every order type through POST /market/orders: what is taken, what is refused with which code.</summary>
public sealed class OrderTypeEntryTests
{
    private const string Form = "application/x-www-form-urlencoded";
    private const string Buy = "market=btcusd&side=buy&volume=0.1&";
    private const string Sell = "market=btcusd&side=sell&volume=0.1&";

    private static readonly (string Form, string Code)[] Rows =
    [
        (Buy + "price=100&ord_type=STOP_LIMIT", "invalid_ord_type"),
        (Buy + "price=100&ord_type=", "empty_ord_type"),
        (Buy + "price=100&ord_type=limit&ord_type=market", "repeated_ord_type"),
        (Buy + "price=100&ord_type=stop_limit", "trigger_price_invalid"),
        (Buy + "ord_type=stop_loss", "trigger_price_invalid"),
        (Buy + "ord_type=take_profit", "trigger_price_invalid"),
        (Buy + "price=100&trigger_price=90", "trigger_price_invalid"),
        (Buy + "ord_type=market&trigger_price=90", "trigger_price_invalid"),
        (Buy + "ord_type=trailing_stop&trail_amount=5&trigger_price=90", "trigger_price_invalid"),
        (Buy + "ord_type=stop_loss&trigger_price=-1", "non_positive_trigger_price"),
        (Buy + "ord_type=stop_loss&trigger_price=0", "non_positive_trigger_price"),
        (Buy + "ord_type=stop_loss&trigger_price=", "empty_trigger_price"),
        (Buy + "ord_type=stop_loss&trigger_price=1e3", "non_decimal_trigger_price"),
        (Buy + "ord_type=stop_loss&trigger_price=NaN", "non_decimal_trigger_price"),
        (Buy + "ord_type=stop_loss&trigger_price=0100", "non_decimal_trigger_price"),
        (Buy + "ord_type=stop_loss&trigger_price=100.001", "trigger_price_not_on_tick"),
        (Buy + "ord_type=stop_loss&trigger_price=1000000.01", "trigger_price_out_of_range"),
        (Buy + "ord_type=stop_loss&trigger_price=99999999999999999999", "trigger_price_out_of_range"),
        (Buy + "ord_type=stop_loss&trigger_price=100&stop_price=100", "repeated_trigger_price"),
        (Buy + "ord_type=stop_loss&trigger_price=100&price=100", "market_order_price"),
        (Buy + "ord_type=stop_limit&trigger_price=100", "missing_price"),
        (Buy + "ord_type=stop_limit&trigger_price=100&price=100.001", "price_not_on_tick"),
        (Buy + "ord_type=stop_limit&trigger_price=100&price=100&post_only=true", "post_only_not_allowed"),
        (Buy + "ord_type=stop_limit&trigger_price=100&price=100&display_volume=0.01", "display_not_allowed"),
        (Buy + "ord_type=stop_limit&trigger_price=100&price=100&worst_price=120", "malformed"),
        (Buy + "ord_type=trailing_stop", "trail_invalid"),
        (Buy + "ord_type=trailing_stop&trail_amount=5&trail_percent=1", "trail_invalid"),
        (Buy + "ord_type=trailing_stop&trail_percent=50.01", "trail_invalid"),
        (Buy + "ord_type=trailing_stop&trail_percent=99999999999999999999", "trail_invalid"),
        (Buy + "ord_type=trailing_stop&trail_percent=0.001", "invalid_trail_percent"),
        (Buy + "ord_type=trailing_stop&trail_percent=0", "non_positive_trail_percent"),
        (Buy + "ord_type=trailing_stop&trail_percent=-1", "non_positive_trail_percent"),
        (Buy + "ord_type=trailing_stop&trail_percent=1%25", "non_decimal_trail_percent"),
        (Buy + "ord_type=trailing_stop&trail_amount=0.001", "trail_not_on_tick"),
        (Buy + "ord_type=trailing_stop&trail_amount=0", "non_positive_trail_amount"),
        (Buy + "ord_type=trailing_stop&trail_amount=%2B5", "non_decimal_trail_amount"),
        (Buy + "ord_type=trailing_stop_limit&trail_amount=5", "missing_price"),
        (Buy + "price=100&trail_amount=5", "trail_invalid"),
        (Buy + "price=100&trail_percent=5", "trail_invalid"),
        (Buy + "price=100&display_volume=0.1", "display_too_large"),
        (Buy + "price=100&display_volume=0.2", "display_too_large"),
        (Buy + "price=100&display_volume=99999999999999999999", "display_too_large"),
        (Buy + "price=100&display_volume=0.0005", "display_too_small"),
        (Buy + "price=100&display_volume=0.01005", "display_not_on_lot"),
        (Buy + "price=100&display_volume=-1", "non_positive_display_volume"),
        (Buy + "price=100&display_volume=1E-2", "non_decimal_display_volume"),
        (Buy + "price=100&display_volume=", "empty_display_volume"),
        (Buy + "price=100&display_volume=0.01&time_in_force=ioc", "display_not_allowed"),
        (Buy + "ord_type=market&display_volume=0.01", "display_not_allowed"),
        (Buy + "price=100&time_in_force=gtd", "expiry_missing"),
        (Buy + "price=100&expires_at=2030-01-01T00:00:00Z", "expiry_not_allowed"),
        (Buy + "price=100&time_in_force=ioc&expires_at=2030-01-01T00:00:00Z", "expiry_not_allowed"),
        (Buy + "ord_type=market&time_in_force=gtd&expires_at=2030-01-01T00:00:00Z", "expiry_not_allowed"),
        (Buy + "price=100&time_in_force=gtd&expires_at=2030-01-01", "invalid_expires_at"),
        (Buy + "price=100&time_in_force=gtd&expires_at=2030-01-01T00:00:00", "invalid_expires_at"),
        (Buy + "price=100&time_in_force=gtd&expires_at=2030-02-30T00:00:00Z", "invalid_expires_at"),
        (Buy + "price=100&time_in_force=gtd&expires_at=tomorrow", "invalid_expires_at"),
        (Buy + "price=100&time_in_force=gtd&expires_at=-1", "invalid_expires_at"),
        (Buy + "price=100&time_in_force=gtd&expires_at=9999999999999999", "invalid_expires_at"),
        (Buy + "price=100&time_in_force=gtd&expires_at=", "invalid_expires_at"),
        (Buy + "price=100&time_in_force=gtx", "invalid_time_in_force"),
        (Buy + "price=100&self_trade=none", "invalid_self_trade"),
        (Buy + "price=100&self_trade=", "empty_self_trade"),
        (Buy + "price=100&post_only=true&time_in_force=ioc", "post_only_not_allowed"),
        (Buy + "price=100&post_only=true&time_in_force=fok", "post_only_not_allowed"),
        (Buy + "ord_type=market&post_only=true", "post_only_not_allowed"),
        (Buy + "ord_type=market&quote_volume=100", "quote_amount_invalid"),
        (Buy + "price=100&quote_volume=100", "quote_amount_invalid"),
        ("market=btcusd&side=buy&ord_type=market", "missing_volume"),
        ("market=btcusd&side=buy&ord_type=market&quote_volume=-5", "non_positive_quote_volume"),
        ("market=btcusd&side=buy&ord_type=market&quote_volume=0.000000001", "quote_amount_invalid"),
        ("market=btcusd&side=buy&ord_type=market&quote_volume=5&self_trade=decrement", "quote_amount_invalid"),
        ("market=btcusd&side=buy&ord_type=stop_loss&trigger_price=90&quote_volume=5", "quote_amount_invalid"),
        ("market=btcusd&side=buy&price=100&quote_volume=5", "quote_amount_invalid"),
    ];

    public static IEnumerable<object[]> Refusals => Rows.Select(row => new object[] { row.Form, row.Code });

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task What_makes_no_sense_is_refused_with_its_own_code_and_nothing_happens(string form, string code)
    {
        await using var world = await ApiWorld.StartAsync();
        var (status, body, _) = await world.SendAsync("POST", "/market/orders", form, Form);
        Assert.Equal(422, status);
        Assert.Contains($"\"market.order.{code}\"", body);
        Assert.Empty(world.Engine.Commands);
    }

    [Theory]
    [InlineData(RejectReason.ExpiryInPast, 422, "market.order.expiry_in_past")]
    [InlineData(RejectReason.TriggerWrongSide, 422, "market.order.trigger_wrong_side")]
    [InlineData(RejectReason.NoLastPrice, 422, "market.order.no_last_price")]
    [InlineData(RejectReason.TooManyTrailingStops, 422, "market.order.too_many_trailing_stops")]
    [InlineData(RejectReason.TrailInvalid, 422, "market.order.trail_invalid")]
    [InlineData(RejectReason.OutsidePriceBand, 422, "market.order.outside_price_band")]
    [InlineData(RejectReason.MarketInAuction, 422, "market.order.market_in_auction")]
    [InlineData(RejectReason.LegsInvalid, 422, "market.order.legs_invalid")]
    [InlineData(RejectReason.ClientOrderIdTaken, 422, "market.order.client_order_id_taken")]
    public async Task What_only_the_engine_can_know_has_its_own_code_too(RejectReason reason, int expected, string code)
    {
        await using var world = await ApiWorld.StartAsync();
        world.Engine.Answer = reason;
        var (status, body, _) = await world.SendAsync(
            "POST", "/market/orders", Buy + "price=100&time_in_force=gtd&expires_at=1000", Form);
        Assert.Equal(expected, status);
        Assert.Contains($"\"{code}\"", body);
    }

    [Theory]
    [InlineData("ord_type=stop_loss&trigger_price=90", OrderType.Market, TriggerKind.Stop, 9000, 0, 0)]
    [InlineData("ord_type=stop_limit&stop_price=90&price=89", OrderType.Limit, TriggerKind.Stop, 9000, 0, 0)]
    [InlineData("ord_type=take_profit&trigger_price=110", OrderType.Market, TriggerKind.TakeProfit, 11_000, 0, 0)]
    [InlineData("ord_type=take_profit_limit&trigger_price=110&price=109", OrderType.Limit, TriggerKind.TakeProfit, 11_000, 0, 0)]
    [InlineData("ord_type=trailing_stop&trail_amount=2.5", OrderType.Market, TriggerKind.TrailingStop, 0, 250, 0)]
    [InlineData("ord_type=trailing_stop&trail_percent=1.25", OrderType.Market, TriggerKind.TrailingStop, 0, 0, 125)]
    [InlineData("ord_type=trailing_stop_limit&trail_percent=50&price=80", OrderType.Limit, TriggerKind.TrailingStop, 0, 0, 5000)]
    public async Task A_conditional_order_waits_and_says_for_what(
        string form, OrderType type, TriggerKind trigger, long triggerTicks, long trailTicks, int trailBasisPoints)
    {
        await using var world = await ApiWorld.StartAsync();
        var (status, body, _) = await world.SendAsync("POST", "/market/orders", Sell + form, Form);
        Assert.Equal(201, status);
        var command = Assert.Single(world.Engine.Commands);
        var conditions = Assert.IsType<OrderConditions>(command.Conditions);
        Assert.Equal((type, trigger), (command.Type, conditions.Trigger));
        Assert.Equal((triggerTicks, trailTicks, trailBasisPoints),
            (conditions.TriggerPrice.Ticks, conditions.TrailTicks, conditions.TrailBasisPoints));
        Assert.Contains("\"state\":\"wait\"", body);
        Assert.Contains("\"pending\":true", body);
        Assert.Contains($"\"ord_type\":\"{form.Split('&')[0].Split('=')[1]}\"", body);
    }

    [Fact]
    public async Task An_iceberg_order_shows_its_owner_what_it_shows()
    {
        await using var world = await ApiWorld.StartAsync();
        var (status, body, _) = await world.SendAsync("POST", "/market/orders", Buy + "price=100&display_volume=0.01", Form);
        Assert.Equal(201, status);
        Assert.Equal(100, Assert.Single(world.Engine.Commands).Conditions!.Display.Lots);
        Assert.Contains("\"display_volume\":\"0.01\"", body);
    }

    [Theory]
    [InlineData("2030-01-02T03:04:05Z")]
    [InlineData("2030-01-02T04:04:05.000%2B01:00")]
    [InlineData("1893553445000")]
    public async Task A_good_til_date_order_takes_its_expiry_in_both_forms(string expiry)
    {
        await using var world = await ApiWorld.StartAsync();
        var (status, body, _) = await world.SendAsync(
            "POST", "/market/orders", Buy + $"price=100&time_in_force=gtd&post_only=true&expires_at={expiry}", Form);
        Assert.Equal(201, status);
        var command = Assert.Single(world.Engine.Commands);
        Assert.Equal((TimeInForce.GoodTilDate, true), (command.TimeInForce, command.PostOnly));
        Assert.Equal(1_893_553_445_000_000, command.Conditions!.ExpiresMicroseconds);
        Assert.Contains("\"time_in_force\":\"gtd\",\"post_only\":true,\"expires_at\":\"2030-01-02T03:04:05.000Z\"", body);
    }

    [Fact]
    public async Task A_market_order_takes_an_amount_of_quote_in_place_of_a_volume()
    {
        await using var world = await ApiWorld.StartAsync();
        var (status, _, _) = await world.SendAsync("POST", "/market/orders",
            "market=btcusd&side=buy&ord_type=market&quote_volume=250.5&time_in_force=fok&worst_price=120", Form);
        Assert.Equal(201, status);
        var command = Assert.Single(world.Engine.Commands);
        Assert.Equal((Amount.Parse("250.5"), 0, TimeInForce.FillOrKill, 12_000),
            (command.Conditions!.QuoteAmount, command.Quantity.Lots, command.TimeInForce, command.Price.Ticks));
    }

    [Theory]
    [InlineData("cancel_newest", SelfTradePrevention.CancelNewest)]
    [InlineData("cancel_oldest", SelfTradePrevention.CancelOldest)]
    [InlineData("cancel_both", SelfTradePrevention.CancelBoth)]
    [InlineData("decrement", SelfTradePrevention.Decrement)]
    public async Task Every_self_trade_mode_reaches_the_engine(string word, SelfTradePrevention mode)
    {
        await using var world = await ApiWorld.StartAsync();
        var (status, _, _) = await world.SendAsync("POST", "/market/orders", Buy + $"price=100&self_trade={word}", Form);
        Assert.Equal(201, status);
        var command = Assert.Single(world.Engine.Commands);
        Assert.Equal(mode, command.SelfTradePrevention);
        Assert.Null(command.Body); // a plain order costs no object
    }
}
