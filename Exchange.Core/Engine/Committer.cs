using System.Diagnostics;
using System.Security.Cryptography;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Exchange.Core.Engine;

/// <summary>
/// Makes batches durable, one journal row and one commit each, and passes them on to be released. When the database is
/// away it keeps trying with the same bytes; when another engine leads it gives up at once.
/// </summary>
internal sealed partial class Committer(
    IJournal journal, TimeProvider time, EngineInstruments instruments, ILogger<Committer> logger) : IDisposable
{
    /// <summary>How long callers wait for a commit that does not come; afterwards they are told that the outcome is
    /// unknown.</summary>
    public static readonly TimeSpan CallerPatience = TimeSpan.FromSeconds(5);

    /// <summary>How long a commit is tried before the process gives up.</summary>
    public static readonly TimeSpan CommitPatience = TimeSpan.FromMinutes(10);

    /// <summary>How long to wait between two attempts.</summary>
    public static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(250);

    private readonly SemaphoreSlim _free = new(1, 1);
    private readonly Channel<Batch> _incoming = Channel.CreateBounded<Batch>(1);
    private readonly Channel<Batch> _committed = Channel.CreateBounded<Batch>(1);
    private readonly Channel<Batch> _spare = Channel.CreateUnbounded<Batch>();
    private volatile bool _isStalled;
    private volatile bool _callersGaveUp;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _headHash = JournalRow.Genesis;

    /// <summary>Raised when the committer can take the next batch, or its state changed.</summary>
    public event Action? Idle;

    /// <summary>True while commits fail for longer than callers wait.</summary>
    public bool IsStalled => _isStalled;

    /// <summary>True while callers should not be kept waiting any longer.</summary>
    public bool CallersGaveUp => _callersGaveUp;

    /// <summary>What went wrong last, while stalled.</summary>
    public string? Problem { get; private set; }

    /// <summary>Batches that are durable, in order.</summary>
    public ChannelReader<Batch> Committed => _committed.Reader;

    /// <summary>Takes up after the last row of the journal.</summary>
    public void Begin(byte[] headHash)
    {
        _headHash = headHash;
        _spare.Writer.TryWrite(new Batch());
        _spare.Writer.TryWrite(new Batch());
        _spare.Writer.TryWrite(new Batch());
    }

    /// <summary>Takes a batch as soon as no other is being committed, or returns false after a while.</summary>
    public bool TryHandOver(Batch batch, TimeSpan patience = default)
    {
        if (!_free.Wait(patience)) return false;
        _incoming.Writer.TryWrite(batch);
        return true;
    }

    /// <summary>An empty batch to fill; waits until a released one comes back.</summary>
    public Batch NextBatch()
    {
        if (_spare.Reader.TryRead(out var batch)) return batch;
        return _spare.Reader.ReadAsync().AsTask().GetAwaiter().GetResult();
    }

    /// <summary>Gives a released batch back for reuse.</summary>
    public void Return(Batch batch)
    {
        batch.Clear();
        _spare.Writer.TryWrite(batch);
    }

    /// <summary>No more batches will be handed over.</summary>
    public void Complete() => _incoming.Writer.TryComplete();

    /// <summary>Commits until <see cref="Complete"/>; throws when the engine must stop.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Batch? current = null;
        try
        {
            await foreach (var batch in _incoming.Reader.ReadAllAsync(cancellationToken))
            {
                current = batch;
                if (batch.HasCommands) await CommitAsync(batch, cancellationToken);
                await _committed.Writer.WriteAsync(batch, cancellationToken);
                current = null;
                _free.Release();
                Idle?.Invoke();
            }
        }
        catch
        {
            _isStalled = true;
            _callersGaveUp = true;
            current?.AnswerUnknown();
            Idle?.Invoke();
            throw;
        }
        finally
        {
            _committed.Writer.TryComplete();
        }
    }

    public void Dispose()
    {
        _free.Dispose();
        _hash.Dispose();
    }

    private async Task CommitAsync(Batch batch, CancellationToken cancellationToken)
    {
        var payload = batch.Commands.Payload;
        var row = new JournalRow
        {
            FirstSequence = batch.FirstSequence,
            LastSequence = batch.LastSequence,
            Written = payload,
            Hash = JournalRow.ComputeHash(_hash, _headHash, batch.FirstSequence, batch.LastSequence, payload.Span),
        };
        var started = Stopwatch.GetTimestamp();
        await AppendWithPatienceAsync(row, batch, cancellationToken);
        instruments.Committed(batch.Commands.Count, payload.Length, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        _headHash = row.Hash;
    }

    private async Task AppendWithPatienceAsync(JournalRow row, Batch batch, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                await AppendOrStallAsync(row, batch, started, cancellationToken);
                if (_isStalled) LogRecovered(row.FirstSequence);
                _isStalled = false;
                _callersGaveUp = false;
                Problem = null;
                return;
            }
            catch (Exception e) when (e is not JournalFencedException and not OperationCanceledException)
            {
                Problem = e.Message;
                LogCommitFailed(row.FirstSequence, e.Message);
                var elapsed = time.GetElapsedTime(started);
                if (elapsed > CommitPatience) throw;
                Stall(batch, elapsed);
                await Task.Delay(RetryDelay, time, cancellationToken);
            }
        }
    }

    /// <summary>Appends; when that hangs for longer than callers wait, marks the engine stalled and goes on
    /// waiting.</summary>
    private async Task AppendOrStallAsync(JournalRow row, Batch batch, long started, CancellationToken cancellationToken)
    {
        var append = journal.AppendAsync(row, cancellationToken);
        if (append.IsCompleted || _isStalled)
        {
            await append;
            return;
        }

        using var patience = new CancellationTokenSource();
        var timeout = Task.Delay(CallerPatience, time, patience.Token);
        if (await Task.WhenAny(append, timeout) == timeout) Stall(batch, time.GetElapsedTime(started));
        await patience.CancelAsync();
        await append;
    }

    private void Stall(Batch batch, TimeSpan elapsed)
    {
        _isStalled = true;
        if (elapsed >= CallerPatience)
        {
            _callersGaveUp = true;
            batch.AnswerUnknown();
        }

        Idle?.Invoke();
    }

    [LoggerMessage(EventId = 2101, Level = LogLevel.Error,
        Message = "Journal row {FirstSequence} cannot be written: {Problem}. No command is accepted until it is.")]
    private partial void LogCommitFailed(long firstSequence, string problem);

    [LoggerMessage(EventId = 2102, Level = LogLevel.Warning, Message = "Journal row {FirstSequence} is written; going on.")]
    private partial void LogRecovered(long firstSequence);
}
