namespace Exchange.Tests.Contract;

/// <summary>Section 1.3 of the contract: a member's orders and trades.</summary>
internal static class MarketRows
{
    private const string Orders = "/market/orders";
    private const string Trades = "/market/trades";
    private const string Buy = """{"market":"btcusdt","side":"buy","volume":"0.01","price":"30000"}""";

    public static readonly ContractModule Module = new("Peatio: market", ContractTable.Peatio,
        [.. Lists(), .. OwnTrades(), .. Placing(), .. Refusals(), .. Additions(), .. Canceling()])
    {
        Notes = new Dictionary<string, string>
        {
            ["GET /market/orders"] = "as in the contract without `Total`; ordered by last change",
            ["POST /market/orders"] = "the order is matched when this answers: `wait`, `done` or `cancel`, never `pending`",
            ["POST /market/orders/:id/cancel"] = "the order is canceled when this answers: its state is `cancel`",
            ["POST /market/orders/cancel"] = "the orders are canceled when this answers",
        },
        Ours = new HashSet<string>
        {
            "POST /market/orders/batch", "POST /market/orders/oco", "POST /market/orders/:id/amend", "PUT /market/orders/:id/amend",
            "POST /market/orders/cancel/batch", "POST /market/cancel_timer",
        },
    };

    private static ContractRow Get(string endpoint, string @case, string path, int status = 200) =>
        new("GET " + endpoint, @case, path, status) { Caller = ContractWorld.Alice };

    private static ContractRow Post(string endpoint, string @case, string path, string? body, int status = 201) =>
        new("POST " + endpoint, @case, path, status) { Caller = ContractWorld.Alice, Body = body };

    private static IEnumerable<ContractRow> Lists()
    {
        yield return Get(Orders, "all", Orders) with
        {
            Shape = "[Order]",
            Answers = [("Total", null), ("Page", "1"), ("Per-Page", "100")],
            Has = ["[{\"id\":<resting>,"],
            HasNot = ["\"id\":<bobs>"],
        };
        yield return Get(Orders, "by state", Orders + "?state=done") with { Has = ["\"id\":<done>"], HasNot = ["<resting>,"] };
        yield return Get(Orders, "several states and markets",
            Orders + "?state[]=wait&state[]=cancel&market[]=btcusdt&market[]=ethusdt&order_by=asc") with
        {
            Has = ["[{\"id\":<canceled>,", "\"id\":<resting>,"],
            HasNot = ["\"id\":<done>,"],
        };
        yield return Get(Orders, "states that are never", Orders + "?state[]=pending&state[]=reject") with { Has = ["[]"] };
        yield return Get(Orders, "by everything",
            Orders + "?market=BTCUSDT&base_unit=BTC&quote_unit=usdt&type=buy&ord_type=limit"
                + "&time_from=1600000000&time_to=4000000000&limit=1&page=2")
            with
        { Shape = "[Order]", Answers = [("Page", "2"), ("Per-Page", "1")] };
        yield return Get(Orders, "limit 0", Orders + "?limit=0") with { Has = ["[]"] };
        yield return Get(Orders, "wrong values",
            Orders + "?limit=1001&page=x&type=up&ord_type=odd&state=open&time_from=&time_to=y&order_by=up", 422) with
        {
            Errors = "market.order.non_integer_page market.order.invalid_limit market.order.invalid_type market.order.invalid_ord_type "
                + "market.order.invalid_state market.order.empty_time_from market.order.non_integer_time_to market.order.invalid_order_by",
        };
        yield return Get(Orders, "unknown market", Orders + "?market=xyz", 422) with { Errors = "market.market.doesnt_exist" };
        yield return Get(Orders, "nobody", Orders, 401) with { Caller = ContractWorld.Anyone, Errors = "authz.invalid_session" };
        const string one = "/market/orders/:id";
        yield return Get(one, "by id, with trades", Orders + "/<done>") with
        {
            Shape = "Order",
            Has = ["\"trades\":[{\"id\":", "\"state\":\"done\""],
        };
        yield return Get(one, "by UUID", Orders + "/<resting-uuid>") with { Shape = "Order", Has = ["{\"id\":<resting>", "\"trades\":[]"] };
        yield return Get(one, "neither", Orders + "/abc", 422) with { Errors = "market.order.invaild_id_or_uuid" };
        yield return Get(one, "another's", Orders + "/<bobs>", 404) with { Errors = "record.not_found" };
        yield return Get(one, "nobody's", Orders + "/999999999", 404) with { Errors = "record.not_found" };
    }

