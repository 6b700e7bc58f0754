namespace Exchange.Tests.Contract;

/// <summary>Values that no order may have. The numbers are those of the list of bad input that the project keeps.</summary>
internal static class OrderValueRows
{
    private const string Orders = "/market/orders";
    private const string Broad = "market.order.invalid_volume_or_price market.order.";

    public static readonly ContractModule Module = new("Bad input: orders", ContractTable.Peatio, [.. Volumes(), .. Prices(), .. Words()])
    {
        IsByCase = true,
    };

    private static ContractRow Refused(string @case, string fields, string errors, int status = 422) =>
        new("POST " + Orders, @case, Orders, status)
        {
            Caller = ContractWorld.Alice,
            Body = $$"""{"market":"btcusdt","side":"buy",{{fields}}}""",
            Errors = errors,
        };

    private static ContractRow Volume(string id, string text, string error) =>
        Refused($"{id} volume {(text.Length > 40 ? $"of {text.Length} characters" : text)}",
            $"\"volume\":\"{text}\",\"price\":\"30000\"", error);

    private static IEnumerable<ContractRow> Volumes()
    {
        yield return Volume("B001", "-1", "market.order.non_positive_volume");
        foreach (var text in new[] { "0", "0.0", "-0" }) yield return Volume("B002", text, "market.order.non_positive_volume");
        foreach (var (id, text) in new[]
        {
            ("B007", "1E-30"), ("B008", "1,5"), ("B010", "1,,2"), ("B011", "5-"), ("B013", "5\\u0000"), ("B014", " 5"), ("B014", "5 "),
            ("B014", "\\n5"), ("B014", "\\u00a05"), ("B016", "05"), ("B016", "00.5"), ("B017", ".5"), ("B017", "5."), ("B017", "."),
            ("B019", "NaN"), ("B019", "Infinity"), ("B019", "-∞"), ("B020", "５"), ("B020", "٥"), ("B020", "²"),
            ("B011", "+5"), ("B011", "0x5"),
            ("B022", "79228162514264337593543950335"), ("B023", "79228162514264337593543950336"), ("B025", new string('9', 10_000)),
            ("B028", "0.00000000000000000000000000001"),
        }) yield return Volume(id, text, "market.order.non_decimal_volume");
        yield return Volume("B017", "", "market.order.empty_volume");
        yield return Volume("B004", "0.000000001", Broad + "quantity_not_on_lot");
        yield return Volume("B005", "0.12345", Broad + "quantity_not_on_lot");
        yield return Volume("B026", "99999999999999999999", Broad + "quantity_too_large");
        yield return Refused("B031 no volume", "\"price\":\"30000\"", "market.order.missing_volume");
        yield return Refused("B007 a number 1E-30", "\"volume\":1E-30,\"price\":30000", "market.order.non_decimal_volume");
        yield return Refused("B025 a body of a million digits",
            $"\"volume\":\"{new string('9', 1_000_000)}\"", "server.body_too_large", 413);
    }

    private static IEnumerable<ContractRow> Prices()
    {
        ContractRow Price(string id, string text, string error) =>
            Refused($"{id} price {text}", $"\"volume\":\"0.01\",\"price\":\"{text}\"", error);
        yield return Price("B032", "30000.005", Broad + "price_not_on_tick");
        yield return Price("B034", "0", "market.order.non_positive_price");
        yield return Price("B034", "-30000", "market.order.non_positive_price");
        yield return Price("B026", "99999999999999999999", Broad + "price_out_of_range");
        yield return Price("B035", "99000", "market.order.outside_price_band");
        yield return Refused("B035 to sell for a thousandth", "\"volume\":\"0.1\",\"price\":\"60\"", "market.order.outside_price_band") with
        {
            Body = """{"market":"btcusdt","side":"sell","volume":"0.1","price":"60"}""",
        };
        yield return Refused("B037 no price", "\"volume\":\"0.01\"", "market.order.missing_price");
        yield return Refused("B038 a stop without a trigger", "\"volume\":\"0.01\",\"ord_type\":\"stop_loss\"",
            "market.order.trigger_price_invalid");
        yield return Refused("B038 a stop on the wrong side", "\"volume\":\"0.01\",\"ord_type\":\"stop_loss\",\"trigger_price\":\"50000\"",
            "market.order.trigger_wrong_side");
        yield return Refused("B040 one lot more than there is", "", "market.account.insufficient_balance") with
        {
            Caller = ContractWorld.Bob,
            Body = """{"market":"ethusdt","side":"sell","volume":"<bobs-eth-and-a-lot>","price":"3000"}""",
        };
        yield return Refused("B040 all there is", "", "", 201) with
        {
            Caller = ContractWorld.Bob,
            Body = """{"market":"ethusdt","side":"sell","volume":"<bobs-eth>","price":"3000"}""",
            Errors = null,
            Shape = "Order",
            Has = ["\"state\":\"wait\""],
        };
        yield return Refused("B046 post-only that would take", "\"volume\":\"0.001\",\"price\":\"61000\",\"post_only\":true",
            "market.order.would_take");
        yield return Refused("B047 fill-or-kill that cannot",
            "\"volume\":\"1\",\"price\":\"61000\",\"time_in_force\":\"fok\"", "", 201) with
        {
            Errors = null,
            Shape = "Order",
            Has = ["\"state\":\"cancel\"", "\"executed_volume\":\"0.0\"", "\"not_fillable\""],
        };
    }

    private static IEnumerable<ContractRow> Words()
    {
        foreach (var side in new[] { "999", "2", "BUY ", "buy;sell", "BUY" })
        {
            yield return Refused($"B044 side {side}", "", "market.order.invalid_side") with
            {
                Body = $$"""{"market":"btcusdt","side":"{{side}}","volume":"0.01","price":"30000"}""",
            };
        }

        foreach (var market in new[] { "ВTCUSDT", "btcusdt.", "btc/usdt/../x", "../btcusdt", "btcusdt;--" })
        {
            yield return Refused($"B043 market {market}", "", "market.market.doesnt_exist_or_not_enabled") with
            {
                Body = $$"""{"market":"{{market}}","side":"buy","volume":"0.01","price":"30000"}""",
            };
        }
    }
}
