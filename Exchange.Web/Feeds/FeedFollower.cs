using Exchange.Core.Engine;

namespace Exchange.Web.Feeds;

/// <summary>Reads the engine's events and hands them to the markets and members that are shown.</summary>
internal sealed class FeedFollower(IEventStream stream, FeedMarkets markets, MemberFeed members) : BackgroundService
{
    private IAsyncEnumerable<EventBatch>? _batches;

    /// <summary>Subscribes at once, so that nothing falls between the engine's start and the first read.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _batches = stream.FollowAsync("feeds", 1, CancellationToken.None);
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var batch in _batches!.WithCancellation(stoppingToken))
            {
                markets.Apply(batch);
                members.Apply(batch);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }
}
