using System.Text.Json;
using Exchange.Core.Engine;
using Exchange.Core.Markets;

namespace Exchange.Web.Api;

/// <summary>GET /public/markets/:market/auction: what a call auction would trade now.</summary>
internal sealed class AuctionEndpoint(IEngineReadState live, IMarketCatalog catalog)
{
    public Task ShowAsync(HttpContext http) => PublicMarket.TryFind(http, catalog, out var market)
        ? ApiResponse.WriteAsync(http, 200, (market, State: catalog.StateOf(market.Id), Auction: live.Auction(market.Id)),
            static (json, state) =>
            {
                json.WriteStartObject();
                json.WriteString("market"u8, state.market.Code);
                AuctionJson.Write(json, state.market, state.State, state.Auction);
                json.WriteEndObject();
            })
        : PublicMarket.Unknown.WriteAsync(http);
}

/// <summary>A market's state and call auction, as REST and Ranger write them.</summary>
internal static class AuctionJson
{
    /// <summary>Writes the fields into an open object.</summary>
    public static void Write(Utf8JsonWriter json, Market market, MarketState state, AuctionView? auction)
    {
        json.WriteString("state"u8, PublicMarket.StateName(state));
        if (auction is { } running) json.WritePreciseMoment("ends_at"u8, running.EndsMicroseconds);
        else json.WriteNull("ends_at"u8);
        if (auction is { Price.IsSet: true } trading)
        {
            json.WriteDecimal("price"u8, market.AmountOf(trading.Price));
            json.WriteDecimal("volume"u8, market.AmountOf(trading.Quantity));
        }
        else
        {
            json.WriteNull("price"u8);
            json.WriteNull("volume"u8);
        }
    }
}
