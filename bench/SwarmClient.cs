using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Exchange.Bench;

/// <summary>
/// One WebSocket client of the swarm, on a raw socket, so that it costs little beside the server: counts messages and
/// looks at the sequence number that ends each.
/// </summary>
internal sealed class SwarmClient : IDisposable
{
    private const byte FinalPing = 0x89;
    private const byte FinalPong = 0x8A;
    private const byte IsMasked = 0x80;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly int _bytes;
    private int _length;
    private long _lastSequence = -1;

    /// <summary>Counts messages of one length only, or all that are numbered.</summary>
    public SwarmClient(int? messageBytes = null) => _bytes = messageBytes ?? 0;

    /// <summary>A client that connects and never reads is stuck sooner with a small buffer.</summary>
    public int ReceiveBufferBytes
    {
        init => _socket.ReceiveBufferSize = value;
    }

    /// <summary>Numbered messages so far.</summary>
    public long Messages { get; private set; }

    /// <summary>Messages whose number was not one above the last.</summary>
    public int Gaps { get; private set; }

    public async Task ConnectAsync(int port, string path)
    {
        await _socket.ConnectAsync("127.0.0.1", port);
        await _socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"));
        int end;
        do
        {
            var count = await _socket.ReceiveAsync(_buffer.AsMemory(_length));
            if (count == 0) throw new IOException("Closed during the handshake.");
            _length += count;
            end = _buffer.AsSpan(0, _length).IndexOf("\r\n\r\n"u8);
        }
        while (end < 0);

        if (!_buffer.AsSpan(0, _length).StartsWith("HTTP/1.1 101"u8)) throw new IOException(Encoding.ASCII.GetString(_buffer, 0, end));
        Keep(end + 4);
    }

    /// <summary>Reads until the server closes; tells how many messages each read brought.</summary>
    public async Task ReadAsync(Action<int> onMessages)
    {
        try
        {
            while (true)
            {
                onMessages(CountMessages());
                var count = await _socket.ReceiveAsync(_buffer.AsMemory(_length));
                if (count == 0) return;
                _length += count;
            }
        }
        catch (SocketException)
        {
            // The swarm ends.
        }
        catch (ObjectDisposedException)
        {
            // The swarm ends.
        }
    }

    public void Dispose() => _socket.Dispose();

    private int CountMessages()
    {
        var (at, messages) = (0, 0);
        while (TryFrame(_buffer.AsSpan(at, _length - at), out var header, out var payload))
        {
            if (_buffer[at] == FinalPing) Answer(_buffer.AsSpan(at + header, payload));
            if ((_bytes == 0 || payload == _bytes) && IsNumbered(_buffer.AsSpan(at + header, payload))) messages++;

            at += header + payload;
        }

        Keep(at);
        return messages;
    }

    private static bool TryFrame(ReadOnlySpan<byte> bytes, out int header, out int payload)
    {
        (header, payload) = (2, 0);
        if (bytes.Length < 4) return false;
        payload = bytes[1];
        if (payload == 126) (header, payload) = (4, BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]));
        return bytes.Length >= header + payload;
    }

    /// <summary>A numbered message ends in its number and two braces; a snapshot begins anew.</summary>
    private bool IsNumbered(ReadOnlySpan<byte> message)
    {
        var digits = message.Length - 2;
        while (digits > 0 && message[digits - 1] is >= (byte)'0' and <= (byte)'9') digits--;
        if (!message[..Math.Max(0, digits)].EndsWith("\"sequence\":"u8)) return false;
        var sequence = 0L;
        foreach (var digit in message[digits..^2]) sequence = sequence * 10 + digit - '0';
        var begins = _lastSequence < 0 || message[..Math.Min(40, message.Length)].IndexOf("ob-snap"u8) >= 0;
        if (!begins && sequence != _lastSequence + 1) Gaps++;
        _lastSequence = sequence;
        Messages++;
        return true;
    }

    /// <summary>A pong repeats the ping; a mask of zeros leaves it as it is.</summary>
    private void Answer(ReadOnlySpan<byte> ping) =>
        _socket.Send([FinalPong, (byte)(IsMasked | ping.Length), 0, 0, 0, 0, .. ping]);

    private void Keep(int from)
    {
        _buffer.AsSpan(from, _length - from).CopyTo(_buffer);
        _length -= from;
    }
}
