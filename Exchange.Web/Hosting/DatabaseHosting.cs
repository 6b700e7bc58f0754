using Exchange.Core.Storage;
using Npgsql;

namespace Exchange.Web.Hosting;

/// <summary>
/// The database as part of the program's life: the first thing that starts (private PostgreSQL, then migrations) and
/// the last that stops, after the engine and the projector have written what they hold.
/// </summary>
internal sealed partial class DatabaseHosting(
    DatabaseSource source, DatabaseSetup setup, IHostApplicationLifetime lifetime, ILogger<DatabaseHosting> logger)
    : IHostedLifecycleService, IAsyncDisposable
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);
    private InstanceLock? _lock;
    private PrivatePostgres? _postgres;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (source.Place is { } place)
        {
            _lock = InstanceLock.Acquire(source.Local);
            _postgres = await PrivatePostgres.StartAsync(place, logger, cancellationToken);
        }

        await WaitForServerAsync(cancellationToken);
        await setup.MigrateAsync(cancellationToken);
        LogReady();
    }

    /// <summary>Called when the address is known, so that a second start can name it.</summary>
    public void Announce(string address) => _lock?.Announce(address);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// The projector writes its last rows in its own StoppedAsync, which comes before this one: the order is reversed.
    /// </summary>
    public async Task StoppedAsync(CancellationToken cancellationToken) => await DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        if (_postgres is not null) await _postgres.DisposeAsync();
        _postgres = null;
        _lock?.Dispose();
        _lock = null;
    }

    private async Task WaitForServerAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(RetryInterval);
        for (var left = source.StartTriesMax; ; left--)
        {
            try
            {
                await setup.CheckConnectionAsync(cancellationToken);
                return;
            }
            catch (NpgsqlException away) when (left > 1 && away.IsTransient)
            {
                LogAway(away.Message);
            }
            catch (NpgsqlException away)
            {
                throw new StartupFailure(
                    $"The database cannot be used: {away.Message}\nCheck that PostgreSQL runs and that the setting "
                    + "ConnectionStrings__Exchange names it, with a role that may create tables.");
            }

            if (!await timer.WaitForNextTickAsync(lifetime.ApplicationStopping)) return;
        }
    }

    [LoggerMessage(7010, LogLevel.Information, "The database is ready")]
    private partial void LogReady();

    [LoggerMessage(7011, LogLevel.Warning, "The database does not answer yet: {Problem}")]
    private partial void LogAway(string problem);
}
