using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Claims;
using Exchange.Core.Members;

namespace Exchange.Web.Identity;

/// <summary>
/// Twice a second, compares the API keys in use with the table, and ends the sockets whose key was changed, disabled, deleted or has
/// expired, or whose session has ended. Costs nothing while nobody uses any.
/// </summary>
internal sealed partial class CredentialWatch(
    ApiKeyVerifier verifier, Sessions sessions, TimeProvider time, ILogger<CredentialWatch> logger) : BackgroundService
{
    private readonly ConcurrentDictionary<Hold, byte> _holds = new();
    private bool _isBlind;

    /// <summary>Calls <paramref name="end"/> when what signed the principal in is no longer good, until disposed.</summary>
    public IDisposable Watch(ClaimsPrincipal principal, Action end)
    {
        var hold = new Hold(
            this, principal.FindFirst(MemberClaims.ApiKeyId)?.Value, (int)NumberIn(principal, MemberClaims.ApiKeyVersion),
            NumberIn(principal, MemberClaims.SessionId), end);
        _holds.TryAdd(hold, 0);
        return hold;
    }

    /// <summary>Looks once.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        Hold[] holds = [.. _holds.Keys];
        var keys = await verifier.RecheckAsync([.. holds.Where(h => h.Kid is not null).Select(h => h.Kid!)], cancellationToken);
        var alive = await sessions.AliveAmongAsync(
            [.. holds.Where(h => h.Kid is null).Select(h => h.SessionId)], cancellationToken);
        foreach (var hold in holds)
        {
            var isGood = hold.Kid is null
                ? alive.Contains(hold.SessionId)
                : keys.TryGetValue(hold.Kid, out var version) && version == hold.KeyVersion;
            if (!isGood && _holds.TryRemove(hold, out _)) hold.End();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(ApiKeyVerifier.RecheckInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
                _isBlind = false;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // New requests are checked against the table or refused; only the sockets live on meanwhile.
                if (!_isBlind) LogBlind(exception);
                _isBlind = true;
            }
        }
    }

    private static long NumberIn(ClaimsPrincipal principal, string claim) =>
        long.TryParse(principal.FindFirst(claim)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [LoggerMessage(LogLevel.Warning, "API keys and sessions cannot be compared with the database now")]
    private partial void LogBlind(Exception exception);

    private sealed class Hold(CredentialWatch watch, string? kid, int keyVersion, long sessionId, Action end) : IDisposable
    {
        public string? Kid => kid;

        public int KeyVersion => keyVersion;

        public long SessionId => sessionId;

        public void End() => end();

        public void Dispose() => watch._holds.TryRemove(this, out _);
    }
}

/// <summary>Ends members' sockets together with what signed them in.</summary>
internal static class SocketCredentials
{
    private static readonly PathString Private = "/api/v2/ranger/private";

    /// <summary>Call after authentication and before the sockets are mapped.</summary>
    public static void UseSocketCredentials(this WebApplication app) => app.UseWhen(
        context => context.Request.Path.StartsWithSegments(Private) && context.User.Identity is { IsAuthenticated: true },
        sockets => sockets.Use(next => context => HoldAsync(context, next)));

    private static async Task HoldAsync(HttpContext context, RequestDelegate next)
    {
        var watch = context.RequestServices.GetRequiredService<CredentialWatch>();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        // To the socket it is as if the client had gone, and its orders are canceled if it asked for that.
        context.RequestAborted = ended.Token;
        using var hold = watch.Watch(context.User, () => End(ended));
        await next(context);
    }

    private static void End(CancellationTokenSource ended)
    {
        try
        {
            _ = ended.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The socket has ended by itself in this very moment.
        }
    }
}
