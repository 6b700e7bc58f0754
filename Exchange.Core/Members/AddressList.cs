using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Exchange.Core.Members;

/// <summary>
/// The network addresses from which an API key may be used: single ones and networks, IPv4 and IPv6. An IPv4 address that
/// arrives inside IPv6 (<c>::ffff:192.0.2.1</c>) is the IPv4 address. An empty list admits every address.
/// </summary>
public sealed class AddressList
{
    /// <summary>Most entries.</summary>
    public const int MaxEntries = 20;

    /// <summary>Most characters of a list, as it is stored: <see cref="MaxEntries"/> IPv6 networks and the commas.</summary>
    public const int MaxLength = 1000;

    /// <summary>The widest IPv4 network; a wider one keeps nobody out.</summary>
    public const int WidestIPv4Prefix = 8;

    /// <summary>The widest IPv6 network.</summary>
    public const int WidestIPv6Prefix = 16;

    /// <summary>Every address.</summary>
    public static readonly AddressList Everywhere = new([]);

    /// <summary>Bits before an IPv4 address inside IPv6.</summary>
    private const int MappedBits = 96;

    private static readonly UInt128 MappedPrefix = (UInt128)0xFFFF << 32;
    private static readonly char[] Separators = [',', ' ', '\t', '\r', '\n'];
    private readonly Network[] _networks;

    private AddressList(Network[] networks) => _networks = networks;

    /// <summary>True when every address is admitted.</summary>
    public bool IsEmpty => _networks.Length == 0;

    /// <summary>The entries in their shortest form.</summary>
    public IReadOnlyList<string> Entries => [.. _networks.Select(network => network.Text)];

    /// <summary>Reads entries with commas, spaces or line ends between them; null is the empty list. Nothing is mended.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out AddressList? list)
    {
        list = null;
        if (text is { Length: > MaxLength }) return false;
        var entries = (text ?? "").Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        if (entries.Length > MaxEntries) return false;
        var networks = new List<Network>(entries.Length);
        foreach (var entry in entries)
        {
            if (!TryParseOne(entry, out var network)) return false;
            if (!networks.Contains(network)) networks.Add(network);
        }

        list = networks.Count == 0 ? Everywhere : new AddressList([.. networks]);
        return true;
    }

    /// <summary>Whether a request from an address is let in. Allocates nothing.</summary>
    public bool Admits(IPAddress? address)
    {
        if (_networks.Length == 0) return true;
        if (address is null) return false;
        var bits = BitsOf(address);
        foreach (var network in _networks)
            if ((bits & network.Mask) == network.First) return true;
        return false;
    }

    /// <summary>The list as it is stored.</summary>
    public override string ToString() => string.Join(',', _networks.Select(network => network.Text));

    private static bool TryParseOne(string text, out Network network)
    {
        network = default;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!TryAddress(slash < 0 ? text : text[..slash], out var address)) return false;
        var isIPv4 = address.AddressFamily == AddressFamily.InterNetwork;
        var longest = isIPv4 ? 32 : 128;
        var prefix = longest;
        if (slash >= 0)
        {
            var digits = text[(slash + 1)..];
            if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out prefix)) return false;
            if (digits.Length > 1 && digits[0] == '0') return false;
            if (prefix > longest || prefix < (isIPv4 ? WidestIPv4Prefix : WidestIPv6Prefix)) return false;
        }

        var mask = MaskOf(isIPv4 ? prefix + MappedBits : prefix);
        var bits = BitsOf(address);
        if ((bits & ~mask) != 0) return false; // 10.0.0.5/8: one of the two is a slip
        if (bits >> 32 == 0xFFFF && !isIPv4) return false; // ::ffff:192.0.2.1: to be written as the IPv4 address that it is
        network = new Network(bits, mask, prefix == longest ? address.ToString() : $"{address}/{prefix}");
        return true;
    }

    /// <summary>The framework also takes "1", "0x7f.1", octal numbers, ports, brackets and interface names.</summary>
    private static bool TryAddress(string text, [NotNullWhen(true)] out IPAddress? address)
    {
        if (!IPAddress.TryParse(text, out address)) return false;
        return address.AddressFamily == AddressFamily.InterNetwork
            ? address.ToString() == text
            : text.All(c => char.IsAsciiHexDigit(c) || c is ':' or '.');
    }

    private static UInt128 MaskOf(int prefix) => UInt128.MaxValue << (128 - prefix);

    private static UInt128 BitsOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        return length == 4
            ? MappedPrefix | BinaryPrimitives.ReadUInt32BigEndian(bytes)
            : BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    private readonly record struct Network(UInt128 First, UInt128 Mask, string Text);
}
