using System.Buffers.Binary;
using Exchange.Core.Primitives;

namespace Exchange.Core.Trading;

/// <summary>
/// The UUID of an order, for clients that know orders by UUID. It is a version 8 UUID in a fixed layout, so nothing has
/// to be stored to find the order again: 48 bits of a tag, the version, 12 zero bits, the variant, and the order's id
/// in the last 62 bits.
/// </summary>
public static class OrderUuid
{
    private const ulong Tag = 0x6F72_6465_7200; // "order" in ASCII
    private const ulong VersionEight = 8;
    private const ulong High = (Tag << 16) | (VersionEight << 12);
    private const ulong Variant = 0x8000_0000_0000_0000;
    private const ulong IdMask = 0x3FFF_FFFF_FFFF_FFFF;

    /// <summary>The UUID of an order.</summary>
    public static Guid From(OrderId order)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Variant | ((ulong)order.Value & IdMask));
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The order of a UUID, or false when no order can have it.</summary>
    public static bool TryRead(Guid uuid, out OrderId order)
    {
        Span<byte> bytes = stackalloc byte[16];
        uuid.TryWriteBytes(bytes, bigEndian: true, out _);
        var low = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        order = new OrderId((long)(low & IdMask));
        return BinaryPrimitives.ReadUInt64BigEndian(bytes) == High && (low & ~IdMask) == Variant && order.Value > 0;
    }

    /// <summary>Reads an order's id (digits only) or UUID (with hyphens); false for anything else.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out OrderId order)
    {
        if (Guid.TryParseExact(text, "D", out var uuid))
        {
            // A well-formed UUID that is not ours names no order; order 0 does not exist.
            if (!TryRead(uuid, out order)) order = default;
            return true;
        }

        order = default;
        if (text.Length is 0 or > MaxIdDigits || text.ContainsAnyExceptInRange('0', '9')) return false;
        order = new OrderId(long.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
        return true;
    }

    private const int MaxIdDigits = 18;
}
