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

    private static string Cut(string? text, int length)
    {
        var printable = string.Concat((text ?? "").Where(c => !char.IsControl(c)).Take(length));
        return printable;
    }
}
