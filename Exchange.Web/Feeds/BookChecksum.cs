using System.Text;
using Exchange.Core.Markets;

namespace Exchange.Web.Feeds;

/// <summary>
/// CRC-32 (as zlib's) of the best levels as text: price and amount of the best bid, of the best ask, of the second bid, and so on,
/// joined by colons; where a side ends the other goes on alone. Whoever keeps a book by increments can tell that it is right.
/// </summary>
internal static class BookChecksum
{
    /// <summary>Levels of each side that count.</summary>
    public const int Levels = 10;

    private const uint Polynomial = 0xEDB88320;
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(i => Entry((uint)i))];

    public static uint Of(Market market, FeedView view)
    {
        var text = new StringBuilder();
        for (var i = 0; i < Levels; i++)
        {
            foreach (var side in new[] { view.Bids, view.Asks })
            {
                if (i >= side.Count) continue;
                if (text.Length > 0) text.Append(':');
                text.Append(RangerMessages.Text(market.AmountOf(side[i].Price))).Append(':')
                    .Append(RangerMessages.Text(market.AmountOf(side[i].Quantity)));
            }
        }

        return Crc32(Encoding.ASCII.GetBytes(text.ToString()));
    }

    internal static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes) crc = Table[(crc ^ b) & 0xFF] ^ (crc >> 8);
        return ~crc;
    }

    private static uint Entry(uint value)
    {
        for (var bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? Polynomial ^ (value >> 1) : value >> 1;
        return value;
    }
}
