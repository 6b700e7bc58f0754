using System.Diagnostics.CodeAnalysis;
using Exchange.Core.Markets;

namespace Exchange.Web.Api;

/// <summary>The market that a path names.</summary>
internal static class PublicMarket
{
    public static readonly ApiError Unknown = ApiError.Of(422, "public.market.doesnt_exist");

    /// <summary>Finds the market of <c>/public/markets/:market/…</c>.</summary>
    public static bool TryFind(HttpContext http, IMarketCatalog catalog, [NotNullWhen(true)] out Market? market) =>
        catalog.TryMarket((string)http.Request.RouteValues["market"]!, out market);

    /// <summary>What the market lets members do, exactly; the contract's <c>state</c> knows less.</summary>
    public static ReadOnlySpan<byte> StateName(MarketState state) => state switch
    {
        MarketState.Open => "open"u8,
        MarketState.Auction => "auction"u8,
        MarketState.CancelOnly => "cancel_only"u8,
        MarketState.Halted => "halted"u8,
    };
}