    private static IEnumerable<ContractRow> OwnTrades()
    {
        yield return Get(Trades, "all", Trades) with
        {
            Shape = "[Trade]",
            Answers = [("Total", null), ("Page", "1"), ("Per-Page", "100")],
            Has = ["\"total\":\"600.0\",\"fee_currency\":\"usdt\",\"fee\":\"0.001\",\"fee_amount\":\"0.6\"",
                "\"side\":\"sell\",\"order_id\":<done>}"],
        };
        yield return Get(Trades, "as the other side", Trades) with
        {
            Caller = ContractWorld.Bob,
            Has = ["\"fee_currency\":\"btc\",\"fee\":\"0.002\",\"fee_amount\":\"0.00002\"", "\"side\":\"buy\""],
        };
        yield return Get(Trades, "by everything",
            Trades + "?market[]=btcusdt&type=sell&time_from=1600000000&time_to=4000000000&order_by=asc&limit=1000&page=1") with
        {
            Shape = "[Trade]",
            Has = ["\"order_id\":<done>}"],
        };
        yield return Get(Trades, "of the other side", Trades + "?type=buy") with { Has = ["[]"] };
        yield return Get(Trades, "wrong values", Trades + "?limit=0&page=-1&type=up&time_from=x&order_by=up", 422) with
        {
            Errors = "market.trade.non_positive_page market.trade.invalid_limit market.trade.invalid_type "
                + "market.trade.non_integer_time_from market.trade.invalid_order_by",
        };
        yield return Get(Trades, "nobody", Trades, 401) with { Caller = ContractWorld.Anyone, Errors = "authz.invalid_session" };
    }

    private static IEnumerable<ContractRow> Placing()
    {
        yield return Post(Orders, "limit", Orders, Buy) with
        {
            Shape = "Order",
            Has = ["\"ord_type\":\"limit\",\"price\":\"30000.0\"", "\"state\":\"wait\"", "\"origin_volume\":\"0.01\""],
            HasNot = ["\"trades\":"],
        };
        yield return Post(Orders, "market", Orders, """{"market":"btcusdt","side":"buy","volume":"0.001","ord_type":"market"}""") with
        {
            Shape = "Order",
            Has = ["\"price\":null,\"avg_price\":\"61000.0\"", "\"state\":\"done\"", "\"trades_count\":1"],
        };
        yield return Post(Orders, "numbers", Orders, """{"market":"btcusdt","side":"sell","volume":0.001,"price":90000}""") with
        {
            Shape = "Order",
        };
        yield return Post(Orders, "numbers with exponents", Orders,
            """{"market":"btcusdt","side":"sell","volume":1e-3,"price":9.0E+4}""") with
        {
            Shape = "Order",
            Has = ["\"price\":\"90000.0\"", "\"origin_volume\":\"0.001\""],
        };
    }

    private static IEnumerable<ContractRow> Refusals()
    {
        ContractRow Refused(string @case, string body, string errors, int status = 422) =>
            Post(Orders, @case, Orders, body, status) with { Errors = errors };
        yield return Refused("nothing given", "{}",
            "market.order.missing_market market.order.missing_side market.order.missing_volume market.order.missing_price");
        yield return Refused("all empty", """{"market":"","side":"","volume":"","price":""}""",
            "market.order.empty_market market.order.empty_side market.order.empty_volume market.order.empty_price");
        yield return Refused("unknown market", """{"market":"xyz","side":"buy","volume":"1","price":"1"}""",
            "market.market.doesnt_exist_or_not_enabled");
        yield return Refused("wrong words", """{"market":"btcusdt","side":"up","volume":"x","price":"-1","ord_type":"odd"}""",
            "market.order.invalid_side market.order.non_decimal_volume market.order.invalid_ord_type market.order.non_positive_price");
        yield return Refused("nothing of it",
            """{"market":"btcusdt","side":"buy","volume":"0","price":"1"}""", "market.order.non_positive_volume");
        yield return Refused("a market order with a price",
            """{"market":"btcusdt","side":"buy","volume":"1","ord_type":"market","price":"1"}""", "market.order.market_order_price");
        yield return Refused("more than there is", """{"market":"btcusdt","side":"sell","volume":"50","price":"90000"}""",
            "market.account.insufficient_balance");
        yield return Refused("an empty book", """{"market":"linkusdt","side":"buy","volume":"1","ord_type":"market"}""",
            "market.order.insufficient_market_liquidity");
        yield return Refused("not on the tick", """{"market":"btcusdt","side":"buy","volume":"0.01","price":"30000.001"}""",
            "market.order.invalid_volume_or_price market.order.price_not_on_tick");
        yield return Refused("nobody", Buy, "authz.invalid_session", 401) with { Caller = ContractWorld.Anyone };
    }

