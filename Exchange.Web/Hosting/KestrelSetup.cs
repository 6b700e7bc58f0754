namespace Exchange.Web.Hosting;

/// <summary>The web server's limits. Nothing the exchange takes is large, so they are far below the defaults.</summary>
internal static class KestrelSetup
{
    /// <summary>Largest request body: 1 MiB. An order is under 1 kB.</summary>
    public const long MaxRequestBodyBytes = 1024 * 1024;

    /// <summary>All request headers together: 16 KiB.</summary>
    public const int MaxRequestHeadersBytes = 16 * 1024;

    /// <summary>Number of request headers.</summary>
    public const int MaxRequestHeaderCount = 64;

    /// <summary>The first line of a request: 8 KiB.</summary>
    public const int MaxRequestLineBytes = 8 * 1024;

    /// <summary>Plain connections at a time.</summary>
    public const int MaxConnections = 20_000;

    /// <summary>WebSockets at a time.</summary>
    public const int MaxWebSockets = 15_000;

    /// <summary>HTTP/2 streams of one connection.</summary>
    public const int MaxStreamsPerConnection = 100;

    /// <summary>How long a client may take over its headers.</summary>
    public static readonly TimeSpan RequestHeadersTimeout = TimeSpan.FromSeconds(15);

    /// <summary>How long an idle connection stays.</summary>
    public static readonly TimeSpan KeepAliveTimeout = TimeSpan.FromSeconds(90);

    /// <summary>
    /// Requests go on where their bytes came in, instead of being handed to another thread first. Nothing of ours blocks a
    /// thread while it handles a request, and the hop costs as much as reading the order.
    /// </summary>
    public static void UseExchangeTransport(this IWebHostBuilder host) =>
        host.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);

    public static void UseExchangeLimits(this IWebHostBuilder host) => host.ConfigureKestrel(kestrel =>
    {
        kestrel.AddServerHeader = false;
        var limits = kestrel.Limits;
        limits.MaxRequestBodySize = MaxRequestBodyBytes;
        limits.MaxRequestHeadersTotalSize = MaxRequestHeadersBytes;
        limits.MaxRequestHeaderCount = MaxRequestHeaderCount;
        limits.MaxRequestLineSize = MaxRequestLineBytes;
        limits.MaxConcurrentConnections = MaxConnections;
        limits.MaxConcurrentUpgradedConnections = MaxWebSockets;
        limits.RequestHeadersTimeout = RequestHeadersTimeout;
        limits.KeepAliveTimeout = KeepAliveTimeout;
        limits.Http2.MaxStreamsPerConnection = MaxStreamsPerConnection;
    });
}
