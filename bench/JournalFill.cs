using System.Security.Cryptography;
using Exchange.Core.Engine;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Npgsql;

namespace Exchange.Bench;

/// <summary>
/// Fills an empty exchange's journal as its engine would, faster than commits would let it: the same rows, loaded with
/// COPY, and a snapshot at any place between them.
/// </summary>
internal sealed class JournalFill(string connectionString, int commandsPerRow)
{
    private readonly BatchCodec _batch = new();
    private readonly EventBuffer _output = new();
    private readonly List<JournalRow> _rows = [];
    private byte[] _hash = JournalRow.Genesis;

    public EngineState State { get; } = new();

    /// <summary>Bytes of payload written.</summary>
    public long Bytes { get; private set; }

    /// <summary>Rows written.</summary>
    public int Rows { get; private set; }

    /// <summary>Applies commands and writes those that count; what is refused leaves no trace, as always.</summary>
    public async Task AddAsync(IEnumerable<Command> commands)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        foreach (var chunk in commands.Chunk(1_000_000))
        {
            foreach (var command in chunk) Add(command);
            CloseRow();
            await CopyAsync(connection);
        }
    }

    /// <summary>Stores a snapshot of the state after the last command and gives its size.</summary>
    public async Task<int> SnapshotAsync()
    {
        var content = SnapshotCodec.Write(State);
        var snapshot = new Snapshot
        {
            Sequence = State.Sequence,
            StateHash = SHA256.HashData(content),
            JournalHash = _hash,
            Bytes = content.Length,
            MadeAtMicroseconds = Clock.ToMicroseconds(TimeProvider.System.GetUtcNow()),
        };
        var store = new SnapshotStore(new DatabaseConnectionString(connectionString));
        await store.SaveAsync(snapshot, content, 0, CancellationToken.None);
        return content.Length;
    }

    private void Add(in Command command)
    {
        var at = Math.Max(State.AtMicroseconds + 1, 1_700_000_000_000_000);
        if (State.Apply(command, State.Sequence + 1, at, _output).Sequence == 0) return;
        _batch.Add(command, at);
        _output.Clear();
        if (_batch.Count == commandsPerRow) CloseRow();
    }

    private void CloseRow()
    {
        if (_batch.Count == 0) return;
        _batch.SetDigest(State);
        var row = new JournalRow
        {
            FirstSequence = State.Sequence - _batch.Count + 1,
            LastSequence = State.Sequence,
            Payload = _batch.ToPayload(),
        };
        row.Hash = _hash = JournalRow.ComputeHash(_hash, row.FirstSequence, row.LastSequence, row.Payload);
        _rows.Add(row);
        _batch.Clear();
        Bytes += row.Payload.Length;
        Rows++;
    }

    private async Task CopyAsync(NpgsqlConnection connection)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            """copy journal ("FirstSequence", "LastSequence", "Payload", "Hash") from stdin (format binary)""");
        foreach (var row in _rows)
        {
            await copy.StartRowAsync();
            await copy.WriteAsync(row.FirstSequence);
            await copy.WriteAsync(row.LastSequence);
            await copy.WriteAsync(row.Payload);
            await copy.WriteAsync(row.Hash);
        }

        await copy.CompleteAsync();
        _rows.Clear();
    }
}
