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
                json.WriteString("state"u8, PublicMarket.StateName(state.State));
                if (state.Auction is { } auction) json.WritePreciseMoment("ends_at"u8, auction.EndsMicroseconds);
                else json.WriteNull("ends_at"u8);
                if (state.Auction is { Price.IsSet: true } trading)
                {
                    json.WriteDecimal("price"u8, state.market.AmountOf(trading.Price));
                    json.WriteDecimal("volume"u8, state.market.AmountOf(trading.Quantity));
                }
                else
                {
                    json.WriteNull("price"u8);
                    json.WriteNull("volume"u8);
                }

                json.WriteEndObject();
            })
        : PublicMarket.Unknown.WriteAsync(http);
}
