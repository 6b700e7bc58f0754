using Exchange.Core.Primitives;

namespace Exchange.Web.Api;

/// <summary>All routes of the Peatio REST API, in one table.</summary>
internal static class PeatioApiRoutes
{
    /// <summary>Where the API begins.</summary>
    public const string Prefix = "/api/v2/peatio";

    /// <summary>Maps the API for people and for anyone. Call it after authentication.</summary>
    public static WebApplication MapPeatioApi(this WebApplication app)
    {
        var table = app.Services.GetRequiredService<RouteTable>();
        foreach (var route in table.Routes)
        {
            var endpoint = app.MapMethods(route.Path, [route.Method], route.Handle);
            if (route.Scope is null) endpoint.AllowAnonymous();
        }

        foreach (var module in table.Modules) app.Map(module.Prefix + "/{**rest}", table.AnswerUnmatched);
        return app;
    }

    /// <summary>Fills the table.</summary>
    public static void Map(RouteTable table)
    {
        MapPublic(table);
        MapAccount(table);
        MapMarket(table);
        MapListings(table);
        LaterEndpoints.Map(table);
        OpenApiEndpoints.Map(table, Prefix);
    }

    private static void MapPublic(RouteTable table)
    {
        var currencies = table.Create<CurrencyEndpoints>();
        table.Anyone("GET", "/public/currencies", currencies.ListAsync);
        table.Anyone("GET", "/public/currencies/{id}", currencies.ShowAsync);
        table.Anyone("GET", "/public/markets", table.Create<MarketEndpoints>().ListAsync);
        var tickers = table.Create<TickerEndpoints>();
        table.Anyone("GET", "/public/markets/tickers", tickers.AllAsync);
        table.Anyone("GET", "/public/markets/{market}/tickers", tickers.OneAsync);
        var book = table.Create<BookEndpoints>();
        table.Anyone("GET", "/public/markets/{market}/order-book", book.OrdersAsync);
        table.Anyone("GET", "/public/markets/{market}/depth", book.DepthAsync);
        table.Anyone("GET", "/public/markets/{market}/auction", table.Create<AuctionEndpoint>().ShowAsync);
        table.Anyone("GET", "/public/markets/{market}/trades", table.Create<PublicTradeEndpoint>().ListAsync);
        table.Anyone("GET", "/public/markets/{market}/k-line", table.Create<KLineEndpoint>().ListAsync);
        table.Anyone("GET", "/public/trading_fees", table.Create<TradingFeeEndpoint>().ListAsync);
        var service = table.Create<ServiceEndpoints>();
        table.Anyone("GET", "/public/timestamp", service.TimestampAsync);
        table.Anyone("GET", "/public/version", ServiceEndpoints.VersionAsync);
        table.Anyone("GET", "/public/health/alive", ServiceEndpoints.AliveAsync);
        table.Anyone("GET", "/public/health/ready", service.ReadyAsync);
        table.Anyone("GET", "/public/member-levels", service.MemberLevelsAsync);
    }

    private static void MapListings(RouteTable table)
    {
        var cap = table.Create<CoinMarketCapEndpoints>();
        table.Anyone("GET", "/coinmarketcap/summary", cap.SummaryAsync);
        table.Anyone("GET", "/coinmarketcap/assets", cap.AssetsAsync);
        table.Anyone("GET", "/coinmarketcap/ticker", cap.TickerAsync);
        table.Anyone("GET", "/coinmarketcap/orderbook/{market_pair}", cap.OrderBookAsync);
        table.Anyone("GET", "/coinmarketcap/trades/{market_pair}", cap.TradesAsync);
        var gecko = table.Create<CoinGeckoEndpoints>();
        table.Anyone("GET", "/coingecko/pairs", gecko.PairsAsync);
        table.Anyone("GET", "/coingecko/tickers", gecko.TickersAsync);
        table.Anyone("GET", "/coingecko/orderbook", gecko.OrderBookAsync);
        table.Anyone("GET", "/coingecko/historical_trades", gecko.TradesAsync);
    }

    private static void MapAccount(RouteTable table)
    {
        var balances = table.Create<BalanceEndpoints>();
        table.Members("GET", "/account/balances", RequestKind.Read, balances.ListAsync);
        table.Members("GET", "/account/balances/{currency}", RequestKind.Read, balances.ShowAsync);
    }

    private static void MapMarket(RouteTable table)
    {
        var orders = table.Create<OrderEndpoints>();
        table.Members("GET", "/market/orders", RequestKind.Read, orders.ListAsync);
        table.Members("GET", "/market/orders/{id}", RequestKind.Read, orders.ShowAsync);
        table.Members("POST", "/market/orders", RequestKind.Order, table.Create<PlaceOrderEndpoint>().HandleAsync);
        table.Members("POST", "/market/orders/batch", RequestKind.Order, table.Create<OrderBatchEndpoint>().HandleAsync);
        table.Members("POST", "/market/orders/oco", RequestKind.Order, table.Create<OneCancelsOtherEndpoint>().HandleAsync);
        var amend = table.Create<AmendEndpoint>();
        table.Members("POST", "/market/orders/{id}/amend", RequestKind.Order, amend.HandleAsync);
        table.Members("PUT", "/market/orders/{id}/amend", RequestKind.Order, amend.HandleAsync);
        var cancels = table.Create<CancelEndpoints>();
        table.Members("POST", "/market/orders/cancel", RequestKind.Cancel, cancels.AllAsync);
        table.Members("POST", "/market/orders/{id}/cancel", RequestKind.Cancel, cancels.OneAsync);
        table.Members("POST", "/market/orders/cancel/batch", RequestKind.Cancel, table.Create<CancelBatchEndpoint>().HandleAsync);
        table.Members("POST", "/market/cancel_timer", RequestKind.Cancel, table.Create<CancelTimerEndpoint>().HandleAsync);
        table.Members("GET", "/market/trades", RequestKind.Read, table.Create<MemberTradeEndpoint>().ListAsync);
    }
}
