using Exchange.Core.Primitives;

namespace Exchange.Web.Api;

/// <summary>All routes of the Peatio REST API, in one table.</summary>
internal static class PeatioApiRoutes
{
    /// <summary>Where the API begins.</summary>
    public const string Prefix = "/api/v2/peatio";

    /// <summary>Maps the API. Call it after authentication.</summary>
    public static WebApplication MapPeatioApi(this WebApplication app)
    {
        var table = new RouteTable(app, app.Services.GetRequiredService<ApiPipeline>());
        MapPublic(table);
        MapAccount(table);
        MapMarket(table);
        LaterEndpoints.Map(table);
        app.Map(Prefix + "/{**rest}", table.AnswerUnmatched);
        return app;
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
        table.Anyone("GET", "/public/member-levels", ServiceEndpoints.MemberLevelsAsync);
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

/// <summary>Maps routes and remembers them, to tell a wrong method (405) from a wrong path (404).</summary>
internal sealed class RouteTable(WebApplication app, ApiPipeline pipeline)
{
    private readonly List<(string Method, string[] Segments)> _routes = [];

    /// <summary>Makes an endpoint class; all it needs are singletons.</summary>
    public T Create<T>() => ActivatorUtilities.CreateInstance<T>(app.Services);

    /// <summary>A route for anyone.</summary>
    public void Anyone(string method, string pattern, Func<HttpContext, Task> handle) =>
        Add(method, pattern, pipeline.ForAnyone(handle));

    /// <summary>A route for members.</summary>
    public void Members(string method, string pattern, RequestKind kind, Func<HttpContext, MemberId, Task> handle) =>
        Add(method, pattern, pipeline.ForMembers(kind, handle));

    /// <summary>Answers what no route matched.</summary>
    public Task AnswerUnmatched(HttpContext http)
    {
        var rest = http.Request.Path.Value.AsSpan(PeatioApiRoutes.Prefix.Length).Trim('/').ToString().Split('/');
        var methods = _routes.Where(route => Matches(route.Segments, rest)).Select(route => route.Method).Distinct();
        var allowed = string.Join(", ", methods);
        if (allowed.Length == 0) return ApiError.NotFound.WriteAsync(http);
        http.Response.Headers.Allow = allowed;
        return ApiError.MethodNotAllowed.WriteAsync(http);
    }

    private void Add(string method, string pattern, RequestDelegate handle)
    {
        app.MapMethods(PeatioApiRoutes.Prefix + pattern, [method], handle);
        _routes.Add((method, pattern.Trim('/').Split('/')));
    }

    private static bool Matches(string[] pattern, string[] path) =>
        pattern.Length == path.Length && pattern.Zip(path).All(pair =>
            pair.First[0] == '{' || pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));
}
