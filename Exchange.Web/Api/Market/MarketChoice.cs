using Exchange.Core.Markets;
using Exchange.Core.Primitives;

namespace Exchange.Web.Api;

/// <summary>
/// Which markets a list is about: <c>market</c> (one or several), <c>base_unit</c>, <c>quote_unit</c>.
/// </summary>
internal static class MarketChoice
{
    /// <summary>The markets asked for, or null for all.</summary>
    public static IReadOnlyCollection<MarketId>? Read(ParameterChecks checks, IMarketCatalog catalog)
    {
        var codes = checks.Texts("market");
        var baseUnit = checks.Text("base_unit");
        var quoteUnit = checks.Text("quote_unit");
        if (codes is null && baseUnit is null && quoteUnit is null) return null;

        IEnumerable<Market> chosen = codes is null ? catalog.Markets : Named(checks, catalog, codes);
        return [.. chosen.Where(m => Is(m.Base, baseUnit) && Is(m.Quote, quoteUnit)).Select(m => m.Id)];
    }

    private static List<Market> Named(ParameterChecks checks, IMarketCatalog catalog, IReadOnlyList<string> codes)
    {
        List<Market> markets = [];
        foreach (var code in codes)
        {
            if (catalog.TryMarket(code, out var market)) markets.Add(market);
            else checks.Refuse("market.market.doesnt_exist");
        }

        return markets;
    }

    private static bool Is(Currency currency, string? code) =>
        code is null || currency.Code.Equals(code, StringComparison.OrdinalIgnoreCase);
}
