namespace Exchange.Web.Api;

/// <summary>The reference of /coinmarketcap and /coingecko.</summary>
internal static class ListingDocs
{
    private const string UnknownPair = "404 record.not_found";

    public static IReadOnlyList<ApiDoc> All => [.. CoinMarketCap(), .. CoinGecko()];

    private static IEnumerable<ApiDoc> CoinMarketCap()
    {
        yield return new("GET", "/coinmarketcap/summary", "All markets with their last 24 hours") { Answer = "[CapSummary]" };
        yield return new("GET", "/coinmarketcap/assets", "All currencies")
        {
            Answer = "{*:{name:str, can_withdraw:bool, can_deposit:bool, min_withdraw:dec}}",
        };
        yield return new("GET", "/coinmarketcap/ticker", "Prices and volumes of all markets")
        {
            Answer = "{*:{last_price:dec, base_volume:dec, quote_volume:dec, isFrozen:int}}",
        };
        yield return new("GET", "/coinmarketcap/orderbook/{market_pair}", "A book by price level")
        {
            Answer = "Depth",
            Refusals = [UnknownPair],
            Parameters = ApiParameter.ParseAll("depth: int - levels of both sides together, 0 to 500; all when absent or 0"),
        };
        yield return new("GET", "/coinmarketcap/trades/{market_pair}", "Trades of the last day, newest first")
        {
            Answer = "[CapTrade]",
            Refusals = [UnknownPair],
        };
    }

    private static IEnumerable<ApiDoc> CoinGecko()
    {
        yield return new("GET", "/coingecko/pairs", "All markets") { Answer = "[{ticker_id:str, base:str, target:str}]" };
        yield return new("GET", "/coingecko/tickers", "The last 24 hours of all markets") { Answer = "[GeckoTicker]" };
        yield return new("GET", "/coingecko/orderbook", "A book by price level")
        {
            Answer = "{ticker_id:str, timestamp:int, asks:[Level], bids:[Level]}",
            Refusals = [UnknownPair],
            Parameters = ApiParameter.ParseAll("""
                ticker_id!: str - the market, as BTC_USDT
                depth: int - levels of both sides together, 0 to 1000; all when absent or 0
                """),
        };
        yield return new("GET", "/coingecko/historical_trades", "Trades by the taker's side, newest first")
        {
            Answer = "{buy:[GeckoTrade], sell:[GeckoTrade]}",
            Refusals = [UnknownPair],
            Parameters = ApiParameter.ParseAll("""
                ticker_id!: str - the market, as BTC_USDT
                type: Side - only these
                limit: int - 0 to 1000; all that are at hand when absent or 0
                start_time: int - unix seconds or milliseconds
                end_time: int - unix seconds or milliseconds
                """),
        };
    }
}
