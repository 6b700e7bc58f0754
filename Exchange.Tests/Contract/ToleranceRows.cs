namespace Exchange.Tests.Contract;

/// <summary>What real clients do, and old servers put up with.</summary>
internal static class ToleranceRows
{
    private const string Orders = "/market/orders";
    private const string Form = "application/x-www-form-urlencoded";
    private const string Json = """{"market":"btcusdt","side":"buy","volume":"0.001","price":"30000"}""";
    private const string Pairs = "market=btcusdt&side=buy&volume=0.001&price=30000";

    public static readonly ContractModule Module = new("Tolerance", ContractTable.Peatio, [.. Requests(), .. Values(), .. Clocks()])
    {
        IsByCase = true,
    };

    private static ContractRow Post(string @case, string? body, string path = Orders) => new("POST " + Orders, @case, path, 201)
    {
        Caller = ContractWorld.Alice,
        Body = body,
        Shape = "Order",
        Has = ["\"price\":\"30000.0\"", "\"origin_volume\":\"0.001\""],
    };

    private static ContractRow Get(string @case, string path) => new("GET " + path.Split('?')[0], @case, path, 200)
    {
        Caller = ContractWorld.Alice,
    };

    private static IEnumerable<ContractRow> Requests()
    {
        yield return Get("a slash at the end", "/account/balances/");
        yield return Get("a slash at the end of a public path", "/public/markets/") with { Caller = ContractWorld.Anyone };
        yield return Post("a slash at the end of a POST", Json, Orders + "/");
        yield return Post("JSON without Content-Type", Json) with { ContentType = null };
        yield return Post("JSON with a charset", Json) with { ContentType = "application/json; charset=UTF-8" };
        yield return Post("a form", Pairs) with { ContentType = Form };
        yield return Post("a multipart form", string.Concat(Pairs.Split('&').Select(pair => pair.Split('='))
            .Select(pair => $"--b\r\nContent-Disposition: form-data; name=\"{pair[0]}\"\r\n\r\n{pair[1]}\r\n")) + "--b--\r\n") with
        {
            ContentType = "multipart/form-data; boundary=b",
        };
        yield return Post("all in the query, no body", null, $"{Orders}?{Pairs}");
        yield return Post("B073 the body wins over the query", Json, Orders + "?volume=9&price=1");
        yield return Post("JSON in chunks", Json) with { IsChunked = true };
        yield return Get("GET with a body", "/account/balances/btc") with { Body = """{"a":1}""" };
        yield return Get("GET with an empty body in chunks", "/account/balances/usdt") with { Body = "", IsChunked = true };
        yield return new ContractRow("POST /market/orders/cancel", "an empty body in chunks", Orders + "/cancel", 201)
        {
            Caller = ContractWorld.Alice,
            Body = "",
            IsChunked = true,
            Shape = "[Order]",
        };
        yield return Post("B041, B055, B157 unknown parameters",
            """{"market":"btcusdt","side":"buy","volume":"0.001","price":"30000","isAdmin":true,"userId":2,"fee":"0","a":{"b":[1]}}""");
        yield return new ContractRow("GET /account/balances", "header names in capitals", "", 200)
        {
            Raw = "GET /api/v2/peatio/account/balances HTTP/1.1\r\nHOST: <host>\r\n<auth>CONNECTION: close\r\n\r\n",
            Has = ["\"currency\":\"btc\""],
        };
        yield return Get("B070 X-HTTP-Method-Override is ignored", "/market/trades") with
        {
            Headers = [("X-HTTP-Method-Override", "DELETE")],
        };
    }

    private static IEnumerable<ContractRow> Values()
    {
        yield return Post("B029 numbers", """{"market":"btcusdt","side":"buy","volume":0.0010,"price":30000.00}""");
        yield return Post("exponents", """{"market":"btcusdt","side":"buy","volume":1e-03,"price":3E+4}""");
        yield return Post("null is absent", """{"market":"btcusdt","side":"buy","volume":"0.001","price":"30000","client_id":null}""");
        yield return new ContractRow("POST /market/orders/cancel", "null for no parameters", Orders + "/cancel", 201)
        {
            Caller = ContractWorld.Alice,
            Body = "null",
            Shape = "[Order]",
        };
        yield return Post("a name of the client's that is no UUID",
            """{"market":"btcusdt","side":"buy","volume":"0.001","price":"30000","client_id":"HBOT-B-BTC-USDT-1612345678"}""") with
        {
            Has = ["\"client_id\":\"040b2628-5edd-8752-86fb-f138578b3e6e\""],
        };
        yield return Post("the same name again",
            """{"market":"btcusdt","side":"buy","volume":"0.001","price":"30000","client_id":"HBOT-B-BTC-USDT-1612345678"}""") with
        {
            Status = 422,
            Shape = null,
            Has = [],
            Errors = "market.order.client_order_id_taken",
        };
        yield return Post("a market in capitals", """{"market":"BTCUSDT","side":"buy","volume":"0.001","price":"30000"}""");
        yield return Post("a market by its name", """{"market":"BTC-USDT","side":"buy","volume":"0.001","price":"30000"}""");
        yield return Get("a currency in capitals", "/account/balances/ETH");
        yield return Get("a path in capitals", "/Account/BALANCES/link");
        yield return Get("yes as a digit", "/account/balances?nonzero=1");
    }

    private static IEnumerable<ContractRow> Clocks()
    {
        yield return Get("a clock four seconds fast", "/account/balances/dai");
        yield return Get("B083 a clock a minute slow", "/account/balances/usdc") with
        {
            Caller = ContractWorld.LateAlice,
            Status = 401,
            Errors = "authz.nonce_expired",
        };
    }
}
