using System.Buffers;

namespace Exchange.Web.Feeds;

/// <summary>
/// What a socket writes to, shared by the socket itself (control frames) and by whoever posts frames that were made once
/// for all clients. Whole frames go in, from any thread, without waiting; they leave in order, one write at a time, those
/// that waited together. Who falls behind the limits, or stalls, is cut off and holds up no one. While a client keeps up,
/// nothing is allocated for it.
/// </summary>
internal sealed class FrameStream(Stream transport, Action abort, TimeProvider time) : Stream
{
    private readonly Lock _gate = new();
    private readonly Queue<ReadOnlyMemory<byte>> _waiting = [];
    private int _waitingBytes;
    private long _writingSince;
    private bool _isWriting;
    private bool _isCutOff;
    private TaskCompletionSource? _drained;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Sends whole frames, now or when those before them are sent. The bytes must never change.</summary>
    public void Post(ReadOnlyMemory<byte> frames)
    {
        bool keepsUp;
        lock (_gate)
        {
            if (_isCutOff) return;
            keepsUp = !_isWriting;
            if (keepsUp) BeginWrite();
            else if (TryWait(frames)) return;
        }

        if (keepsUp) Write(frames);
        else CutOff();
    }

    /// <summary>Cuts the client off when one write has taken longer than <see cref="FeedLimits.RangerWriteTimeout"/>.</summary>
    public void CutOffWhenStalled()
    {
        lock (_gate)
        {
            if (!_isWriting || time.GetElapsedTime(_writingSince) < FeedLimits.RangerWriteTimeout) return;
        }

        CutOff();
    }

    /// <summary>Ends when nothing waits any more, or the client is cut off.</summary>
    public Task DrainAsync()
    {
        lock (_gate)
        {
            if (_isCutOff || !_isWriting) return Task.CompletedTask;
            _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _drained.Task;
        }
    }

    /// <summary>A frame of the socket's own: ping, pong or close. Its buffer is used again, so it is copied.</summary>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Post(buffer.ToArray());
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Post(buffer.AsMemory(offset, count).ToArray());

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        transport.ReadAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        transport.ReadAsync(buffer, offset, count, cancellationToken);

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => transport.Read(buffer, offset, count);

    /// <summary>Every write is sent at once.</summary>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // The request ends: what is posted from now on must not touch it.
            lock (_gate) Forget();
            transport.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool TryWait(ReadOnlyMemory<byte> frames)
    {
        if (_waiting.Count >= FeedLimits.MaxWaitingBlocks || _waitingBytes + frames.Length > FeedLimits.MaxWaitingBytes) return false;
        _waiting.Enqueue(frames);
        _waitingBytes += frames.Length;
        return true;
    }

    private void BeginWrite()
    {
        _isWriting = true;
        _writingSince = time.GetTimestamp();
    }

    /// <summary>The way of a client that keeps up: the transport takes the frames at once, and no task is made.</summary>
    private void Write(ReadOnlyMemory<byte> frames)
    {
        try
        {
            var write = transport.WriteAsync(frames, CancellationToken.None);
            if (!write.IsCompletedSuccessfully)
            {
                _ = WriteWaitingAsync(write.AsTask());
                return;
            }

            write.GetAwaiter().GetResult();
            if (!EndWrite()) _ = WriteWaitingAsync(Task.CompletedTask);
        }
        catch (Exception exception) when (IsGone(exception))
        {
            CutOff();
        }
    }

    private async Task WriteWaitingAsync(Task write)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FeedLimits.MaxBytesPerWrite);
        try
        {
            await write;
            while (Take(buffer) is { Length: > 0 } frames) await transport.WriteAsync(frames, CancellationToken.None);
        }
        catch (Exception exception) when (IsGone(exception))
        {
            CutOff();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Ends the write when nothing waits.</summary>
    private bool EndWrite()
    {
        lock (_gate)
        {
            if (_waiting.Count > 0) return false;
            _isWriting = false;
            _drained?.TrySetResult();
            return true;
        }
    }

    /// <summary>What waits, as far as it fits into one write; nothing ends the write.</summary>
    private ReadOnlyMemory<byte> Take(byte[] buffer)
    {
        lock (_gate)
        {
            if (_isCutOff || EndWrite()) return default;
            _writingSince = time.GetTimestamp();
            var first = _waiting.Peek();
            var length = 0;
            if (first.Length > buffer.Length)
            {
                _waitingBytes -= first.Length;
                return _waiting.Dequeue();
            }

            while (_waiting.TryPeek(out var next) && length + next.Length <= buffer.Length)
            {
                next.CopyTo(buffer.AsMemory(length));
                length += next.Length;
                _waiting.Dequeue();
            }

            _waitingBytes -= length;
            return buffer.AsMemory(0, length);
        }
    }

    private void CutOff()
    {
        lock (_gate)
        {
            if (_isCutOff) return;
            Forget();
        }

        abort();
    }

    private void Forget()
    {
        _isCutOff = true;
        _waiting.Clear();
        _drained?.TrySetResult();
    }

    private static bool IsGone(Exception exception) =>
        exception is IOException or OperationCanceledException or InvalidOperationException;
}
