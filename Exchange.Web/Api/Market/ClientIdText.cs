using System.Security.Cryptography;
using System.Text;

namespace Exchange.Web.Api;

/// <summary>
/// The name that a client gives an order: a UUID, or a text of its own such as <c>HBOT-B-BTC-USDT-1</c>, from which a UUID is made. The
/// same text always makes the same UUID, so a text sent twice is refused like a UUID sent twice.
/// </summary>
internal static class ClientIdText
{
    /// <summary>Longest text.</summary>
    public const int MaxLength = 64;

    private const int VersionAt = 6;
    private const int VariantAt = 8;

    /// <summary>False for an empty text, a long one, and one with anything but visible ASCII.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out Guid id)
    {
        if (Guid.TryParseExact(text, "D", out id)) return id != Guid.Empty;
        if (text.Length is 0 or > MaxLength || text.ContainsAnyExceptInRange('!', '~')) return false;
        Span<byte> bytes = stackalloc byte[MaxLength];
        id = UuidOf(bytes[..Encoding.ASCII.GetBytes(text, bytes)]);
        return true;
    }

    /// <summary>The first half of a SHA-256, marked as a UUID of version 8.</summary>
    public static Guid UuidOf(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        hash[VersionAt] = (byte)((hash[VersionAt] & 0x0F) | 0x80);
        hash[VariantAt] = (byte)((hash[VariantAt] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
