using Exchange.Core.Engine;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Exchange.Core.MarketData;

/// <summary>
/// Keeps <see cref="LiveMarketData"/>: loads the tables up to the projector's position and goes on with the events
/// after it. When the stream begins later than that, the projector is still working through the events between; then
/// the tables are read again.
/// </summary>
internal sealed partial class MarketDataFollower(
    LiveMarketData data, IMarketHistory history, IEventStream stream, TimeProvider time,
    ILogger<MarketDataFollower> logger) : BackgroundService
{
    /// <summary>How long to wait before asking again for a projector that is behind.</summary>
    internal static readonly TimeSpan ProjectorPatience = TimeSpan.FromMilliseconds(100);

    private IAsyncEnumerable<EventBatch>? _batches;

    /// <summary>Subscribes before reading the tables, so that no batch falls between the two.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _batches = stream.FollowAsync("market-data", 1, CancellationToken.None);
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await FollowAsync(_batches!, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task FollowAsync(IAsyncEnumerable<EventBatch> batches, CancellationToken stoppingToken)
    {
        var seeded = await SeedAsync(0, stoppingToken);
        var position = seeded;
        await foreach (var batch in batches.WithCancellation(stoppingToken))
        {
            if (batch.FirstSequence > position + 1)
                seeded = await SeedAsync(batch.FirstSequence - 1, stoppingToken);
            data.Apply(batch, seeded);
            position = Math.Max(position, batch.LastSequence);
        }
    }

    private async Task<long> SeedAsync(long atLeast, CancellationToken stoppingToken)
    {
        while (true)
        {
            var histories = await history.LoadAsync(time.GetUtcNow(), stoppingToken);
            if (histories.Sequence >= atLeast)
            {
                data.Seed(histories);
                LogSeeded(histories.Markets.Count, histories.Sequence);
                return histories.Sequence;
            }

            LogProjectorBehind(histories.Sequence, atLeast);
            await Task.Delay(ProjectorPatience, time, stoppingToken);
        }
    }

    [LoggerMessage(LogLevel.Information, "Market data of {Markets} markets loaded up to sequence {Sequence}")]
    private partial void LogSeeded(int markets, long sequence);

    [LoggerMessage(LogLevel.Debug, "The projector is at {Sequence}; market data waits for {AtLeast}")]
    private partial void LogProjectorBehind(long sequence, long atLeast);
}
