using Exchange.Core.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace Exchange.Core.Engine;

/// <summary>
/// Keeps the table that the engine writes small: rows before the oldest kept snapshot are compressed into segments. A
/// row leaves the table in the transaction that stores its segment, or names the file in which it is durable already. The
/// row at which that snapshot stands and all after it stay, so the last row is always in the table.
/// </summary>
public sealed partial class JournalArchive
{
    /// <summary>Most rows of a segment.</summary>
    public const int MaxRows = 50_000;

    private const long LockKey = 0x45_58_43_48_41_52_43_31; // "EXCHARC1"
    private readonly DatabaseConnectionString _connectionString;
    private readonly SegmentFiles _files;
    private readonly int _segmentBytes;
    private readonly ILogger<JournalArchive> _logger;

    internal JournalArchive(
        DatabaseConnectionString connectionString, SegmentFiles files, IOptions<JournalOptions> options,
        ILogger<JournalArchive> logger)
    {
        (_connectionString, _files, _logger) = (connectionString, files, logger);
        _segmentBytes = options.Value.SegmentBytes;
    }

    /// <summary>Moves every full segment there is. Does nothing while another process does it.</summary>
    /// <returns>How many segments were made.</returns>
    /// <exception cref="JournalCorruptException">A row to move is damaged; nothing of its segment was moved.</exception>
    public async Task<int> ArchiveAsync(CancellationToken cancellationToken)
    {
        await using var right = await DatabaseLock.TryAcquireAsync(_connectionString, LockKey, cancellationToken);
        return right is null
            ? 0
            : await LowPriorityThread.RunAsync("exchange archive", () => ArchiveAllAsync(cancellationToken));
    }

    private async Task<int> ArchiveAllAsync(CancellationToken cancellationToken)
    {
        var made = 0;
        await using var connection = await BulkConnection.OpenAsync(_connectionString, cancellationToken);
        while (await NextAsync(connection, cancellationToken) is { } segment)
        {
            await MoveAsync(connection, segment, cancellationToken);
            LogArchived(segment.FirstSequence, segment.LastSequence, segment.Rows, segment.RawBytes, segment.Bytes);
            made++;
        }

        return made;
    }

    /// <summary>The next segment in memory, or null when there are not enough rows for one.</summary>
    private async Task<JournalSegment?> NextAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (await LastToMoveAsync(connection, cancellationToken) is not { } upTo) return null;
        var (last, hash) = await LastMovedAsync(connection, cancellationToken);
        var previousHash = hash;
        var rows = new List<JournalRow>();
        await foreach (var row in JournalTables.RowsAsync(connection, last, cancellationToken, upTo))
        {
            row.VerifyFollows(last, hash);
            rows.Add(row);
            (last, hash) = (row.LastSequence, row.Hash);
        }

        var segment = SegmentCodec.Write(rows, previousHash);
        // What cannot be read back must not replace what can.
        SegmentCodec.Read(segment, segment.Payload!);
        return segment;
    }

    /// <summary>Where the next segment is full: the first row with which the rows not yet moved reach its size. Null when
    /// they do not, or when no row lies before the oldest snapshot.</summary>
    private async Task<long?> LastToMoveAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            select "FirstSequence", octet_length("Payload") from journal
            where "LastSequence" < (select min("Sequence") from engine_snapshots)
            order by "FirstSequence" limit $1
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MaxRows });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var (rows, bytes) = (0, 0L);
        while (await reader.ReadAsync(cancellationToken))
        {
            bytes += reader.GetInt32(1);
            if (++rows == MaxRows || bytes >= _segmentBytes) return reader.GetInt64(0);
        }

        return null;
    }

    private static async Task<(long Sequence, byte[] Hash)> LastMovedAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """select "LastSequence", "LastHash" from journal_segments order by "LastSequence" desc limit 1""", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1))
            : (0, JournalRow.Genesis);
    }

    private async Task MoveAsync(NpgsqlConnection connection, JournalSegment segment, CancellationToken cancellationToken)
    {
        if (_files.IsEnabled)
        {
            segment.File = SegmentFiles.NameOf(segment);
            await _files.WriteAsync(segment.File, segment.Payload, cancellationToken);
            SegmentCodec.Read(segment, await _files.ReadAsync(segment, cancellationToken));
            segment.Payload = null;
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await InsertAsync(connection, segment, cancellationToken);
        var deleted = await DeleteRowsAsync(connection, segment, cancellationToken);
        if (deleted != segment.Rows)
            throw new InvalidOperationException(
                $"{deleted} rows instead of {segment.Rows} would go with segment {segment.FirstSequence}: nothing was moved.");
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task InsertAsync(
        NpgsqlConnection connection, JournalSegment segment, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into journal_segments ("FirstSequence", "LastSequence", "Rows", "PreviousHash", "LastHash", "ContentHash",
              "RawBytes", "Bytes", "Payload", "File") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = segment.FirstSequence });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = segment.LastSequence });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = segment.Rows });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = segment.PreviousHash });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = segment.LastHash });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = segment.ContentHash });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = segment.RawBytes });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = segment.Bytes });
        command.Parameters.Add(Nullable(segment.Payload, NpgsqlDbType.Bytea));
        command.Parameters.Add(Nullable(segment.File, NpgsqlDbType.Varchar));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlParameter Nullable(object? value, NpgsqlDbType type) =>
        new() { NpgsqlDbType = type, Value = value ?? DBNull.Value };

    private static async Task<int> DeleteRowsAsync(
        NpgsqlConnection connection, JournalSegment segment, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """delete from journal where "FirstSequence" between $1 and $2""", connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = segment.FirstSequence });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = segment.LastSequence });
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(EventId = 2030, Level = LogLevel.Information,
        Message = "Journal {First} to {Last} archived: {Rows} rows, {RawBytes} bytes, now {Bytes}.")]
    private partial void LogArchived(long first, long last, int rows, int rawBytes, int bytes);
}
