namespace Exchange.Tests.Feeds;

/// <summary>A connection whose writes end when the test says so: at once, or after <see cref="Release"/>.</summary>
internal sealed class HeldStream : MemoryStream
{
    private TaskCompletionSource? _held;

    /// <summary>How many bytes each write brought.</summary>
    public List<int> Writes { get; } = [];

    public void Hold() => _held = new TaskCompletionSource();

    /// <summary>Ends the write that is held, and holds no other.</summary>
    public void Release()
    {
        var held = _held!;
        _held = null;
        held.SetResult();
    }

    /// <summary>Ends the write that is held as one to a client that left.</summary>
    public void Break() => _held!.SetException(new IOException("connection reset"));

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Writes.Add(buffer.Length);
        Write(buffer.Span);
        if (_held is { } held) await held.Task;
    }
}
