using System.Text.Json;
using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Primitives;

namespace Exchange.Web.Api;

/// <summary>A book by price level as the contract writes it: pairs of price and amount, best first.</summary>
internal static class BookJson
{
    /// <summary>Writes <c>asks</c> and <c>bids</c> into an open object.</summary>
    public static void WriteSides(Utf8JsonWriter json, DepthView book, Market market)
    {
        WriteLevels(json, "asks"u8, book.Asks, market);
        WriteLevels(json, "bids"u8, book.Bids, market);
    }

    /// <summary>The best price, or zero for an empty side.</summary>
    public static Amount Best(IReadOnlyList<DepthLevel> levels, Market market) =>
        levels.Count == 0 ? Amount.Zero : market.AmountOf(levels[0].Price);

    private static void WriteLevels(
        Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<DepthLevel> levels, Market market)
    {
        json.WriteStartArray(name);
        foreach (var level in levels)
        {
            json.WriteStartArray();
            json.WriteDecimalValue(market.AmountOf(level.Price));
            json.WriteDecimalValue(market.AmountOf(level.Quantity));
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }
}
