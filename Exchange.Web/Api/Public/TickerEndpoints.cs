using System.Globalization;
using System.Text.Json;
using Exchange.Core.MarketData;
using Exchange.Core.Markets;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;

namespace Exchange.Web.Api;

/// <summary>GET /public/markets/tickers and /public/markets/:market/tickers.</summary>
internal sealed class TickerEndpoints(IMarketData data, IMarketCatalog catalog, TimeProvider time)
{
    public Task AllAsync(HttpContext http) =>
        ApiResponse.WriteAsync(http, 200, (Self: this, catalog.Markets), static (json, state) =>
        {
            json.WriteStartObject();
            foreach (var market in state.Markets)
            {
                json.WritePropertyName(market.Code);
                state.Self.Write(json, market);
            }

            json.WriteEndObject();
        });

    public Task OneAsync(HttpContext http) => PublicMarket.TryFind(http, catalog, out var market)
        ? ApiResponse.WriteAsync(http, 200, (Self: this, market),
            static (json, state) => state.Self.Write(json, state.market))
        : PublicMarket.Unknown.WriteAsync(http);

    private void Write(Utf8JsonWriter json, Market market)
    {
        var ticker = data.Ticker(market.Id);
        json.WriteStartObject();
        json.WriteString("at"u8, time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        json.WriteStartObject("ticker"u8);
        json.WriteDecimal("low"u8, market.AmountOf(ticker.Low));
        json.WriteDecimal("high"u8, market.AmountOf(ticker.High));
        json.WriteDecimal("open"u8, market.AmountOf(ticker.Open));
        json.WriteDecimal("last"u8, market.AmountOf(ticker.Last));
        json.WriteDecimal("volume"u8, ticker.QuoteVolume);
        json.WriteDecimal("amount"u8, market.AmountOf(ticker.BaseVolume));
        json.WriteDecimal("avg_price"u8, AveragePrice.RoundedDown(market, ticker.QuoteVolume, ticker.BaseVolume));
        json.WritePropertyName("price_change_percent"u8);
        // the writer would escape the plus
        json.WriteRawValue(ChangeText(ticker.ChangeBasisPoints), skipInputValidation: true);
        json.WriteDecimal("vol"u8, ticker.QuoteVolume);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Basis points as a quoted percentage: <c>"+1.50%"</c>.</summary>
    private static string ChangeText(long basisPoints)
    {
        var magnitude = Math.Abs(basisPoints);
        var sign = basisPoints < 0 ? '-' : '+';
        return string.Create(CultureInfo.InvariantCulture, $"\"{sign}{magnitude / 100}.{magnitude % 100:00}%\"");
    }
}
