using System.Globalization;
using Npgsql;

namespace Exchange.Web.Hosting;

/// <summary>
/// A PostgreSQL cluster that belongs to this checkout alone: made on first use, started and stopped with the program,
/// reachable through a Unix socket only and with a generated password. It holds the journal, so it is as durable as any
/// other.
/// </summary>
/// <remarks>
/// After a kill -9 of the program PostgreSQL keeps running. The next start finds it by its data folder and adopts it.
/// Call only while holding the <see cref="InstanceLock"/>.
/// </remarks>
internal sealed partial class PrivatePostgres : IAsyncDisposable
{
    private const string User = "exchange";
    private const string Database = "exchange";
    private const int SocketNumber = 5432;
    private const int ReadySecondsMax = 60;
    private const int StopSecondsMax = 60;
    private readonly PostgresPlace _place;
    private readonly PostgresBinaries _binaries;
    private readonly PostgresAccount _account;
    private readonly ILogger _logger;
    private bool _running;

    private PrivatePostgres(PostgresPlace place, PostgresBinaries binaries, PostgresAccount account, ILogger logger)
    {
        _place = place;
        _binaries = binaries;
        _account = account;
        _logger = logger;
    }

    /// <summary>Where the data lies.</summary>
    public string DataDirectory => _place.Data;

    /// <summary>Makes or finds the cluster and starts it.</summary>
    /// <exception cref="StartupFailure">It cannot be made or started; the message says why.</exception>
    public static async Task<PrivatePostgres> StartAsync(
        PostgresPlace place, ILogger logger, CancellationToken cancellationToken)
    {
        var account = PostgresAccount.Current();
        var postgres = new PrivatePostgres(place, PostgresBinaries.FindFor(place.Data), account, logger);
        await account.MakeFolderAsync(place.Root, cancellationToken);
        if (!Directory.Exists(place.Data)) await postgres.MakeClusterAsync(cancellationToken);
        if (await postgres.IsUpAsync(cancellationToken)) postgres.LogAdopted(place.Data);
        else await postgres.LaunchAsync(cancellationToken);
        postgres._running = true;
        await postgres.MakeDatabaseAsync(cancellationToken);
        return postgres;
    }

    /// <summary>The connection string of a cluster at a place; the cluster need not run yet.</summary>
    public static string ConnectionStringOf(PostgresPlace place, string database = Database) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = place.Socket,
            Port = SocketNumber,
            Username = User,
            Password = place.Password,
            Database = database,
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
            IncludeErrorDetail = false,
            ApplicationName = "exchange",
        }.ConnectionString;

    /// <summary>Ends it: open transactions are rolled back, everything committed is on disk.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_running) return;
        _running = false;
        NpgsqlConnection.ClearAllPools();
        var seconds = StopSecondsMax.ToString(CultureInfo.InvariantCulture);
        var stopped = await _account.RunAsync(
            CancellationToken.None, _binaries.PgCtl, "stop", "-D", _place.Data, "-m", "fast", "-w", "-t", seconds);
        if (stopped.ExitCode == 0) LogStopped();
        else LogStopFailed(stopped.Output);
    }

    private async Task MakeClusterAsync(CancellationToken cancellationToken)
    {
        LogMaking(_place.Data);
        // Made beside its final name: a cluster that was half made when the power went is never taken for a whole one.
        var draft = _place.Data + ".new";
        await _account.RunAsync(cancellationToken, "rm", "-rf", draft);
        var passwordFile = await _place.WritePasswordAsync(_account, cancellationToken);
        var made = await _account.RunAsync(
            cancellationToken, _binaries.Initdb, "-D", draft, "-U", User, "--pwfile", passwordFile,
            "--auth-local=scram-sha-256", "--auth-host=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8",
            "--data-checksums");
        if (made.ExitCode != 0) throw new StartupFailure($"initdb failed in {_place.Root}: {made.Output}");
        Directory.Move(draft, _place.Data);
    }

    private async Task LaunchAsync(CancellationToken cancellationToken)
    {
        PostmasterFile.DeleteWhenStale(_place.Data);
        await _account.MakeFolderAsync(_place.Socket, cancellationToken);
        // pg_ctl gives PostgreSQL a session of its own: Ctrl-C in the terminal reaches our program only, which then
        // stops it last.
        var seconds = ReadySecondsMax.ToString(CultureInfo.InvariantCulture);
        var started = await _account.RunAsync(
            cancellationToken, _binaries.PgCtl, "start", "-D", _place.Data, "-l", _place.LogFile, "-w", "-t", seconds,
            "-o", PostgresSettings.CommandLine(_place));
        if (started.ExitCode != 0)
        {
            throw new StartupFailure(
                $"The private PostgreSQL in {_place.Data} did not start. Its log, {_place.LogFile}, ends with:\n"
                + await _place.LogTailAsync(cancellationToken));
        }

        LogStarted(_place.Data);
    }

    private async Task<bool> IsUpAsync(CancellationToken cancellationToken)
    {
        if (PostmasterFile.LivingProcess(_place.Data) is null) return false;
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionStringOf(_place,
                "postgres") + ";Pooling=false");
            await connection.OpenAsync(cancellationToken);
            return true;
        }
        catch (PostgresException starting) when (starting.SqlState == PostgresErrorCodes.CannotConnectNow)
        {
            // Recovering after a crash of its own: pg_ctl start would refuse a running cluster, so wait here.
            return await WaitUntilReadyAsync(cancellationToken);
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private async Task<bool> WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        for (var tries = 0; tries < ReadySecondsMax * 5 && await timer.WaitForNextTickAsync(cancellationToken); tries++)
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionStringOf(_place,
                    "postgres") + ";Pooling=false");
                await connection.OpenAsync(cancellationToken);
                return true;
            }
            catch (PostgresException starting) when (starting.SqlState == PostgresErrorCodes.CannotConnectNow)
            {
            }
        }

        throw new StartupFailure($"The private PostgreSQL in {_place.Data} is not ready after {ReadySecondsMax} "
            + "seconds.");
    }

    private async Task MakeDatabaseAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(ConnectionStringOf(_place, "postgres") + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT 1 FROM pg_database WHERE datname = '{Database}'";
        if (await command.ExecuteScalarAsync(cancellationToken) is not null) return;
        command.CommandText = $"CREATE DATABASE {Database}";
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
