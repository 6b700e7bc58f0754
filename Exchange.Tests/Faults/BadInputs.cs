using System.Text.Json;

namespace Exchange.Tests.Faults;

/// <summary>The table of bad requests.</summary>
internal static class BadInputs
{
    private const string Prefix = "market.order.";

    /// <summary>No plain decimal number of at most 20 digits before and 18 after the point.</summary>
    private static readonly string[] NoNumbers =
    [
        "1E-30", "1e2", "1,5", "1,,2", "5-", "+5", "(5)", "5\0", " 5", "5 ", "\n5", "\u00a05", "05", "00.5", ".5", "5.",
        ".", "NaN", "Infinity", "-∞", "５", "٥", "²", "0x10", "1_000", "79228162514264337593543950336",
        "0.00000000000000000000000000001", "1.9999999999999999999", "'; drop table journal", new string('9', 10_000),
    ];

    private static readonly string[] NotPositive = ["-1", "0", "0.0", "-0"];

    /// <summary>Everything that may be wrong with POST /market/orders.</summary>
    public static IEnumerable<BadInput> Orders() =>
        [.. Amounts("volume"), .. Amounts("price"), .. Rules(), .. Words(), .. Bodies()];

    /// <summary>The other endpoints of market and account.</summary>
    public static IEnumerable<BadInput> Parameters()
    {
        foreach (var (list, prefix) in new[] { ("orders", "market.order"), ("trades", "market.trade") })
        {
            yield return Get($"/market/{list}?limit=x", $"{prefix}.non_integer_limit");
            yield return Get($"/market/{list}?limit=100000", $"{prefix}.invalid_limit");
            yield return Get($"/market/{list}?limit=-1", $"{prefix}.invalid_limit");
            yield return Get($"/market/{list}?limit=1&limit=100000", $"{prefix}.repeated_limit");
            yield return Get($"/market/{list}?page=0", $"{prefix}.non_positive_page");
            yield return Get($"/market/{list}?page=1.5", $"{prefix}.non_integer_page");
            yield return Get($"/market/{list}?page=2147483647", $"{prefix}.invalid_page");
            yield return Get($"/market/{list}?time_from=-1", $"{prefix}.non_integer_time_from");
            yield return Get($"/market/{list}?time_to=99999999999999999999", $"{prefix}.non_integer_time_to");
            yield return Get($"/market/{list}?time_to=", $"{prefix}.empty_time_to");
            yield return Get($"/market/{list}?order_by=(select 1)", $"{prefix}.invalid_order_by");
            yield return Get($"/market/{list}?type=both", $"{prefix}.invalid_type");
            yield return Get($"/market/{list}?market=none", "market.market.doesnt_exist");
        }

        yield return Get("/market/orders?state=open", Prefix + "invalid_state");
        yield return Get("/market/orders?ord_type=stop", Prefix + "invalid_ord_type");
        yield return Get("/market/orders/x", Prefix + "invaild_id_or_uuid");
        yield return Get("/market/orders/-1", Prefix + "invaild_id_or_uuid");
        yield return new BadInput("id of nothing", 404, "record.not_found") { Path = "/market/orders/999999999" };
        yield return Post("/market/orders/x/cancel", 422, Prefix + "invaild_id_or_uuid");
        yield return Post("/market/orders/999999999/cancel", 404, "record.not_found");
        yield return Post("/market/orders/cancel", 422, Prefix + "invalid_side", """{"side":"both"}""");
        yield return Post("/market/orders/cancel", 422, "market.market.doesnt_exist", """{"market":"none"}""");
        yield return Get("/account/balances/none", "account.currency.doesnt_exist");
        yield return Get("/account/balances?limit=0", "account.balances.invalid_limit");
        yield return Get("/account/balances?nonzero=2", "account.balances.invalid_nonzero");
        yield return new BadInput("method", 405, "server.method_not_allowed")
        {
            Method = HttpMethod.Delete,
            Path = "/market/orders",
        };
    }

    private static IEnumerable<BadInput> Amounts(string field)
    {
        foreach (var text in NoNumbers) yield return Order($"non_decimal_{field}", (field, text));
        foreach (var text in NotPositive) yield return Order($"non_positive_{field}", (field, text));
        yield return Order($"empty_{field}", (field, ""));
        yield return Order($"missing_{field}", (field, null));
    }

