namespace Exchange.Web.Api;

/// <summary>The reference of /public.</summary>
internal static class PublicDocs
{
    private const string UnknownMarket = "422 public.market.doesnt_exist";

    public static IReadOnlyList<ApiDoc> All =>
    [
        .. Lists(),
        .. OfOneMarket(),
        new("GET", "/public/timestamp", "The server's time") { Answer = "iso" },
        new("GET", "/public/version", "What is running") { Answer = "{git_tag:str, git_sha:str|null, build_date:null, version:str}" },
        new("GET", "/public/health/alive", "Whether the program runs"),
        new("GET", "/public/health/ready", "Whether orders are taken") { Description = "503 when not." },
        new("GET", "/public/member-levels", "Levels that deposits, withdrawals and trading ask for")
        {
            Answer = "{deposit:MemberLevel, withdraw:MemberLevel, trading:MemberLevel}",
        },
        new("GET", "/public/withdraw_limits", "Limits of withdrawals") { Status = 501 },
        new("POST", "/public/webhooks/{event}", "Tells of a deposit or withdrawal") { Status = 501 },
        new("POST", "/public/webhooks/{adapter}/{event}", "Tells of a deposit or withdrawal") { Status = 501 },
    ];

    private static IEnumerable<ApiDoc> Lists()
    {
        yield return new("GET", "/public/currencies", "All currencies")
        {
            Answer = "[Currency]",
            IsPaged = true,
            Parameters = ApiParameter.ParseAll("""
                type: "fiat"|"coin" - only these
                search[code]: str - part of the code
                search[name]: str - part of the name
                """),
        };
        yield return new("GET", "/public/currencies/{id}", "One currency")
        {
            Answer = "Currency",
            Refusals = ["422 public.currency.doesnt_exist"],
        };
        yield return new("GET", "/public/markets", "All markets")
        {
            Answer = "[Market]",
            IsPaged = true,
            Parameters = ApiParameter.ParseAll("""
                base_unit: str - only with this base currency
                quote_unit: str - only with this quote currency
                order_by: "id"|"position" - position when absent
                ordering: "asc"|"desc" - asc when absent
                search[base_code]: str - part of the base currency's code
                search[quote_code]: str - part of the quote currency's code
                search[base_name]: str - part of the base currency's name
                search[quote_name]: str - part of the quote currency's name
                """),
        };
        yield return new("GET", "/public/markets/tickers", "The last 24 hours of all markets") { Answer = "{*:Ticker}" };
        yield return new("GET", "/public/trading_fees", "The fee schedule")
        {
            Answer = "[TradingFee]",
            IsPaged = true,
            Refusals = ["422 public.trading_fee.market_doesnt_exist"],
            Parameters = ApiParameter.ParseAll("""
                group: str - only of this member group
                market_id: str - only of this market; any for rows that are of no market
                order_by: "id"|"group"|"market_id"|"maker"|"taker" - id when absent
                ordering: "asc"|"desc" - asc when absent
                """),
        };
    }

    private static IEnumerable<ApiDoc> OfOneMarket()
    {
        const string market = "/public/markets/{market}";
        yield return new("GET", market + "/tickers", "The last 24 hours of a market") { Answer = "Ticker", Refusals = [UnknownMarket] };
        yield return new("GET", market + "/order-book", "Orders in the book, best first")
        {
            Answer = "OrderBook",
            Refusals = [UnknownMarket],
            Parameters = ApiParameter.ParseAll("""
                asks_limit: int - 1 to 200; 20 when absent
                bids_limit: int - 1 to 200; 20 when absent
                """),
        };
        yield return new("GET", market + "/depth", "The book by price level, best first: pairs of price and amount")
        {
            Answer = "Depth",
            Refusals = [UnknownMarket],
            Parameters = ApiParameter.ParseAll("limit: int - levels of a side, 1 to 1000; 300 when absent"),
        };
        yield return new("GET", market + "/trades", "The last trades, newest first")
        {
            Answer = "[PublicTrade]",
            Refusals = [UnknownMarket],
            Parameters = ApiParameter.ParseAll("limit: int - 1 to 1000; 100 when absent"),
        };
        yield return new("GET", market + "/k-line", "Candles: time, open, high, low, close, volume")
        {
            Answer = "[Candle]",
            Refusals = [UnknownMarket],
            Parameters = ApiParameter.ParseAll("""
                period: int - minutes: 1, 5, 15, 30, 60, 120, 240, 360, 720, 1440, 4320 or 10080; 1 when absent
                time_from: int - unix seconds
                time_to: int - unix seconds
                limit: int - 1 to 10000; 30 when absent; without effect when both times are given
                """),
        };
        yield return new("GET", market + "/auction", "What a call auction would trade now")
        {
            Answer = "Auction",
            IsOurs = true,
            Refusals = [UnknownMarket],
        };
    }
}

/// <summary>The reference of the reference.</summary>
internal static class ReferenceDocs
{
    public static IReadOnlyList<ApiDoc> All =>
    [
        new("GET", OpenApiEndpoints.Whole, "The whole reference as an OpenAPI document") { Answer = "{...}", IsOurs = true },
        new("GET", OpenApiEndpoints.OneModule, "One module's reference: public, account, market …") { Answer = "{...}", IsOurs = true },
        new("GET", OpenApiEndpoints.Swagger, "The whole reference, where the old servers have theirs") { Answer = "{...}" },
    ];
}
