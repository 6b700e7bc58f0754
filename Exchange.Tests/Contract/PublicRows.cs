namespace Exchange.Tests.Contract;

/// <summary>Section 1.1 of the contract: what anyone may ask.</summary>
internal static class PublicRows
{
    private const string OneMarket = "/public/markets/btcusdt";

    public static readonly ContractModule Module = new("Peatio: public", ContractTable.Peatio,
        [.. Currencies(), .. Markets(), .. Books(), .. Trades(), .. Candles(), .. Tickers(), .. Service(), .. Later()])
    {
        Notes = new Dictionary<string, string>
        {
            ["GET /public/currencies"] = "deposits and withdrawals are off and their limits zero until there are any",
            ["GET /public/markets"] = "also lists halted (`disabled`) and cancel-only (`locked`) markets; fields of ours at the end",
            ["GET /public/markets/:market/trades"] = "as in 2.6 only `limit` has an effect",
            ["GET /public/markets/:market/k-line"] = "`time_from` after `time_to` is refused",
            ["GET /public/trading_fees"] = "`created_at` and `updated_at` are null",
            ["GET /public/version"] = "`build_date` is null: builds are reproducible",
        },
        Ours = new HashSet<string> { "GET /public/markets/:market/auction" },
    };

    private static ContractRow Get(string endpoint, string @case, string path, int status = 200) =>
        new("GET " + endpoint, @case, path, status);

    private static IEnumerable<ContractRow> Currencies()
    {
        const string list = "/public/currencies";
        yield return Get(list, "all", list) with
        {
            Shape = "[Currency]",
            Answers = [("Total", "6"), ("Page", "1"), ("Per-Page", "100")],
            Has = ["[{\"id\":\"btc\"", "\"position\":6"],
        };
        yield return Get(list, "by type", list + "?type=fiat") with { Has = ["[]"], Answers = [("Total", "0")] };
        yield return Get(list, "search", list + "?search[code]=us&search[name]=dai") with { Answers = [("Total", "3")] };
        yield return Get(list, "search as JSON", list + "?search=%7B%22code%22%3A%22US%22%7D") with { Answers = [("Total", "2")] };
        yield return Get(list, "second page", list + "?limit=4&page=2") with
        {
            Answers = [("Total", "6"), ("Page", "2"), ("Per-Page", "4")],
            Has = ["[{\"id\":\"dai\""],
        };
        yield return Get(list, "wrong type", list + "?type=paper", 422) with { Errors = "public.currency.invalid_type" };
        yield return Get("/public/currencies/:id", "one", "/public/currencies/btc") with
        {
            Shape = "Currency",
            Has = ["\"price\":\"60000.0\""],
        };
        yield return Get("/public/currencies/:id", "upper case", "/public/currencies/BTC") with { Has = ["{\"id\":\"btc\""] };
        yield return Get("/public/currencies/:id", "unknown", "/public/currencies/xyz", 422) with
        {
            Errors = "public.currency.doesnt_exist",
        };
    }

    private static IEnumerable<ContractRow> Markets()
    {
        const string list = "/public/markets";
        yield return Get(list, "all", list) with
        {
            Shape = "[Market]",
            Answers = [("Total", "4"), ("Page", "1"), ("Per-Page", "100")],
            Has = ["[{\"id\":\"btcusdt\",\"name\":\"BTC/USDT\"", "\"state\":\"enabled\""],
        };
        yield return Get(list, "by id, descending", list + "?order_by=id&ordering=desc") with { Has = ["[{\"id\":\"linkusdt\""] };
        yield return Get(list, "by units", list + "?base_unit=ETH&quote_unit=btc") with { Answers = [("Total", "1")] };
        yield return Get(list, "search", list + "?search[base_name]=chain&search[quote_code]=bt") with { Answers = [("Total", "2")] };
        yield return Get(list, "wrong order", list + "?ordering=up&order_by=name", 422) with
        {
            Errors = "public.markets.invalid_ordering public.markets.invalid_order_by",
        };
        yield return Get(list, "unknown units", list + "?base_unit=xyz&quote_unit=abc", 422) with
        {
            Errors = "public.markets.base_unit_doesnt_exist public.markets.quote_unit_doesnt_exist",
        };
        yield return Get("/public/markets/:market/auction", "none", OneMarket + "/auction") with
        {
            Shape = """{market:str, state:"open", ends_at:null, price:null, volume:null}""",
        };
    }

    private static IEnumerable<ContractRow> Books()
    {
        const string book = "/public/markets/:market/order-book";
        const string depth = "/public/markets/:market/depth";
        yield return Get(book, "orders", OneMarket + "/order-book") with
        {
            Shape = "OrderBook",
            Has = ["\"id\":<resting>", "\"id\":<bobs>", "\"state\":\"wait\""],
            HasNot = ["client_id"],
        };
        yield return Get(book, "limits", OneMarket + "/order-book?asks_limit=1&bids_limit=200") with { Shape = "OrderBook" };
        yield return Get(book, "wrong limits", OneMarket + "/order-book?asks_limit=201&bids_limit=x", 422) with
        {
            Errors = "public.order_book.invalid_ask_limit public.order_book.non_integer_bid_limit",
        };
        yield return Get(book, "unknown market", "/public/markets/xyz/order-book", 422) with { Errors = "public.market.doesnt_exist" };
        yield return Get(depth, "levels", OneMarket + "/depth") with
        {
            Shape = "Depth",
            Has = ["\"asks\":[[\"61000.0\",\"0.01\"]]", "\"bids\":[[\"40000.0\",\"0.01\"]]"],
        };
        yield return Get(depth, "upper case", "/public/markets/BTCUSDT/depth?limit=1000") with { Shape = "Depth" };
        yield return Get(depth, "limit 0", OneMarket + "/depth?limit=0", 422) with { Errors = "public.market_depth.invalid_limit" };
        yield return Get(depth, "limit x", OneMarket + "/depth?limit=x", 422) with { Errors = "public.market_depth.non_integer_limit" };
        yield return Get(depth, "unknown market", "/public/markets/xyz/depth", 422) with { Errors = "public.market.doesnt_exist" };
    }

