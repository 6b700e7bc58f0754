using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Primitives;

namespace Exchange.Web.Api;

/// <summary>GET /account/balances and GET /account/balances/:currency.</summary>
internal sealed class BalanceEndpoints(IEngineReadState live, IMarketCatalog catalog)
{
    private static readonly ApiError UnknownCurrency = ApiError.Of(422, "account.currency.doesnt_exist");

    public Task ListAsync(HttpContext http, MemberId member)
    {
        var read = RequestParameters.ReadQuery(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, "account.balances");
        var page = ApiPage.Read(checks);
        var nonzero = checks.Flag("nonzero") ?? false;
        var code = checks.Field("search", "currency_code");
        var name = checks.Field("search", "currency_name");
        if ((read.Error ?? checks.Error) is { } error) return error.WriteAsync(http);

        var balances = catalog.Currencies
            .Where(c => CurrencyEndpoints.Contains(c, code, name))
            .Select(c => (Currency: c, Balance: live.Balance(member, c.Id)))
            .Where(b => !nonzero || !b.Balance.Total.IsZero).ToList();
        return ApiResponse.WriteAsync(http, 200, page.Cut(http, balances), static (json, rows) =>
        {
            json.WriteStartArray();
            foreach (var (currency, balance) in rows) Write(json, currency, balance);
            json.WriteEndArray();
        });
    }

    public Task ShowAsync(HttpContext http, MemberId member)
    {
        if (!catalog.TryCurrency((string)http.Request.RouteValues["currency"]!, out var currency))
            return UnknownCurrency.WriteAsync(http);
        return ApiResponse.WriteAsync(http, 200, (currency, live.Balance(member, currency.Id)),
            static (json, state) => Write(json, state.currency, state.Item2));
    }

    private static void Write(System.Text.Json.Utf8JsonWriter json, Currency currency, BalanceView balance)
    {
        json.WriteStartObject();
        json.WriteString("currency"u8, currency.Code);
        json.WriteDecimal("balance"u8, balance.Available);
        json.WriteDecimal("locked"u8, balance.Locked);
        json.WriteEndObject();
    }
}
