using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Exchange.Bench;

/// <summary>
/// One keep-alive connection that places orders one after the other as fast as they are acknowledged, with as little
/// work of its own as possible: the generator shares the machine with the server.
/// </summary>
internal sealed class OrderConnection(int port, string key, string secret, int seed)
{
    private readonly Random _random = new(seed);
    /// <summary>Room for the answer to a cancel-all: 500 orders.</summary>
    private readonly byte[] _answer = new byte[512 * 1024];
    private readonly byte[] _secret = Encoding.UTF8.GetBytes(secret);
    private string _signature = "";
    private long _signedSecond;

    public List<long> LatencyTicks { get; } = [];

    public int Refused { get; private set; }

    public async Task RunAsync(CancellationToken stop)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", port, CancellationToken.None);
        while (!stop.IsCancellationRequested)
        {
            var request = Order();
            var started = Stopwatch.GetTimestamp();
            var status = await SendAsync(socket, request);
            if (status == 201) LatencyTicks.Add(Stopwatch.GetTimestamp() - started);
            else if (++Refused > 0 && status == 422) await SendAsync(socket, Request("/api/v2/peatio/market/orders/cancel", "{}"));
        }
    }

    /// <summary>A limit order within 20 ticks of 60,000: about half of them trade at once.</summary>
    private byte[] Order()
    {
        var side = _random.Next(2) == 0 ? "buy" : "sell";
        var cents = _random.Next(-20, 21);
        var price = (6_000_000 + cents) / 100m;
        var volume = _random.Next(1, 50) / 10_000m;
        return Request("/api/v2/peatio/market/orders", string.Create(CultureInfo.InvariantCulture,
            $$"""{"market":"btcusdt","side":"{{side}}","volume":"{{volume}}","price":"{{price}}"}"""));
    }

    private byte[] Request(string path, string body)
    {
        Sign();
        return Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: localhost\r\n{_signature}"
            + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }

    /// <summary>A signature is good for five seconds, so one a second will do.</summary>
    private void Sign()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        if (now / 1000 == _signedSecond) return;
        _signedSecond = now / 1000;
        var nonce = now.ToString(CultureInfo.InvariantCulture);
        var hash = Convert.ToHexStringLower(HMACSHA256.HashData(_secret, Encoding.ASCII.GetBytes(nonce + key)));
        _signature = $"X-Auth-Apikey: {key}\r\nX-Auth-Nonce: {nonce}\r\nX-Auth-Signature: {hash}\r\n";
    }

    /// <summary>Sends a request and reads the whole answer; gives its status.</summary>
    private async Task<int> SendAsync(Socket socket, byte[] request)
    {
        await socket.SendAsync(request, SocketFlags.None);
        var read = 0;
        while (true)
        {
            var count = await socket.ReceiveAsync(_answer.AsMemory(read), SocketFlags.None);
            if (count == 0) throw new IOException("The server closed the connection.");
            read += count;
            if (IsComplete(_answer.AsSpan(0, read))) break;
        }

        return int.Parse(_answer.AsSpan(9, 3), CultureInfo.InvariantCulture);
    }

    private static bool IsComplete(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0) return false;
        var head = answer[..end];
        var at = head.IndexOf("Content-Length: "u8);
        if (at < 0) return answer.EndsWith("0\r\n\r\n"u8);
        var digits = head[(at + 16)..];
        var line = digits.IndexOf((byte)'\r');
        var length = int.Parse(line < 0 ? digits : digits[..line], CultureInfo.InvariantCulture);
        return answer.Length >= end + 4 + length;
    }
}
