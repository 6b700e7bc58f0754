using System.Net;
using System.Net.Sockets;
using Exchange.Core.Notifications;

namespace Exchange.Core.Members;

/// <summary>
/// Where a request came from, as it goes into activities, sessions and the audit log. Cut to what the columns hold.
/// </summary>
public sealed record RequestOrigin
{
    /// <summary>Most characters of an address: an IPv6 address with a scope.</summary>
    public const int MaxAddressLength = 64;

    /// <summary>Most characters of a user agent that are kept.</summary>
    public const int MaxUserAgentLength = 256;

    /// <summary>An origin.</summary>
    public RequestOrigin(string? address, string? userAgent)
    {
        Address = Cut(address, MaxAddressLength);
        UserAgent = Cut(userAgent, MaxUserAgentLength);
    }

    /// <summary>The network address.</summary>
    public string Address { get; }

    /// <summary>What the browser says it is.</summary>
    public string UserAgent { get; }

    /// <summary>The language that the browser asks for, of those we write in.</summary>
    public string Language { get; init; } = Languages.Default;

    /// <summary>The browser in the words of people.</summary>
    public string Device => DeviceName.Of(UserAgent);

    /// <summary>
    /// Whether two requests come from one browser in one neighbourhood, as Barong draws it: addresses that share the first 16 bits of
    /// IPv4, or 96 of IPv6.
    /// </summary>
    public bool IsNear(RequestOrigin other) =>
        UserAgent == other.UserAgent && Neighbourhood(Address) is { } here && here == Neighbourhood(other.Address);

    private static string? Neighbourhood(string address)
    {
        if (!IPAddress.TryParse(address, out var parsed)) return address.Length == 0 ? "" : null;
        if (parsed.IsIPv4MappedToIPv6) parsed = parsed.MapToIPv4();
        var bytes = parsed.AddressFamily == AddressFamily.InterNetwork ? 2 : 12;
        return $"{parsed.AddressFamily} {Convert.ToHexString(parsed.GetAddressBytes().AsSpan(0, bytes))}";
    }

    private static string Cut(string? text, int length)
    {
        var printable = string.Concat((text ?? "").Where(c => !char.IsControl(c)).Take(length));
        return printable;
    }
}
