using System.Collections.Concurrent;
using Exchange.Core.Engine;
using Exchange.Core.Storage;
using Exchange.Tests.Engine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Exchange.Tests.Recovery;

/// <summary>What tests of recovery do to a database behind the engine's back, and what the engine logs of it.</summary>
internal static class RecoveryRig
{
    /// <summary>Small enough that a test's journal makes several segments.</summary>
    public const int SegmentBytes = 60;

    public static Task<EngineRig> StartAsync(string connectionString, LogLines? log = null, string? archive = null) =>
        EngineRig.StartAsync(connectionString, services =>
        {
            if (log is not null) services.AddSingleton<ILoggerProvider>(log);
            services.PostConfigure<JournalOptions>(options =>
            {
                options.SegmentBytes = SegmentBytes;
                options.ArchiveDirectory = archive;
            });
        });

    /// <summary>An engine that traded and made three snapshots, the last at its end; stopped. Gives its last state hash.</summary>
    public static async Task<string> TradeWithSnapshotsAsync(string connectionString, int seed, int orders = 300)
    {
        await using var rig = await StartAsync(connectionString);
        await rig.OpenBtcUsdtAsync();
        for (var i = 0; i < 3; i++)
        {
            await rig.TradeAsync(seed + i, orders);
            await rig.SnapshotAsync();
        }

        return (await rig.SnapshotAsync()).StateHash;
    }

    /// <summary>The hash of the state that a start would have now.</summary>
    public static async Task<string> RecoveredHashAsync(EngineRig rig)
    {
        var recovered = await rig.Get<EngineRecovery>().RunAsync(rig.Engine.Status.CommittedSequence, CancellationToken.None);
        return Convert.ToHexStringLower(recovered.State.ComputeHash());
    }

    public static async Task<int> ExecuteAsync(string connectionString, string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return await command.ExecuteNonQueryAsync();
    }

    public static async Task<T> ReadAsync<T>(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public static DatabaseConnectionString At(string connectionString) => new(connectionString);
}

/// <summary>Keeps what is logged.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = [];

    public IReadOnlyCollection<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue(formatter(state, exception));

    public void Dispose()
    {
    }
}
