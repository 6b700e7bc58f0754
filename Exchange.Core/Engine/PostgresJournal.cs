using System.Data;
using System.Runtime.CompilerServices;
using Exchange.Core.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Exchange.Core.Engine;

/// <summary>
/// The journal in a PostgreSQL table. Two guards keep a second writer out: a session lock that makes it step down at
/// once, and the table's key, which holds even when the lock was lost with a connection.
/// </summary>
internal sealed class PostgresJournal(DatabaseConnectionString connectionString, TimeProvider time) : IJournal
{
    /// <summary>How long a starting engine waits for its predecessor's session to vanish.</summary>
    public static readonly TimeSpan AcquirePatience = TimeSpan.FromSeconds(5);

    /// <summary>How long to wait between two attempts to become the only writer.</summary>
    private static readonly TimeSpan LockRetryDelay = TimeSpan.FromMilliseconds(200);

    private const long LockKey = 0x45_58_43_48_4A_4E_4C_31; // "EXCHJNL1"
    private const string UniqueViolation = "23505";
    private NpgsqlConnection? _connection;
    private NpgsqlCommand? _insert;

    public async Task AcquireAsync(CancellationToken cancellationToken)
    {
        if (!await WaitForLockAsync(await OpenAsync(cancellationToken), cancellationToken))
            throw new JournalFencedException(
                "Another engine is running on this database. This one steps down; stop the other one first.");
    }

    public async IAsyncEnumerable<JournalRow> ReadAsync(
        long afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString.Value);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            """
            select "FirstSequence", "LastSequence", "Payload", "Hash" from journal
            where "FirstSequence" > $1 order by "FirstSequence"
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = afterSequence });
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            yield return new JournalRow
            {
                FirstSequence = reader.GetInt64(0),
                LastSequence = reader.GetInt64(1),
                Payload = reader.GetFieldValue<byte[]>(2),
                Hash = reader.GetFieldValue<byte[]>(3),
            };
        }
    }

    public async Task AppendAsync(JournalRow row, CancellationToken cancellationToken)
    {
        try
        {
            var reconnected = _connection is null;
            var connection = await OpenAsync(cancellationToken);
            if (reconnected)
            {
                // With patience: the server may not have noticed yet that our own lost session is gone.
                if (!await WaitForLockAsync(connection, cancellationToken))
                    throw new JournalFencedException("Another engine took this database over. This one steps down.");
                if (await IsAppendedAsync(row, connection, cancellationToken)) return;
            }

            await InsertAsync(row, connection, cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == UniqueViolation)
        {
            throw new JournalFencedException($"Another engine appended row {row.FirstSequence}. This one steps down.");
        }
        catch (JournalFencedException)
        {
            throw;
        }
        catch
        {
            // Whether the commit happened is unknown: the next attempt looks first, on a fresh connection.
            await CloseAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync() => await CloseAsync();

    private async Task InsertAsync(JournalRow row, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        _insert ??= await PrepareInsertAsync(connection, cancellationToken);
        ((NpgsqlParameter<long>)_insert.Parameters[0]).TypedValue = row.FirstSequence;
        ((NpgsqlParameter<long>)_insert.Parameters[1]).TypedValue = row.LastSequence;
        ((NpgsqlParameter<ReadOnlyMemory<byte>>)_insert.Parameters[2]).TypedValue = row.Written;
        ((NpgsqlParameter<byte[]>)_insert.Parameters[3]).TypedValue = row.Hash;
        await _insert.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<NpgsqlCommand> PrepareInsertAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var insert = new NpgsqlCommand(
            """insert into journal ("FirstSequence", "LastSequence", "Payload", "Hash") values ($1, $2, $3, $4)""", connection);
        insert.Parameters.Add(new NpgsqlParameter<long> { NpgsqlDbType = NpgsqlDbType.Bigint });
        insert.Parameters.Add(new NpgsqlParameter<long> { NpgsqlDbType = NpgsqlDbType.Bigint });
        insert.Parameters.Add(new NpgsqlParameter<ReadOnlyMemory<byte>> { NpgsqlDbType = NpgsqlDbType.Bytea });
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { NpgsqlDbType = NpgsqlDbType.Bytea });
        await insert.PrepareAsync(cancellationToken);
        return insert;
    }

    private static async Task<bool> IsAppendedAsync(
        JournalRow row, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("""select "Hash" from journal where "FirstSequence" = $1""", connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = row.FirstSequence });
        return await command.ExecuteScalarAsync(cancellationToken) is byte[] hash
            && (hash.AsSpan().SequenceEqual(row.Hash)
                ? true
                : throw new JournalFencedException($"Another engine appended row {row.FirstSequence}. This one steps down."));
    }

    private async Task<bool> WaitForLockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (!await TryLockAsync(connection, cancellationToken))
        {
            if (time.GetElapsedTime(started) >= AcquirePatience) return false;
            await Task.Delay(LockRetryDelay, time, cancellationToken);
        }

        return true;
    }

    /// <summary>An answer to a caller means a commit on disk, also where the server's default is to commit
    /// later.</summary>
    private static async Task DemandDurableCommitsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'
            """, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<bool> TryLockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock($1)", connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = LockKey });
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (_connection is { } open) return open;
        // Unpooled: the session lock must live and die with this very connection.
        var builder = new NpgsqlConnectionStringBuilder(connectionString.Value) { Pooling = false, CommandTimeout = 30 };
        var connection = new NpgsqlConnection(builder.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await DemandDurableCommitsAsync(connection, cancellationToken);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        return _connection = connection;
    }

    private async Task CloseAsync()
    {
        if (_insert is { } insert) await insert.DisposeAsync();
        if (_connection is { } connection) await connection.DisposeAsync();
        _insert = null;
        _connection = null;
    }
}
