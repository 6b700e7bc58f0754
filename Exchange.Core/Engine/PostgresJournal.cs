using System.Data;
using System.Runtime.CompilerServices;
using Exchange.Core.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Exchange.Core.Engine;

/// <summary>
/// The journal in a PostgreSQL table, its old rows in archived segments. Three guards keep a second writer out: a session
/// lock that makes it step down at once; the table's key; and each row is appended only behind the row before it, which
/// must still be in the table. So nobody can append again a number that was archived. The last two hold even when the
/// lock was lost with a connection.
/// </summary>
internal sealed class PostgresJournal(DatabaseConnectionString connectionString, TimeProvider time, SegmentFiles files) : IJournal
{
    /// <summary>How long a starting engine waits for its predecessor's session to vanish.</summary>
    public static readonly TimeSpan AcquirePatience = TimeSpan.FromSeconds(5);

    /// <summary>How long to wait between two attempts to become the only writer.</summary>
    private static readonly TimeSpan LockRetryDelay = TimeSpan.FromMilliseconds(200);

    private const long LockKey = 0x45_58_43_48_4A_4E_4C_31; // "EXCHJNL1"
    private const string UniqueViolation = "23505";
    private NpgsqlConnection? _connection;
    private NpgsqlCommand? _insert;

    /// <summary>The last row's numbers, as of the last append or the last connection; 0 when there is no row.</summary>
    private long _headFirst;
    private long _headLast;

    public async Task AcquireAsync(CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(cancellationToken);
        if (!await WaitForLockAsync(connection, cancellationToken))
            throw new JournalFencedException(
                "Another engine is running on this database. This one steps down; stop the other one first.");
        await ReadHeadAsync(connection, cancellationToken);
    }

    public async IAsyncEnumerable<JournalRow> ReadAsync(
        long afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await BulkConnection.OpenAsync(connectionString, cancellationToken);
        await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        await foreach (var row in JournalTables.ReadAsync(connection, files, afterSequence, cancellationToken)) yield return row;
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
        if (row.FirstSequence != _headLast + 1)
            throw new JournalFencedException(
                $"The journal ends at {_headLast}, not before {row.FirstSequence}: it was written, or set back, by another. "
                + "This engine steps down.");
        _insert ??= await PrepareInsertAsync(connection, cancellationToken);
        ((NpgsqlParameter<long>)_insert.Parameters[0]).TypedValue = row.FirstSequence;
        ((NpgsqlParameter<long>)_insert.Parameters[1]).TypedValue = row.LastSequence;
        ((NpgsqlParameter<ReadOnlyMemory<byte>>)_insert.Parameters[2]).TypedValue = row.Written;
        ((NpgsqlParameter<byte[]>)_insert.Parameters[3]).TypedValue = row.Hash;
        ((NpgsqlParameter<long>)_insert.Parameters[4]).TypedValue = _headFirst;
        if (await _insert.ExecuteNonQueryAsync(cancellationToken) != 1)
            throw new JournalFencedException($"The row before {row.FirstSequence} is no longer the last. This engine steps down.");
        MoveHead(row.FirstSequence, row.LastSequence);
    }

    private void MoveHead(long first, long last)
    {
        // The first row has none before it; from then on the guard is the row before.
        if (_headFirst == 0 && _insert is { } firstInsert)
        {
            firstInsert.Dispose();
            _insert = null;
        }

        (_headFirst, _headLast) = (first, last);
    }

    private async Task<NpgsqlCommand> PrepareInsertAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // The lock on the row before makes an archiver that is moving it wait, or us fail.
        var insert = new NpgsqlCommand(
            _headFirst == 0
                ? """
                  insert into journal ("FirstSequence", "LastSequence", "Payload", "Hash")
                  select $1, $2, $3, $4 where $5 = 0 and not exists (select from journal)
                  """
                : """
                  insert into journal ("FirstSequence", "LastSequence", "Payload", "Hash")
                  select $1, $2, $3, $4 from journal where "FirstSequence" = $5 for key share
                  """, connection);
        insert.Parameters.Add(new NpgsqlParameter<long> { NpgsqlDbType = NpgsqlDbType.Bigint });
        insert.Parameters.Add(new NpgsqlParameter<long> { NpgsqlDbType = NpgsqlDbType.Bigint });
        insert.Parameters.Add(new NpgsqlParameter<ReadOnlyMemory<byte>> { NpgsqlDbType = NpgsqlDbType.Bytea });
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { NpgsqlDbType = NpgsqlDbType.Bytea });
        insert.Parameters.Add(new NpgsqlParameter<long> { NpgsqlDbType = NpgsqlDbType.Bigint });
        await insert.PrepareAsync(cancellationToken);
        return insert;
    }

    /// <summary>Finds the journal's last row, and says whether it is the one to append.</summary>
    private async Task<bool> IsAppendedAsync(JournalRow row, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var head = await ReadHeadAsync(connection, cancellationToken);
        if (head?.FirstSequence != row.FirstSequence) return false;
        return head.Hash.AsSpan().SequenceEqual(row.Hash)
            ? true
            : throw new JournalFencedException($"Another engine appended row {row.FirstSequence}. This one steps down.");
    }

    private async Task<JournalRow?> ReadHeadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """select "FirstSequence", "LastSequence", "Hash" from journal order by "FirstSequence" desc limit 1""", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        JournalRow? head = null;
        if (await reader.ReadAsync(cancellationToken))
            head = new JournalRow
            {
                FirstSequence = reader.GetInt64(0),
                LastSequence = reader.GetInt64(1),
                Hash = reader.GetFieldValue<byte[]>(2),
            };
        (_headFirst, _headLast) = (head?.FirstSequence ?? 0, head?.LastSequence ?? 0);
        return head;
    }

    private async Task<bool> WaitForLockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (!await DatabaseLock.TryAsync(connection, LockKey, cancellationToken))
        {
            if (time.GetElapsedTime(started) >= AcquirePatience) return false;
            await Task.Delay(LockRetryDelay, time, cancellationToken);
        }

        return true;
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (_connection is { } open) return open;
        // Unpooled: the session lock must live and die with this very connection.
        var builder = new NpgsqlConnectionStringBuilder(connectionString.Value)
        {
            Pooling = false,
            CommandTimeout = 30,
            ApplicationName = "exchange journal",
        };
        var connection = new NpgsqlConnection(builder.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            // An answer to a caller means a commit on disk.
            await DurableCommits.DemandAsync(connection, cancellationToken);
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
