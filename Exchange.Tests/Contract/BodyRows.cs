namespace Exchange.Tests.Contract;

/// <summary>Requests that are no good as HTTP or JSON.</summary>
internal static class BodyRows
{
    private const string Orders = "/market/orders";
    private const string Good = """{"market":"btcusdt","side":"buy","volume":"0.01","price":"30000"}""";
    private const string InvalidBody = "\"server.method.invalid_message_body\"";

    public static readonly ContractModule Module = new("Bad input: HTTP and JSON", ContractTable.Peatio,
        [.. Json(), .. Types(), .. Methods(), .. Raw()])
    {
        IsByCase = true,
    };

    private static ContractRow Post(string @case, string body, int status, string errors) => new("POST " + Orders, @case, Orders, status)
    {
        Caller = ContractWorld.Alice,
        Body = body,
        Errors = errors,
    };

    private static IEnumerable<ContractRow> Json()
    {
        yield return Post("B052 truncated", Good[..^1], 400, InvalidBody);
        yield return Post("B052 a comma at the end", Good[..^1] + ",}", 400, InvalidBody);
        yield return Post("B052 a comment", "/* */" + Good, 400, InvalidBody);
        yield return Post("B052 two documents", Good + Good, 400, InvalidBody);
        yield return Post("B053 a key twice", Good[..^1] + ",\"volume\":\"1\"}", 400, InvalidBody);
        yield return Post("B056 65 deep", Good[..^1] + ",\"a\":" + new string('[', 65) + new string(']', 65) + "}", 400, InvalidBody);
        yield return Post("B056 ten thousand brackets", new string('[', 10_000), 400, InvalidBody);
        yield return Post("B067 a byte order mark", "\uFEFF" + Good, 400, InvalidBody);
        yield return Post("a text", "\"order\"", 400, InvalidBody);
        yield return Post("half a surrogate pair", """{"market":"\ud800"}""", 400, InvalidBody);
        yield return Post("65 keys", $"{{{string.Join(',', Enumerable.Range(0, 65).Select(i => $"\"k{i}\":1"))}}}", 400, InvalidBody);
        yield return Post("B025 a body of 17 KiB", new string(' ', 17 * 1024), 413, "server.body_too_large");
    }

    private static IEnumerable<ContractRow> Types()
    {
        const string unsupported = "server.unsupported_media_type";
        yield return Post("B062 JSON as text/plain", Good, 415, unsupported) with { ContentType = "text/plain" };
        yield return Post("B064 XML with an external entity",
            "<!DOCTYPE a [<!ENTITY b SYSTEM 'http://127.0.0.1:9/'>]><a>&b;</a>", 415, unsupported) with
        { ContentType = "application/xml" };
        yield return Post("B065 UTF-7", Good, 415, unsupported) with { ContentType = "application/json; charset=utf-7" };
        yield return Post("B065 UTF-16", Good, 415, unsupported) with { ContentType = "application/json; charset=utf-16" };
        yield return Post("B068 compressed", Good, 415, unsupported) with { Headers = [("Content-Encoding", "gzip")] };
        yield return Post("multipart without a boundary", "--b--", 415, unsupported) with { ContentType = "multipart/form-data" };
        yield return Post("multipart that is none", "nothing", 400, InvalidBody) with { ContentType = "multipart/form-data; boundary=b" };
    }

    private static IEnumerable<ContractRow> Methods()
    {
        const string notAllowed = "\"server.method_not_allowed\"";
        foreach (var method in new[] { "TRACE", "FOO", "DELETE" })
        {
            yield return new ContractRow($"{method} {Orders}", "B071 no such method here", Orders, 405)
            {
                Caller = ContractWorld.Alice,
                Errors = notAllowed,
                Answers = [("Allow", "GET, POST")],
            };
        }

        yield return new ContractRow($"FOO {Orders}", "B071 no such method, nobody", Orders, 405) { Errors = notAllowed };
        yield return new ContractRow("GET /market/trades", "B074 limit twice", "/market/trades?limit=1&limit=100000", 422)
        {
            Caller = ContractWorld.Alice,
            Errors = "market.trade.repeated_limit",
        };
        yield return new ContractRow("GET /public/markets/:market/k-line", "B077 from after to",
            "/public/markets/btcusdt/k-line?time_from=2000000000&time_to=1900000000", 422)
        { Errors = "public.k_line.invalid_time_from" };
        yield return new ContractRow("GET /market/trades", "B077 before the year 1", "/market/trades?time_from=-99999999999999", 422)
        {
            Caller = ContractWorld.Alice,
            Errors = "market.trade.non_integer_time_from",
        };
        foreach (var (name, query, status) in new[]
        {
            ("a hundred years", "time_from=0&time_to=3155760000", 200), ("the last second of 9999", "time_to=253402300799", 200),
            ("the year 10000", "time_to=253402300800", 422), ("a date without a zone", "time_from=2026-01-01T00:00:00", 422),
        })
        {
            yield return new ContractRow("GET /public/markets/:market/k-line", $"B077 {name}",
                "/public/markets/btcusdt/k-line?period=60&" + query, status)
            { Errors = status == 200 ? null : $"public.k_line.non_integer_{query.Split('=')[0]}" };
        }

        yield return new ContractRow("GET /public/markets", "B079 a header in a query",
            "/public/markets?order_by=%0d%0aSet-Cookie:%20a=b", 422)
        {
            Answers = [("Set-Cookie", null)],
        };
        yield return new ContractRow("GET /public/currencies/:id", "B079 a header in a path",
            "/public/currencies/btc%0d%0aSet-Cookie:%20a=b", 422)
        {
            Errors = "public.currency.doesnt_exist",
            Answers = [("Set-Cookie", null)],
        };
        yield return new ContractRow("GET /market/orders/:id", "B163 an id in braces",
            Orders + "/%7B6f726465-7200-8000-8000-000000000001%7D", 422)
        {
            Caller = ContractWorld.Alice,
            Errors = "market.order.invaild_id_or_uuid",
        };
        string[] paths = ["/account//balances", "/account/balances;x", "/account%2fbalances", "/account%5cbalances", "/account/balances."];
        foreach (var path in paths)
        {
            yield return new ContractRow($"GET {path}", "B164 not quite the path", path, 404)
            {
                Caller = ContractWorld.Alice,
                Errors = "record.not_found",
            };
        }
    }

    private static IEnumerable<ContractRow> Raw()
    {
        ContractRow Bytes(string @case, string headers, string rest, int status) => new("POST /market/orders/cancel", @case, "", status)
        {
            Raw = $"POST /api/v2/peatio/market/orders/cancel HTTP/1.1\r\nHost: <host>\r\n<auth>{headers}\r\n{rest}",
            HasNot = ["HTTP/1.1"],
        };
        yield return Bytes("B058 a length too small: the rest is no request",
            "Connection: close\r\nContent-Length: 3\r\n", "{\"side\":\"buy\"}", 400);
        yield return Bytes("B059 a length and chunks: neither request is executed",
            "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
            "0\r\n\r\nPOST /api/v2/peatio/market/orders/cancel HTTP/1.1\r\n\r\n", 400);
        yield return Bytes("B061 Transfer-Encoding: chunked, identity", "Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n", 400);
        yield return Bytes("B061 Transfer-Encoding: xchunked", "Transfer-Encoding: xchunked\r\n", "0\r\n\r\n", 400);
        yield return Bytes("B061 Transfer-Encoding with a tab", "Transfer-Encoding:\tchunked,\tx\r\n", "0\r\n\r\n", 400);
        yield return Bytes("two lengths", "Content-Length: 0\r\nContent-Length: 5\r\n", "", 400);
        yield return Bytes("a line that is no header", "nonsense\r\n", "", 400);
        yield return Bytes("B095 an Idempotency-Key with a control character",
            "Idempotency-Key: a\u0001b\r\nConnection: close\r\nContent-Length: 0\r\n", "", 400);
        yield return Bytes("B025 five million digits are refused before they come",
            "Content-Type: application/json\r\nConnection: close\r\nContent-Length: 5000000\r\n", "", 413);
        yield return Bytes("B100 a token of 20 kB", $"Authorization: Bearer {new string('e', 20_000)}\r\n", "", 431);
        yield return new ContractRow("CONNECT", "B071 a tunnel", "", 405)
        {
            Raw = "CONNECT elsewhere.example:443 HTTP/1.1\r\nHost: elsewhere.example:443\r\nConnection: close\r\n\r\n",
        };
    }
}
