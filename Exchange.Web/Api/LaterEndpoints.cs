using Exchange.Core.Members;
using Exchange.Core.Primitives;

namespace Exchange.Web.Api;

/// <summary>Endpoints of the contract whose capability is not built yet. They say so: 501.</summary>
internal static class LaterEndpoints
{
    private static readonly (string Method, string Pattern)[] Public =
    [
        ("GET", "/public/withdraw_limits"),
        ("POST", "/public/webhooks/{event}"),
        ("POST", "/public/webhooks/{adapter}/{event}"),
    ];

    private static readonly (string Method, string Pattern)[] Account =
    [
        ("GET", "/account/beneficiaries"),
        ("POST", "/account/beneficiaries"),
        ("GET", "/account/beneficiaries/{id}"),
        ("DELETE", "/account/beneficiaries/{id}"),
        ("PATCH", "/account/beneficiaries/{id}/resend_pin"),
        ("PATCH", "/account/beneficiaries/{id}/activate"),
        ("GET", "/account/deposits"),
        ("GET", "/account/deposits/{txid}"),
        ("GET", "/account/deposit_address/{currency}"),
        ("GET", "/account/withdraws"),
        ("POST", "/account/withdraws"),
        ("GET", "/account/withdraws/sums"),
        ("GET", "/account/transactions"),
        ("GET", "/account/stats/pnl"),
        ("GET", "/account/internal_transfers"),
        ("POST", "/account/internal_transfers"),
    ];

    public static void Map(RouteTable table)
    {
        foreach (var (method, pattern) in Public) table.Anyone(method, pattern, ApiError.NotImplemented.WriteAsync);
        foreach (var (method, pattern) in Account)
        {
            var scope = method == "GET" ? ApiKeyScopes.Read : ApiKeyScopes.Withdraw;
            table.Members(method, pattern, RequestKind.Read,
                static (HttpContext http, MemberId _) => ApiError.NotImplemented.WriteAsync(http), scope);
        }
    }
}