    private static IEnumerable<ContractRow> Trades()
    {
        const string trades = "/public/markets/:market/trades";
        yield return Get(trades, "newest first", OneMarket + "/trades?limit=1000&order_by=asc&timestamp=1") with
        {
            Shape = "[PublicTrade]",
            Has = ["\"price\":60000.0,\"amount\":0.01,\"total\":600.0", "\"taker_type\":\"buy\""],
        };
        yield return Get(trades, "wrong values", OneMarket + "/trades?limit=1001&timestamp=x&order_by=up", 422) with
        {
            Errors = "public.trade.invalid_limit public.trade.non_integer_timestamp public.trade.invalid_order_by",
        };
        yield return Get(trades, "limit x", OneMarket + "/trades?limit=x", 422) with { Errors = "public.trade.non_integer_limit" };
        yield return Get(trades, "unknown market", "/public/markets/xyz/trades", 422) with { Errors = "public.market.doesnt_exist" };
    }

    private static IEnumerable<ContractRow> Candles()
    {
        const string candles = "/public/markets/:market/k-line";
        yield return Get(candles, "the last ones", OneMarket + "/k-line") with { Shape = "KLine", Has = ["60000.0"] };
        yield return Get(candles, "all periods", OneMarket + "/k-line?period=10080&limit=1") with { Shape = "KLine" };
        yield return Get(candles, "between times", OneMarket + "/k-line?period=5&time_from=1620000000&time_to=1620000600") with
        {
            Shape = "KLine",
        };
        yield return Get(candles, "wrong values", OneMarket + "/k-line?period=7&limit=10001&time_from=x", 422) with
        {
            Errors = "public.k_line.invalid_period public.k_line.invalid_limit public.k_line.non_integer_time_from",
        };
        yield return Get(candles, "not whole numbers", OneMarket + "/k-line?period=x&limit=y", 422) with
        {
            Errors = "public.k_line.non_integer_period public.k_line.non_integer_limit",
        };
        yield return Get(candles, "empty times", OneMarket + "/k-line?time_from=&time_to=", 422) with
        {
            Errors = "public.k_line.empty_time_from public.k_line.empty_time_to",
        };
    }

    private static IEnumerable<ContractRow> Tickers()
    {
        yield return Get("/public/markets/tickers", "all", "/public/markets/tickers") with
        {
            Shape = "{*:Ticker}",
            Has = ["\"btcusdt\":{\"at\":\"", "\"ethbtc\":{\"at\":\""],
        };
        yield return Get("/public/markets/:market/tickers", "one", OneMarket + "/tickers") with
        {
            Shape = "Ticker",
            Has = ["\"last\":\"60000.0\",\"volume\":\"600.0\",\"amount\":\"0.01\",\"avg_price\":\"60000.0\"", "\"+0.00%\""],
        };
        yield return Get("/public/markets/:market/tickers", "without a trade", "/public/markets/linkusdt/tickers") with
        {
            Shape = "Ticker",
            Has = ["\"last\":\"0.0\"", "\"open\":\"0.0\""],
        };
        yield return Get("/public/markets/:market/tickers", "unknown market", "/public/markets/xyz/tickers", 422) with
        {
            Errors = "public.market.doesnt_exist",
        };
    }

    private static IEnumerable<ContractRow> Service()
    {
        yield return Get("/public/timestamp", "now", "/public/timestamp") with { Shape = "iso", Has = ["+00:00\""] };
        yield return Get("/public/version", "version", "/public/version") with
        {
            Shape = "{git_tag:str, git_sha:str|null, build_date:null, version:str}",
        };
        yield return Get("/public/health/alive", "alive", "/public/health/alive");
        yield return Get("/public/health/ready", "ready", "/public/health/ready");
        yield return Get("/public/member-levels", "levels", "/public/member-levels") with
        {
            Shape = "{deposit:Level, withdraw:Level, trading:Level}",
        };
        const string fees = "/public/trading_fees";
        yield return Get(fees, "all", fees) with { Shape = "[TradingFee]", Answers = [("Total", "5"), ("Page", "1"), ("Per-Page", "100")] };
        yield return Get(fees, "of a group", fees + "?group=vip-1&market_id=any") with { Has = ["\"maker\":\"0.0008\""] };
        yield return Get(fees, "descending", fees + "?order_by=taker&ordering=desc&limit=1&page=5") with { Has = ["\"group\":\"vip-3\""] };
        yield return Get(fees, "unknown market", fees + "?market_id=xyz", 422) with { Errors = "public.trading_fee.market_doesnt_exist" };
    }

    private static IEnumerable<ContractRow> Later()
    {
        yield return Get("/public/withdraw_limits", "later", "/public/withdraw_limits", 501) with { Errors = "server.not_implemented" };
        yield return new ContractRow("POST /public/webhooks/:event", "later", "/public/webhooks/deposit", 501)
        {
            Errors = "server.not_implemented",
        };
        yield return new ContractRow("POST /public/webhooks/:adapter/:event", "later", "/public/webhooks/bitgo/deposit", 501)
        {
            Errors = "server.not_implemented",
        };
    }
}
