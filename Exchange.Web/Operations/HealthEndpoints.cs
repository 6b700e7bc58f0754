using Exchange.Core.Engine;

namespace Exchange.Web.Operations;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: it can take orders, or 503.</summary>
internal static class HealthEndpoints
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Ok(new { status = "live" }));
        app.MapGet("/health/ready", async (ReadinessCheck check, CancellationToken cancellationToken) =>
        {
            var readiness = await check.RunAsync(cancellationToken);
            return Results.Json(readiness, statusCode: readiness.IsReady ? 200 : 503);
        });
    }
}

/// <summary>What <c>/health/ready</c> answers.</summary>
/// <param name="Status"><see cref="Ready"/> or not.</param>
/// <param name="Engine">The engine's phase.</param>
/// <param name="Sequence">The last command that is durable.</param>
/// <param name="ProjectorLag">Commands that are durable but not in the tables yet; null when nobody knows.</param>
/// <param name="Database">Up or away.</param>
/// <param name="Problem">What is wrong with the engine, in words.</param>
internal sealed record Readiness(
    string Status, string Engine, long Sequence, long? ProjectorLag, string Database, string? Problem)
{
    public const string Ready = "ready";

    internal bool IsReady => Status == Ready;
}

/// <summary>Asks the engine, the database and the projector how they are; the answer is kept for a second.</summary>
internal sealed class ReadinessCheck(IEngine engine, IProjectionProgress progress, TimeProvider time) : IDisposable
{
    /// <summary>Tables further behind than this show members a past that is too old.</summary>
    public const long ProjectorLagMax = 100_000;

    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DatabaseTimeout = TimeSpan.FromSeconds(3);
    private readonly SemaphoreSlim _one = new(1);
    private Readiness? _last;
    private long _lastAt;

    public async Task<Readiness> RunAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_last is not null && time.GetElapsedTime(_lastAt) < KeptFor) return _last;
            _last = await LookAsync(cancellationToken);
            _lastAt = time.GetTimestamp();
            return _last;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<Readiness> LookAsync(CancellationToken cancellationToken)
    {
        var projected = await ProjectedAsync(cancellationToken);
        var status = engine.Status;
        long? lag = projected is { } sequence ? Math.Max(0, status.CommittedSequence - sequence) : null;
        var isReady = status.Phase == EnginePhase.Running && lag is <= ProjectorLagMax;
        return new Readiness(
            isReady ? Readiness.Ready : "not ready", status.Phase.ToString().ToLowerInvariant(),
                status.CommittedSequence,
            lag, projected is null ? "away" : "up", status.Problem);
    }

    /// <summary>The projector's position; null when the database does not answer, whatever the reason.</summary>
    private async Task<long?> ProjectedAsync(CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(DatabaseTimeout);
        try
        {
            return await progress.ProjectedSequenceAsync(timeout.Token);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
