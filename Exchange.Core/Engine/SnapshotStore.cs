using System.Data;
using System.Security.Cryptography;
using Exchange.Core.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Exchange.Core.Engine;

/// <summary>Where snapshots are kept.</summary>
internal interface ISnapshotStore
{
    /// <summary>The heads of all snapshots, newest first.</summary>
    Task<IReadOnlyList<Snapshot>> ListAsync(CancellationToken cancellationToken);

    /// <summary>A snapshot's content, or null when it is not what was written.</summary>
    Task<byte[]?> LoadAsync(Snapshot snapshot, CancellationToken cancellationToken);

    /// <summary>Stores a snapshot and lets the oldest go, both or neither. The newest that the tables have reached stays: a
    /// start can use none after it.</summary>
    Task SaveAsync(Snapshot snapshot, ReadOnlyMemory<byte> content, long projectedSequence, CancellationToken cancellationToken);

    /// <summary>The last command in the journal.</summary>
    Task<long> JournalEndAsync(CancellationToken cancellationToken);

    /// <summary>The right to make a snapshot, which one process has at a time; null while another has it.</summary>
    Task<IAsyncDisposable?> TryLockAsync(CancellationToken cancellationToken);
}

/// <summary>Snapshots in PostgreSQL tables.</summary>
internal sealed class SnapshotStore(DatabaseConnectionString connectionString) : ISnapshotStore
{
    /// <summary>How many snapshots are kept at least; older ones are deleted when a new one is saved.</summary>
    public const int Kept = 3;

    private const long LockKey = 0x45_58_43_48_53_4E_50_31; // "EXCHSNP1"

    public async Task<IReadOnlyList<Snapshot>> ListAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            """
            select "Sequence", "StateHash", "JournalHash", "Bytes", "MadeAtMicroseconds" from engine_snapshots
            order by "Sequence" desc
            """, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var heads = new List<Snapshot>();
        while (await reader.ReadAsync(cancellationToken))
        {
            heads.Add(new Snapshot
            {
                Sequence = reader.GetInt64(0),
                StateHash = reader.GetFieldValue<byte[]>(1),
                JournalHash = reader.GetFieldValue<byte[]>(2),
                Bytes = reader.GetInt64(3),
                MadeAtMicroseconds = reader.GetInt64(4),
            });
        }

        return heads;
    }

    public async Task<byte[]?> LoadAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        if (snapshot.Bytes < 0 || snapshot.Bytes > Array.MaxLength) return null;
        var content = GC.AllocateUninitializedArray<byte>((int)snapshot.Bytes);
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            """select "Payload" from engine_snapshot_chunks where "Sequence" = $1 order by "Index" """, connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = snapshot.Sequence });
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (filled, hashing) = (0, Task.CompletedTask);
        while (await reader.ReadAsync(cancellationToken))
        {
            await using var chunk = await reader.GetStreamAsync(0, cancellationToken);
            var read = await chunk.ReadAtLeastAsync(
                content.AsMemory(filled), (int)Math.Min(chunk.Length, content.Length - filled), false, cancellationToken);
            if (read < chunk.Length) return null;
            // Hashed by another core while the next chunk is on its way.
            await hashing;
            var (start, count) = (filled, read);
            hashing = Task.Run(() => hash.AppendData(content, start, count), CancellationToken.None);
            filled += read;
        }

        await hashing;
        return filled == content.Length && hash.GetHashAndReset().AsSpan().SequenceEqual(snapshot.StateHash) ? content : null;
    }

    public async Task SaveAsync(
        Snapshot snapshot, ReadOnlyMemory<byte> content, long projectedSequence, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await InsertHeadAsync(connection, snapshot, cancellationToken)) return;
        for (var (index, start) = (0, 0); start < content.Length; index++, start += SnapshotChunk.MaxBytes)
        {
            var chunk = content.Slice(start, Math.Min(SnapshotChunk.MaxBytes, content.Length - start));
            await InsertChunkAsync(connection, snapshot.Sequence, index, chunk, cancellationToken);
        }

        await DeleteOldAsync(connection, projectedSequence, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public async Task<long> JournalEndAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            """select "LastSequence" from journal order by "FirstSequence" desc limit 1""", connection);
        return await command.ExecuteScalarAsync(cancellationToken) is long last ? last : 0;
    }

    public Task<IAsyncDisposable?> TryLockAsync(CancellationToken cancellationToken) =>
        DatabaseLock.TryAcquireAsync(connectionString, LockKey, cancellationToken);

    private static async Task<bool> InsertHeadAsync(
        NpgsqlConnection connection, Snapshot snapshot, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into engine_snapshots ("Sequence", "StateHash", "JournalHash", "Bytes", "MadeAtMicroseconds")
            values ($1, $2, $3, $4, $5) on conflict do nothing
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = snapshot.Sequence });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = snapshot.StateHash });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = snapshot.JournalHash });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = snapshot.Bytes });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = snapshot.MadeAtMicroseconds });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    private static async Task InsertChunkAsync(
        NpgsqlConnection connection, long sequence, int index, ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """insert into engine_snapshot_chunks ("Sequence", "Index", "Payload") values ($1, $2, $3)""", connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = sequence });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = index });
        command.Parameters.Add(
            new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = chunk, NpgsqlDbType = NpgsqlDbType.Bytea });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task DeleteOldAsync(
        NpgsqlConnection connection, long projectedSequence, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            delete from engine_snapshots where "Sequence" not in
              (select "Sequence" from engine_snapshots order by "Sequence" desc limit $1)
              and "Sequence" <> coalesce((select max("Sequence") from engine_snapshots where "Sequence" <= $2), 0)
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Kept });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = projectedSequence });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) =>
        BulkConnection.OpenAsync(connectionString, cancellationToken);
}
