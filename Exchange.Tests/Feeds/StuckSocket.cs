using System.Net.WebSockets;

namespace Exchange.Tests.Feeds;

/// <summary>A socket whose other end never reads: a write ends only with an abort.</summary>
internal sealed class StuckSocket : WebSocket
{
    private readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsAborted => _aborted.Task.IsCompleted;

    public override WebSocketCloseStatus? CloseStatus => null;
    public override string? CloseStatusDescription => null;
    public override string? SubProtocol => null;
    public override WebSocketState State => IsAborted ? WebSocketState.Aborted : WebSocketState.Open;

    public override void Abort() => _aborted.TrySetResult();

    public override void Dispose()
    {
    }

    public override async Task SendAsync(
        ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage,
        CancellationToken cancellationToken)
    {
        await _aborted.Task.WaitAsync(cancellationToken);
        throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely);
    }

    public override Task CloseAsync(
        WebSocketCloseStatus status, string? description, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public override Task CloseOutputAsync(
        WebSocketCloseStatus status, string? description, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public override Task<WebSocketReceiveResult> ReceiveAsync(
        ArraySegment<byte> buffer, CancellationToken cancellationToken) => throw new NotSupportedException();
}
