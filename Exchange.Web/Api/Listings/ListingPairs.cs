using System.Diagnostics.CodeAnalysis;
using Exchange.Core.Markets;

namespace Exchange.Web.Api;

/// <summary>Markets as sites that list exchanges name them: <c>BTC_USDT</c>.</summary>
internal static class ListingPairs
{
    /// <summary>Most levels of a side in a whole book.</summary>
    public const int MaxLevels = 5000;

    /// <summary>The market's name on such sites.</summary>
    public static string Of(Market market) => $"{Code(market.Base)}_{Code(market.Quote)}";

    /// <summary>The currency's name on such sites.</summary>
    public static string Code(Currency currency) => currency.Code.ToUpperInvariant();

    /// <summary>Finds a market by that name, or by ours, in any case.</summary>
    public static bool TryFind(IMarketCatalog catalog, string name, [NotNullWhen(true)] out Market? market)
    {
        if (catalog.TryMarket(name, out market)) return true;
        var cut = name.IndexOf('_', StringComparison.Ordinal);
        market = cut < 0 ? null : catalog.Markets.FirstOrDefault(m =>
            m.Base.Code.AsSpan().Equals(name.AsSpan(0, cut), StringComparison.OrdinalIgnoreCase)
            && m.Quote.Code.AsSpan().Equals(name.AsSpan(cut + 1), StringComparison.OrdinalIgnoreCase));
        return market is not null;
    }

    /// <summary>Levels per side for a depth that counts both; 0 or nothing asks for all.</summary>
    public static int LevelsOf(int depth) => depth == 0 ? MaxLevels : (depth + 1) / 2;
}
