using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Exchange.Web.Hosting;

/// <summary>Where this process listens, once it does.</summary>
internal sealed class ServerAddress(IServer server)
{
    /// <summary>As configured, for people; empty before the server listens.</summary>
    public string Shown => First ?? "";

    /// <summary>How this process reaches itself: a server on all addresses is reachable on loopback.</summary>
    public Uri Loopback
    {
        get
        {
            var text = (First ?? "http://localhost:5000")
                .Replace("//+", "//127.0.0.1", StringComparison.Ordinal).Replace("//*", "//127.0.0.1",
                    StringComparison.Ordinal);
            var address = new UriBuilder(text);
            if (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && (ip.Equals(IPAddress.Any)
                || ip.Equals(IPAddress.IPv6Any)))
                address.Host = "127.0.0.1";
            return address.Uri;
        }
    }

    private string? First => server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
}
