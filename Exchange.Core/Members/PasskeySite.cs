using System.Globalization;
using Exchange.Core.Notifications;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Members;

/// <summary>
/// For which site passkeys are made. Configuration section <c>Passkeys</c>; without it, for the host of <see cref="ISiteAddress"/> alone.
/// </summary>
public sealed class PasskeyOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Passkeys";

    /// <summary>What is wrong when <see cref="IsValid"/> is false.</summary>
    public const string Rules = "Passkeys: RelyingPartyId is a host without scheme and port; Origins begin with https:// (or http:// on "
        + "localhost), have no path, and their hosts are RelyingPartyId or under it.";

    /// <summary>The domain that passkeys belong to, or null for the site's host. With another one all passkeys are lost.</summary>
    public string? RelyingPartyId { get; set; }

    /// <summary>The origins of the pages that may ask for them; empty for the site's alone.</summary>
    public IList<string> Origins { get; set; } = [];

    /// <summary>Whether they make sense.</summary>
    public bool IsValid => (RelyingPartyId is null || Uri.CheckHostName(RelyingPartyId) == UriHostNameType.Dns)
        && Origins.All(origin => Uri.TryCreate(origin, UriKind.Absolute, out var uri) && PasskeySite.OriginOf(uri) == origin
            && (RelyingPartyId is null || PasskeySite.IsUnder(uri.Host, RelyingPartyId)));
}

/// <summary>
/// The one place that says which pages may use passkeys. A browser does it too; it is checked again because answers come from whoever
/// sends them.
/// </summary>
internal sealed class PasskeySite
{
    private const string Localhost = "localhost";
    private readonly Lazy<(string Domain, HashSet<string> Origins)> _known;

    /// <summary>The address is read at the first use: it may be where the program listens, which it does not from the beginning.</summary>
    public PasskeySite(IOptions<PasskeyOptions> options, ISiteAddress address) => _known = new(() => Read(options.Value, address.Url));

    /// <summary>The domain that passkeys belong to.</summary>
    public string RelyingPartyId => _known.Value.Domain;

    /// <summary>False where no browser has passkeys: on a site without https, or without a name.</summary>
    public bool IsUsable => _known.Value.Origins.Count > 0;

    /// <summary>Whether pages of an origin may ask for them.</summary>
    public bool Allows(string origin) => _known.Value.Origins.Contains(origin);

    /// <summary>An address as browsers name its origin; null where they have no passkeys. Of loopback only the name will do.</summary>
    public static string? OriginOf(Uri address)
    {
        var uri = address.IsLoopback ? new UriBuilder(address) { Host = Localhost }.Uri : address;
        var isSafe = uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.Host == Localhost);
        if (!isSafe || uri.HostNameType != UriHostNameType.Dns) return null;
        return string.Create(CultureInfo.InvariantCulture, $"{uri.Scheme}://{uri.IdnHost}{(uri.IsDefaultPort ? "" : $":{uri.Port}")}");
    }

    /// <summary>Whether a host is a domain or under it.</summary>
    public static bool IsUnder(string host, string domain) =>
        host == domain || (domain.Length > 0 && host.EndsWith('.' + domain, StringComparison.Ordinal));

    private static (string Domain, HashSet<string> Origins) Read(PasskeyOptions options, Uri address)
    {
        var site = OriginOf(address);
        string[] wanted = options.Origins.Count > 0 ? [.. options.Origins] : site is null ? [] : [site];
        var domain = options.RelyingPartyId ?? (site is null ? "" : new Uri(site).Host);
        return (domain, [.. wanted.Where(origin => IsUnder(new Uri(origin).Host, domain))]);
    }
}
