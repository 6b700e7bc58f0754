namespace Exchange.Tests.Contract;

/// <summary>The feeds for CoinMarketCap and CoinGecko.</summary>
internal static class ListingRows
{
    private const string Levels = "asks:[[dec,dec]], bids:[[dec,dec]]";

    public static readonly ContractModule Module = new("Peatio: CoinMarketCap and CoinGecko", ContractTable.Peatio,
        [.. CoinMarketCap(), .. CoinGecko()])
    {
        Notes = new Dictionary<string, string>
        {
            ["GET /coinmarketcap/assets"] = "nothing can be deposited or withdrawn yet",
            ["GET /coinmarketcap/orderbook/:market_pair"] = "at most 5,000 levels of a side",
            ["GET /coinmarketcap/trades/:market_pair"] = "of the last 1,000 trades",
            ["GET /coingecko/orderbook"] = "`timestamp` in milliseconds; at most 5,000 levels of a side",
            ["GET /coingecko/historical_trades"] = "of the last 1,000 trades; times in seconds or milliseconds",
        },
    };

    private static ContractRow Get(string endpoint, string @case, string path, int status = 200) =>
        new("GET " + endpoint, @case, path, status);

    private static IEnumerable<ContractRow> CoinMarketCap()
    {
        const string root = "/coinmarketcap";
        yield return Get(root + "/summary", "all", root + "/summary") with
        {
            Shape = """
                [{trading_pairs:str, base_currency:str, quote_currency:str, last_price:dec, lowest_ask:dec, highest_bid:dec,
                  base_volume:dec, quote_volume:dec, price_change_percent_24h:dec, highest_price_24h:dec, lowest_price_24h:dec}]
                """,
            Has = ["{\"trading_pairs\":\"BTC_USDT\",\"base_currency\":\"BTC\"", "\"lowest_ask\":\"61000.0\",\"highest_bid\":\"40000.0\""],
        };
        yield return Get(root + "/assets", "all", root + "/assets") with
        {
            Shape = "{*:{name:str, unified_cryptoasset_id?:str, can_withdraw:bool, can_deposit:bool, min_withdraw:dec}}",
            Has = ["{\"BTC\":{"],
        };
        yield return Get(root + "/ticker", "all", root + "/ticker") with
        {
            Shape = "{*:{base_id?:str, quote_id?:str, last_price:dec, base_volume:dec, quote_volume:dec, isFrozen:int}}",
            Has = ["{\"BTC_USDT\":{\"last_price\":\"60000.0\"", "\"isFrozen\":0"],
        };
        const string book = root + "/orderbook/:market_pair";
        yield return Get(book, "whole", root + "/orderbook/BTC_USDT") with
        {
            Shape = $"{{timestamp:int, {Levels}}}",
            Has = ["[\"61000.0\","],
        };
        yield return Get(book, "depth", root + "/orderbook/btc_usdt?depth=100") with { Shape = $"{{timestamp:int, {Levels}}}" };
        yield return Get(book, "too deep", root + "/orderbook/BTC_USDT?depth=501", 422) with
        {
            Errors = "coinmarketcap.market_depth.invalid_depth",
        };
        yield return Get(book, "no number", root + "/orderbook/BTC_USDT?depth=x", 422) with
        {
            Errors = "coinmarketcap.market_depth.non_integer_depth",
        };
        yield return Get(book, "unknown pair", root + "/orderbook/BTC_XYZ", 404) with { Errors = "record.not_found" };
        const string trades = root + "/trades/:market_pair";
        yield return Get(trades, "of a day", root + "/trades/BTC_USDT") with
        {
            Shape = "[{trade_id:int, price:num, base_volume:num, quote_volume:num, timestamp:int, type:\"buy\"|\"sell\"}]",
            Has = ["\"price\":60000.0"],
        };
        yield return Get(trades, "unknown pair", root + "/trades/XYZ_ABC", 404) with { Errors = "record.not_found" };
    }

    private static IEnumerable<ContractRow> CoinGecko()
    {
        const string root = "/coingecko";
        yield return Get(root + "/pairs", "all", root + "/pairs") with
        {
            Shape = "[{ticker_id:str, base:str, target:str}]",
            Has = ["[{\"ticker_id\":\"BTC_USDT\",\"base\":\"BTC\",\"target\":\"USDT\"}"],
        };
        yield return Get(root + "/tickers", "all", root + "/tickers") with
        {
            Shape = """
                [{ticker_id:str, base_currency:str, target_currency:str, last_price:dec, base_volume:dec, target_volume:dec, bid:dec,
                  ask:dec, high:dec, low:dec}]
                """,
        };
        yield return Get(root + "/orderbook", "whole", root + "/orderbook?ticker_id=BTC_USDT") with
        {
            Shape = $"{{ticker_id:str, timestamp:int, {Levels}}}",
        };
        yield return Get(root + "/orderbook", "wrong depth", root + "/orderbook?ticker_id=BTC_USDT&depth=1001", 422) with
        {
            Errors = "coingecko.market_depth.invalid_depth",
        };
        yield return Get(root + "/orderbook", "nothing given", root + "/orderbook?depth=x", 422) with
        {
            Errors = "coingecko.market_depth.missing_ticker_id coingecko.market_depth.non_integer_depth",
        };
        yield return Get(root + "/orderbook", "unknown pair", root + "/orderbook?ticker_id=XYZ_ABC", 404) with
        {
            Errors = "record.not_found",
        };
        const string trade = "{trade_id:int, price:num, base_volume:num, target_volume:num, trade_timestamp:int, type:str}";
        const string trades = root + "/historical_trades";
        yield return Get(trades, "all", trades + "?ticker_id=BTC_USDT") with
        {
            Shape = $"{{buy:[{trade}], sell:[{trade}]}}",
            Has = ["{\"buy\":[{\"trade_id\":", "\"sell\":[]"],
        };
        yield return Get(trades, "by everything",
            trades + "?ticker_id=btc_usdt&type=sell&limit=10&start_time=1620000000&end_time=1900000000000") with
        {
            Has = ["{\"buy\":[],\"sell\":[]}"],
        };
        yield return Get(trades, "wrong values", trades + "?ticker_id=BTC_USDT&type=up&limit=1001", 422) with
        {
            Errors = "coingecko.historical_trades.invalid_type coingecko.historical_trades.invalid_limit",
        };
    }
}
