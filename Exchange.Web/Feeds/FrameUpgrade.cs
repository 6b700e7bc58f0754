using Microsoft.AspNetCore.Http.Features;

namespace Exchange.Web.Feeds;

/// <summary>
/// Puts a <see cref="FrameStream"/> between the framework's WebSocket and the connection, so that frames made once can be
/// written beside the socket's own. The handshake and the reading stay the framework's.
/// </summary>
internal sealed class FrameUpgrade : IHttpUpgradeFeature, IHttpExtendedConnectFeature
{
    private readonly HttpContext _context;
    private readonly TimeProvider _time;
    private readonly IHttpUpgradeFeature? _upgrade;
    private readonly IHttpExtendedConnectFeature? _connect;

    private FrameUpgrade(HttpContext context, TimeProvider time)
    {
        (_context, _time) = (context, time);
        _upgrade = context.Features.Get<IHttpUpgradeFeature>();
        _connect = context.Features.Get<IHttpExtendedConnectFeature>();
    }

    /// <inheritdoc/>
    public bool IsUpgradableRequest => _upgrade?.IsUpgradableRequest ?? false;

    /// <inheritdoc/>
    public bool IsExtendedConnect => _connect?.IsExtendedConnect ?? false;

    /// <inheritdoc/>
    public string? Protocol => _connect?.Protocol;

    private FrameStream? Stream { get; set; }

    /// <summary>Middleware that must come before the framework's WebSockets.</summary>
    public static Task PrepareAsync(HttpContext context, RequestDelegate next)
    {
        var upgrade = new FrameUpgrade(context, context.RequestServices.GetRequiredService<TimeProvider>());
        context.Features.Set(upgrade);
        if (upgrade._upgrade is not null) context.Features.Set<IHttpUpgradeFeature>(upgrade);
        if (upgrade._connect is not null) context.Features.Set<IHttpExtendedConnectFeature>(upgrade);
        return next(context);
    }

    /// <summary>What the accepted socket of this request writes to.</summary>
    public static FrameStream StreamOf(HttpContext context) =>
        context.Features.GetRequiredFeature<FrameUpgrade>().Stream
            ?? throw new InvalidOperationException("The socket was not accepted yet.");

    /// <inheritdoc/>
    public async Task<Stream> UpgradeAsync() => Wrap(await _upgrade!.UpgradeAsync());

    /// <inheritdoc/>
    public async ValueTask<Stream> AcceptAsync() => Wrap(await _connect!.AcceptAsync());

    private FrameStream Wrap(Stream transport) => Stream = new FrameStream(transport, _context.Abort, _time);
}
