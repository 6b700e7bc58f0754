using System.Text;
using Exchange.Core.Markets;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Wallets;

namespace Exchange.Web.Wallets;

/// <summary>The wallets page's download. Only a session may fetch it: an API key has its own endpoints.</summary>
internal static class WalletsEndpoints
{
    /// <summary>Where the ledger is.</summary>
    public const string LedgerCsv = "/wallets/ledger.csv";

    /// <summary>Names the currency; without it all are meant.</summary>
    public const string CurrencyParameter = "currency";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Maps the download. Call after authentication and authorisation.</summary>
    public static void MapWallets(this IEndpointRouteBuilder routes) =>
        routes.MapGet(LedgerCsv, WriteLedgerAsync).RequireAuthorization(policy =>
            policy.AddAuthenticationSchemes(Sessions.Scheme).RequireAuthenticatedUser());

    private static async Task WriteLedgerAsync(HttpContext context, IMarketCatalog catalog, LedgerExport export)
    {
        if (MemberClaims.MemberIdOf(context.User) is not { } member)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        if (!TryCurrency(context.Request.Query, catalog, out var currency))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync("There is no such currency.");
            return;
        }

        var name = currency is null ? "ledger.csv" : $"ledger-{currency.Code}.csv";
        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        context.Response.Headers.CacheControl = "no-store";
        await using var output = new StreamWriter(context.Response.Body, Utf8, leaveOpen: true);
        await export.WriteAsync(output, new LedgerFilter(member, currency?.Id), context.RequestAborted);
    }

    private static bool TryCurrency(IQueryCollection query, IMarketCatalog catalog, out Currency? currency)
    {
        currency = null;
        var code = query[CurrencyParameter].ToString();
        return code.Length == 0 || catalog.TryCurrency(code, out currency);
    }
}
