using System.Text.Json;
using Exchange.Core.Markets;

namespace Exchange.Web.Api;

/// <summary>GET /public/markets.</summary>
internal sealed class MarketEndpoints(IMarketCatalog catalog)
{
    public Task ListAsync(HttpContext http)
    {
        var read = RequestParameters.ReadQuery(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, "public.markets");
        var page = ApiPage.Read(checks);
        var descending = checks.Descending("ordering", absent: false);
        var byId = checks.OneOf("order_by", "id", "position") ?? false;
        var baseUnit = Unit(checks, "base_unit");
        var quoteUnit = Unit(checks, "quote_unit");
        var search = MarketSearch.Read(checks);
        if ((read.Error ?? checks.Error) is { } error) return error.WriteAsync(http);

        var markets = catalog.Markets
            .Where(m => (baseUnit is null || m.Base == baseUnit) && (quoteUnit is null || m.Quote == quoteUnit)
                && search.Matches(m));
        var ordered = byId ? markets.OrderBy(m => m.Code, StringComparer.Ordinal) : markets.OrderBy(m => m.Id.Index);
        List<Market> rows = [.. descending ? ordered.Reverse() : ordered];
        return ApiResponse.WriteAsync(http, 200, (Rows: page.Cut(http, rows), catalog), static (json, state) =>
        {
            json.WriteStartArray();
            foreach (var market in state.Rows) Write(json, market, state.catalog);
            json.WriteEndArray();
        });
    }

    private Currency? Unit(ParameterChecks checks, string name)
    {
        if (checks.Text(name) is not { } code) return null;
        if (!catalog.TryCurrency(code, out var currency)) checks.Refuse($"public.markets.{name}_doesnt_exist");
        return currency;
    }

    private static void Write(Utf8JsonWriter json, Market market, IMarketCatalog catalog)
    {
        var state = catalog.StateOf(market.Id);
        json.WriteStartObject();
        json.WriteString("id"u8, market.Code);
        json.WriteString("name"u8, $"{market.Base.Code}/{market.Quote.Code}".ToUpperInvariant());
        json.WriteString("base_unit"u8, market.Base.Code);
        json.WriteString("quote_unit"u8, market.Quote.Code);
        json.WriteDecimal("min_price"u8, market.Definition.MinPrice);
        json.WriteDecimal("max_price"u8, market.Definition.MaxPrice);
        json.WriteDecimal("min_amount"u8, market.Definition.MinQuantity);
        json.WriteNumber("amount_precision"u8, market.QuantityPrecision);
        json.WriteNumber("price_precision"u8, market.PricePrecision);
        json.WriteString("state"u8, state switch
        {
            MarketState.Open or MarketState.Auction => "enabled",
            MarketState.CancelOnly => "locked",
            MarketState.Halted => "disabled",
        });
        json.WriteString("trading_state"u8, PublicMarket.StateName(state));
        WriteProtection(json, catalog.ProtectionOf(market.Id));
        json.WriteEndObject();
    }

    /// <summary>Percentages as text; null for what is switched off.</summary>
    private static void WriteProtection(Utf8JsonWriter json, MarketProtection protection)
    {
        WritePercent(json, "price_band_percent"u8, protection.BandBasisPoints);
        WritePercent(json, "breaker_percent"u8, protection.BreakerBasisPoints);
        json.WriteNumber("breaker_window"u8, protection.BreakerWindowSeconds);
        json.WriteNumber("auction_duration"u8, protection.AuctionSeconds);
    }

    private static void WritePercent(Utf8JsonWriter json, ReadOnlySpan<byte> name, int basisPoints)
    {
        if (basisPoints == 0) json.WriteNull(name);
        else json.WriteDecimal(name, PercentField.Percent(basisPoints));
    }

    /// <summary>The search fields; a market matches when any given field does.</summary>
    private sealed record MarketSearch(string? BaseCode, string? QuoteCode, string? BaseName, string? QuoteName)
    {
        public static MarketSearch Read(ParameterChecks checks) => new(
            checks.Field("search", "base_code"), checks.Field("search", "quote_code"),
            checks.Field("search", "base_name"), checks.Field("search", "quote_name"));

        public bool Matches(Market m) =>
            (BaseCode ?? QuoteCode ?? BaseName ?? QuoteName) is null
            || Has(m.Base.Code, BaseCode) || Has(m.Quote.Code, QuoteCode)
            || Has(m.Base.Name, BaseName) || Has(m.Quote.Name, QuoteName);

        private static bool Has(string text, string? part) =>
            part is not null && text.Contains(part, StringComparison.OrdinalIgnoreCase);
    }
}
