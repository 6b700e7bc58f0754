using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Exchange.Tests.Feeds;

/// <summary>A WebSocket client that may break every rule: it sends the bytes it is told to, and sees the frames that come back.</summary>
internal sealed class RawWebSocket : IDisposable
{
    public const byte Text = 0x81;
    public const byte Close = 0x88;
    public const byte Ping = 0x89;
    public const byte Pong = 0x8A;
    private const byte Masked = 0x80;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly TcpClient _client = new();

    /// <summary>The answer to the handshake.</summary>
    public string Answer { get; private set; } = "";

    /// <summary>The first line's status.</summary>
    public int Status => int.Parse(Answer.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture);

    public static async Task<RawWebSocket> OpenAsync(Uri address, string path, params string[] headers)
    {
        var socket = new RawWebSocket();
        // A small window, so that a client that does not read is noticed.
        socket._client.ReceiveBufferSize = 4096;
        await socket._client.ConnectAsync(address.Host, address.Port);
        var request = $"GET {path} HTTP/1.1\r\nHost: {address.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
            + string.Concat(headers.Select(h => h + "\r\n")) + "\r\n";
        await socket.SendAsync(Encoding.ASCII.GetBytes(request));
        var answer = new StringBuilder();
        while (!answer.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal)) answer.Append((char)(await socket.BytesAsync(1))[0]);
        socket.Answer = answer.ToString();
        return socket;
    }

    /// <summary>A frame of a client; <paramref name="first"/> has FIN, reserved bits and opcode.</summary>
    public static byte[] Frame(byte first, byte[] payload, bool masked = true)
    {
        var length = payload.Length switch
        {
            < 126 => [(byte)payload.Length],
            <= ushort.MaxValue => [126, (byte)(payload.Length >> 8), (byte)(payload.Length & 0xFF)],
            _ => (byte[])[127, 0, 0, 0, 0, .. BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(payload.Length))],
        };
        if (masked) length[0] |= Masked;
        return [first, .. length, .. masked ? new byte[4] : [], .. payload];
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await _client.GetStream().WriteAsync(bytes, limit.Token);
        }
        catch (IOException)
        {
            // The server has closed before it was sent everything; what it said is still to be read.
        }
    }

    /// <summary>The next frame; opcode 0 and nothing when the server has closed without a goodbye.</summary>
    public async Task<(byte First, byte[] Payload)> ReceiveAsync()
    {
        try
        {
            var head = await BytesAsync(2);
            var length = head[1] switch
            {
                126 => BinaryPrimitives.ReadUInt16BigEndian(await BytesAsync(2)),
                127 => (int)BinaryPrimitives.ReadInt64BigEndian(await BytesAsync(8)),
                var small => small,
            };
            return (head[0], await BytesAsync(length));
        }
        catch (IOException)
        {
            return (0, []);
        }
    }

    /// <summary>Reads on to the close; its code, or 0 when there was none.</summary>
    public async Task<int> CloseCodeAsync()
    {
        while (true)
        {
            var (first, payload) = await ReceiveAsync();
            if (first == 0) return 0;
            if (first == Close) return BinaryPrimitives.ReadUInt16BigEndian(payload);
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<byte[]> BytesAsync(int count)
    {
        using var limit = new CancellationTokenSource(Patience);
        var bytes = new byte[count];
        await _client.GetStream().ReadExactlyAsync(bytes, limit.Token);
        return bytes;
    }
}