    private static IEnumerable<ContractRow> Additions()
    {
        const string batch = "/market/orders/batch";
        const string amend = "/market/orders/:id/amend";
        yield return Post(batch, "two, one of them wrong", batch, $$"""[{{Buy}},{"market":"btcusdt"}]""") with { Shape = "[Order|Errors]" };
        yield return Post(batch, "none", batch, "[]", 422) with { Errors = "market.order.empty_batch" };
        yield return Post("/market/orders/oco", "a pair", "/market/orders/oco",
            """{"market":"btcusdt","side":"sell","volume":"0.001","price":"85000","trigger_price":"50000"}""") with
        { Shape = "[Order]" };
        yield return Post(amend, "another's", Orders + "/<bobs>/amend", """{"price":"62000"}""", 404) with { Errors = "record.not_found" };
        yield return new ContractRow("PUT " + amend, "price", Orders + "/<resting>/amend", 200)
        {
            Caller = ContractWorld.Alice,
            Body = """{"price":"40001"}""",
            Shape = "Order",
            Has = ["\"price\":\"40001.0\""],
        };
        yield return Post(amend, "volume", Orders + "/<resting>/amend", """{"volume":"0.009"}""") with
        {
            Has = ["\"origin_volume\":\"0.009\""],
        };
        yield return Post("/market/cancel_timer", "set", "/market/cancel_timer", """{"seconds":3600}""") with
        {
            Shape = "{seconds:int, expires_at:iso}",
        };
        yield return Post("/market/cancel_timer", "off", "/market/cancel_timer", """{"seconds":0}""") with
        {
            Shape = "{seconds:int, expires_at:null}",
        };
    }

    private static IEnumerable<ContractRow> Canceling()
    {
        const string one = "/market/orders/:id/cancel";
        const string all = "/market/orders/cancel";
        const string batch = "/market/orders/cancel/batch";
        yield return Post(one, "neither id nor UUID", Orders + "/x/cancel", null, 422) with { Errors = "market.order.invaild_id_or_uuid" };
        yield return Post(one, "another's", Orders + "/<bobs>/cancel", null, 404) with { Errors = "record.not_found" };
        yield return Post(one, "closed already", Orders + "/<done>/cancel", null, 422) with { Errors = "market.order.cancel_error" };
        yield return Post(one, "by UUID", Orders + "/<resting-uuid>/cancel", null) with { Shape = "Order", Has = ["\"state\":\"cancel\""] };
        yield return Post(batch, "each by itself", batch, """{"ids":["<resting>","x","<bobs>"]}""") with
        {
            Shape = "[Order|Errors]",
            Has = ["market.order.cancel_error", "market.order.invaild_id_or_uuid", "record.not_found"],
        };
        yield return Post(all, "wrong side", all, """{"side":"up"}""", 422) with { Errors = "market.order.invalid_side" };
        yield return Post(all, "unknown market", all, """{"market":"xyz"}""", 422) with { Errors = "market.market.doesnt_exist" };
        yield return Post(all, "of a market and side", all, """{"market":"btcusdt","side":"buy"}""") with { Shape = "[Order]" };
        yield return Post(all, "all", all, null) with { Shape = "[Order]" };
        yield return Post(all, "none left", all, "{}") with { Has = ["[]"] };
    }
}
