using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Exchange.Tests.Support;

/// <summary>
/// A line to a test's database that the test can hold or cut at an exact statement: before it gets through, or after the
/// server has executed it and before the client hears of that.
/// </summary>
internal sealed class DatabaseProxy : IAsyncDisposable
{
    private const int BufferBytes = 1 << 16;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly UnixDomainSocketEndPoint _server;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private byte[]? _holdAt;
    private byte[]? _cutAfter;
    private TaskCompletionSource _held = new();
    private TaskCompletionSource _released = new();
    private TaskCompletionSource _cut = new();

    public DatabaseProxy(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        _server = new UnixDomainSocketEndPoint($"{builder.Host}/.s.PGSQL.{builder.Port}");
        _listener.Start();
        builder.Host = IPAddress.Loopback.ToString();
        builder.Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        ConnectionString = builder.ConnectionString;
        _ = AcceptAsync();
    }

    public string ConnectionString { get; }

    /// <summary>Completes when a statement is held.</summary>
    public Task Held => _held.Task;

    /// <summary>Completes when an answer was lost.</summary>
    public Task Cut => _cut.Task;

    /// <summary>The next statement with this text waits, and with it its connection.</summary>
    public void HoldAt(string statement)
    {
        lock (_gate) (_holdAt, _held, _released) = (Text(statement), Signal(), Signal());
    }

    public void LetGo() => _released.TrySetResult();

    /// <summary>The next statement with this text is executed; its answer and its connection are lost.</summary>
    public void CutAfter(string statement)
    {
        lock (_gate) (_cutAfter, _cut) = (Text(statement), Signal());
    }

    public async ValueTask DisposeAsync()
    {
        LetGo();
        await _stop.CancelAsync();
        _listener.Stop();
        _stop.Dispose();
        await using var pool = new NpgsqlConnection(ConnectionString);
        NpgsqlConnection.ClearPool(pool);
    }

    private static byte[] Text(string statement) => System.Text.Encoding.ASCII.GetBytes(statement);

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptSocketAsync(_stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using (client)
        {
            try
            {
                await server.ConnectAsync(_server, _stop.Token);
                var isCut = new StrongBox();
                await Task.WhenAny(RequestsAsync(client, server, isCut), AnswersAsync(server, client, isCut));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                // The test is over, or the server away.
            }
        }
    }

    private async Task RequestsAsync(Socket client, Socket server, StrongBox isCut)
    {
        var buffer = new byte[BufferBytes];
        while (await client.ReceiveAsync(buffer, _stop.Token) is > 0 and var length)
        {
            var message = buffer.AsMemory(0, length);
            if (Takes(ref _holdAt, message.Span))
            {
                _held.TrySetResult();
                await _released.Task;
            }

            if (Takes(ref _cutAfter, message.Span)) isCut.Value = true;
            await server.SendAsync(message, _stop.Token);
        }
    }

    private async Task AnswersAsync(Socket server, Socket client, StrongBox isCut)
    {
        var buffer = new byte[BufferBytes];
        while (await server.ReceiveAsync(buffer, _stop.Token) is > 0 and var length)
        {
            if (isCut.Value)
            {
                _cut.TrySetResult();
                return;
            }

            await client.SendAsync(buffer.AsMemory(0, length), _stop.Token);
        }
    }

    private bool Takes(ref byte[]? awaited, ReadOnlySpan<byte> message)
    {
        lock (_gate)
        {
            if (awaited is null || message.IndexOf(awaited) < 0) return false;
            awaited = null;
            return true;
        }
    }

    /// <summary>Both directions of one connection see it.</summary>
    private sealed class StrongBox
    {
        public volatile bool Value;
    }
}
