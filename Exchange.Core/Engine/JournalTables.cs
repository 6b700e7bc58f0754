using System.Data;
using System.Runtime.CompilerServices;
using Npgsql;

namespace Exchange.Core.Engine;

/// <summary>Reads archived segments and journal rows, in order, as of one moment.</summary>
internal static class JournalTables
{
    /// <summary>
    /// All rows whose last sequence is above a number: those in segments, unpacked, then those in the table. The caller's
    /// transaction shows one moment: rows that are moved meanwhile are neither missed nor read twice.
    /// </summary>
    public static async IAsyncEnumerable<JournalRow> ReadAsync(
        NpgsqlConnection connection, SegmentFiles files, long afterSequence,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var segment in await SegmentsAsync(connection, afterSequence, cancellationToken))
        {
            var content = segment.File is null
                ? await PayloadAsync(connection, segment, cancellationToken)
                : await files.ReadAsync(segment, cancellationToken);
            foreach (var row in SegmentCodec.Read(segment, content))
                if (row.LastSequence > afterSequence) yield return row;
        }

        await foreach (var row in RowsAsync(connection, afterSequence, cancellationToken)) yield return row;
    }

    /// <summary>The segments that hold a command above a number, in order, without their content.</summary>
    public static async Task<List<JournalSegment>> SegmentsAsync(
        NpgsqlConnection connection, long afterSequence, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            select "FirstSequence", "LastSequence", "Rows", "PreviousHash", "LastHash", "ContentHash", "RawBytes", "Bytes", "File"
            from journal_segments where "LastSequence" > $1 order by "LastSequence"
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = afterSequence });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var segments = new List<JournalSegment>();
        while (await reader.ReadAsync(cancellationToken))
        {
            segments.Add(new JournalSegment
            {
                FirstSequence = reader.GetInt64(0),
                LastSequence = reader.GetInt64(1),
                Rows = reader.GetInt32(2),
                PreviousHash = reader.GetFieldValue<byte[]>(3),
                LastHash = reader.GetFieldValue<byte[]>(4),
                ContentHash = reader.GetFieldValue<byte[]>(5),
                RawBytes = reader.GetInt32(6),
                Bytes = reader.GetInt32(7),
                File = await reader.IsDBNullAsync(8, cancellationToken) ? null : reader.GetString(8),
            });
        }

        return segments;
    }

    /// <summary>The rows of the table that hold a command above a number.</summary>
    public static async IAsyncEnumerable<JournalRow> RowsAsync(
        NpgsqlConnection connection, long afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken,
        long upToSequence = long.MaxValue)
    {
        await using var command = new NpgsqlCommand(
            """
            select "FirstSequence", "LastSequence", "Payload", "Hash" from journal
            where "LastSequence" > $1 and "FirstSequence" <= $2
              and "FirstSequence" >= coalesce((select max("FirstSequence") from journal where "FirstSequence" <= $1), $1)
            order by "FirstSequence"
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = afterSequence });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = upToSequence });
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

    private static async Task<byte[]> PayloadAsync(
        NpgsqlConnection connection, JournalSegment segment, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """select "Payload" from journal_segments where "FirstSequence" = $1""", connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = segment.FirstSequence });
        return await command.ExecuteScalarAsync(cancellationToken) as byte[] ?? [];
    }
}