    private static IEnumerable<BadInput> Rules() =>
    [
        Order("quantity_not_on_lot", ("volume", "0.00011")), Order("quantity_not_on_lot", ("volume", "0.000000001")),
        Order("invalid_volume_or_price", ("volume", "79228162514264337593")),
        Order("invalid_volume_or_price", ("price", "79228162514264337593")),
        Order("price_not_on_tick", ("price", "64250.001")), Order("price_out_of_range", ("price", "64250000")),
        Order("notional_too_small", ("price", "0.01")),
        Order("invalid_volume_or_price", ("price", "10000000"), ("volume", "99999999")),
        new BadInput("one unit too much", 422, "market.account.insufficient_balance")
        {
            Body = Json(("side", "sell"), ("volume", "2.0001")),
        },
        Order("market_order_price", ("ord_type", "market")),
        Order("insufficient_market_liquidity", ("ord_type", "market"), ("price", null)),
    ];

    private static IEnumerable<BadInput> Words()
    {
        foreach (var side in new[] { "999", "2", "BUY", "buy ", "buy;sell" })
            yield return Order("invalid_side", ("side", side));
        yield return Order("missing_side", ("side", null));
        yield return Order("missing_market", ("market", null));
        yield return Order("empty_market", ("market", ""));
        foreach (var market in new[] { "none", "btcusdt.", "ВTCusdt", "btcusdt\0", "../btcusdt" })
            yield return new BadInput($"market {market}", 422, "market.market.doesnt_exist_or_not_enabled")
            {
                Body = Json(("market", market)),
            };
        yield return Order("invalid_ord_type", ("ord_type", "stop"));
        yield return Order("invalid_time_in_force", ("time_in_force", "day"));
        yield return Order("invalid_post_only", ("post_only", "maybe"));
        yield return Order("non_decimal_worst_price", ("worst_price", "x"));
        foreach (var name in new[] { "", "a b", "\u0001", "é", new string('x', 65) })
            yield return Order("invalid_client_id", ("client_id", name));
        yield return Order("invalid_client_id", ("client_id", Guid.Empty.ToString()));
    }

    private static IEnumerable<BadInput> Bodies()
    {
        const string code = "server.method.invalid_message_body";
        var good = Json();
        var texts = new[]
        {
            good[..^1], good[..^1] + ",}", good + good, "/* */" + good, "[]", "null,", "5",
            good[..^1] + ""","volume":"9"}""", good[..^1] + ""","x":"\ud800"}""", new string('[', 10_000),
            good[..^1] + ""","x":""" + new string('[', 65) + new string(']', 65) + "}",
        };
        foreach (var text in texts)
            yield return new BadInput("body " + text[..Math.Min(text.Length, 40)], 400, code) { Body = text };
        foreach (var type in new[] { "text/plain", "application/xml" })
            yield return new BadInput(type, 415, "server.unsupported_media_type") { Body = good, MediaType = type };
        yield return new BadInput("20 kB", 413, "server.body_too_large")
        {
            Body = Json(("volume", new string('1', 20_000))),
        };
    }

    private static BadInput Order(string code, params (string Name, string? Value)[] changes)
    {
        var values = string.Join(", ", changes.Select(c => $"{c.Name}={c.Value?[..Math.Min(c.Value.Length, 40)]}"));
        return new BadInput(values, 422, Prefix + code) { Body = Json(changes) };
    }

    private static BadInput Get(string path, string code) => new(path, 422, code) { Path = path };

    private static BadInput Post(string path, int status, string code, string? body = null) =>
        new(path + body, status, code) { Method = HttpMethod.Post, Path = path, Body = body };

    /// <summary>A good order but for the changes; null takes a field out.</summary>
    private static string Json(params (string Name, string? Value)[] changes)
    {
        var fields = new Dictionary<string, string>
        {
            ["market"] = "btcusdt",
            ["side"] = "buy",
            ["volume"] = "0.01",
            ["price"] = "60000",
            ["ord_type"] = "limit",
        };
        foreach (var (name, value) in changes)
        {
            if (value is null) fields.Remove(name);
            else fields[name] = value;
        }

        return JsonSerializer.Serialize(fields);
    }
}
