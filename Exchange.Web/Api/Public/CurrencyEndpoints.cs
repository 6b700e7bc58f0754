using System.Text.Json;
using Exchange.Core.Markets;
using Exchange.Core.Primitives;
using Exchange.Core.Wallets;

namespace Exchange.Web.Api;

/// <summary>GET /public/currencies and GET /public/currencies/:id.</summary>
internal sealed class CurrencyEndpoints(IMarketCatalog catalog, BalanceQueries balances, Valuation valuation)
{
    private static readonly ApiError Unknown = ApiError.Of(422, "public.currency.doesnt_exist");

    public Task ListAsync(HttpContext http)
    {
        var read = RequestParameters.ReadQuery(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, "public.currency");
        var page = ApiPage.Read(checks);
        var fiat = checks.OneOf("type", "fiat", "coin");
        var code = checks.Field("search", "code");
        var name = checks.Field("search", "name");
        if ((read.Error ?? checks.Error) is { } error) return error.WriteAsync(http);

        var currencies = catalog.Currencies
            .Where(c => (fiat is null || (c.Kind == CurrencyKind.Fiat) == fiat) && Contains(c, code, name)).ToList();
        return ApiResponse.WriteAsync(http, 200, (Self: this, Rows: page.Cut(http, currencies)), static (json, state) =>
        {
            json.WriteStartArray();
            foreach (var currency in state.Rows) state.Self.Write(json, currency);
            json.WriteEndArray();
        });
    }

    public Task ShowAsync(HttpContext http) =>
        catalog.TryCurrency((string)http.Request.RouteValues["id"]!, out var currency)
            ? ApiResponse.WriteAsync(http, 200, (Self: this, currency), static (json, state) => state.Self.Write(json, state.currency))
            : Unknown.WriteAsync(http);

    /// <summary>True when code or name contains what is searched for, or nothing is.</summary>
    internal static bool Contains(Currency currency, string? code, string? name) =>
        (code is null && name is null)
        || (code is not null && currency.Code.Contains(code, StringComparison.OrdinalIgnoreCase))
        || (name is not null && currency.Name.Contains(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>What one is worth in the exchange's first quote currency; zero when no price leads there.</summary>
    private Amount PriceOf(Currency currency) => balances.QuoteOrFirst(null) is { } quote
        ? valuation.ValueOf(Amount.FromWhole(1), currency, quote) ?? Amount.Zero
        : Amount.Zero;

    /// <summary>Deposits and withdrawals are off and their limits zero until the exchange can do them.</summary>
    private void Write(Utf8JsonWriter json, Currency currency)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, currency.Code);
        json.WriteString("name"u8, currency.Name);
        json.WriteNull("description"u8);
        json.WriteNull("homepage"u8);
        json.WriteDecimal("price"u8, PriceOf(currency));
        json.WriteString("type"u8, currency.Kind == CurrencyKind.Fiat ? "fiat"u8 : "coin"u8);
        json.WriteBoolean("deposit_enabled"u8, false);
        json.WriteBoolean("withdrawal_enabled"u8, false);
        json.WriteDecimal("deposit_fee"u8, Amount.Zero);
        json.WriteDecimal("min_deposit_amount"u8, Amount.Zero);
        json.WriteDecimal("withdraw_fee"u8, Amount.Zero);
        json.WriteDecimal("min_withdraw_amount"u8, Amount.Zero);
        json.WriteDecimal("withdraw_limit_24h"u8, Amount.Zero);
        json.WriteDecimal("withdraw_limit_72h"u8, Amount.Zero);
        json.WriteNumber("base_factor"u8, (long)(Amount.UnitsPerWhole / currency.SmallestStep.Units));
        json.WriteNumber("precision"u8, currency.Precision);
        json.WriteNumber("position"u8, currency.Id.Index + 1);
        json.WriteString("icon_url"u8, ""u8);
        if (currency.Kind == CurrencyKind.Coin)
        {
            json.WriteString("explorer_transaction"u8, ""u8);
            json.WriteString("explorer_address"u8, ""u8);
            json.WriteNumber("min_confirmations"u8, 0);
        }

        json.WriteEndObject();
    }
}
