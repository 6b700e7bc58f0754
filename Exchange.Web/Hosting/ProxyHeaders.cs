using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Exchange.Web.Hosting;

/// <summary>
/// Behind a reverse proxy the client's address and scheme come in headers. They are believed only from the proxies
/// named in <c>Proxy:Trusted</c> (addresses or networks, with commas); with none named, which is the default, they are
/// ignored.
/// </summary>
internal static class ProxyHeaders
{
    public const string TrustedKey = "Proxy:Trusted";

    public static void AddProxyHeaders(this WebApplicationBuilder builder)
    {
        var trusted = Parse(builder.Configuration[TrustedKey]);
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var network in trusted) options.KnownIPNetworks.Add(network);
            options.ForwardedHeaders = trusted.Count == 0
                ? ForwardedHeaders.None
                : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        });
    }

    public static IReadOnlyList<IPNetwork> Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return [];
        return [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(ParseOne)];
    }

    private static IPNetwork ParseOne(string text)
    {
        if (IPNetwork.TryParse(text, out var network)) return network;
        if (IPAddress.TryParse(text, out var address)) return new IPNetwork(address, address.GetAddressBytes()
            .Length * 8);
        throw new StartupFailure(
            $"The setting {TrustedKey} has '{text}', which is neither an address nor a network such as 10.0.0.0/8.",
            StartupFailure.BadConfiguration);
    }
}
