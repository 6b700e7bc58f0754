using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Exchange.Bench;

/// <summary>
/// Times the way from an order to the trade's message on the counterparty's socket. A large offer rests in a market where
/// nobody else trades; orders meet it at fixed moments, and the quantity of each says which one the message is about. Run in
/// a process of its own.
/// </summary>
internal sealed class TradeProbe : IDisposable
{
    private const int Numbers = 100;
    private const double LargestQuantity = 0.2;
    private const int Connections = 16;
    private const double DrainSeconds = 2;
    private static readonly double TicksPerSecond = Stopwatch.Frequency;
    private readonly LoadPlan _plan;
    private readonly LoadConnection _maker;
    private readonly List<LoadConnection> _takers;
    private readonly Queue<LoadConnection> _free = new();
    private readonly Socket _feed = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly long[] _meantAt = new long[Numbers];
    private readonly List<long> _latencies = [];
    private byte[] _received = new byte[1 << 20];
    private int _length;
    private long _refused;

    private TradeProbe(LoadPlan plan)
    {
        _plan = plan;
        _maker = new LoadConnection(plan with { Keys = [plan.Keys[^2]] }, 0);
        var takers = plan with { Keys = [plan.Keys[^1]] };
        _takers = [.. Enumerable.Range(0, Connections).Select(i => new LoadConnection(takers, i))];
    }

    /// <summary>The child process: a plan comes in, figures go out.</summary>
    public static int Run()
    {
        var plan = JsonSerializer.Deserialize(Console.In.ReadToEnd(), LoadJson.Default.LoadPlan)!;
        using var probe = new TradeProbe(plan);
        Console.WriteLine(JsonSerializer.Serialize(probe.Execute(), LoadJson.Default.LoadFigures));
        return 0;
    }

    public void Dispose()
    {
        _maker.Dispose();
        foreach (var taker in _takers) taker.Dispose();
        _feed.Dispose();
    }

    private LoadFigures Execute()
    {
        Listen();
        var (orders, sent) = ((long)(_plan.Rate * _plan.Seconds), 0L);
        Rest(Math.Ceiling(orders * LargestQuantity));
        foreach (var taker in _takers) _free.Enqueue(taker);
        var started = Stopwatch.GetTimestamp();
        var stops = started + (long)((_plan.Seconds + DrainSeconds) * TicksPerSecond);
        while (Stopwatch.GetTimestamp() is var now && now < stops && _latencies.Count + _refused < orders)
        {
            // A number is used again once its trade was told of; an order that waits for it is charged for that.
            for (; sent < orders && MeantAt(sent) <= now && _meantAt[sent % Numbers] == 0 && _free.TryDequeue(out var taker); sent++)
            {
                _meantAt[sent % Numbers] = MeantAt(sent);
                taker.Send(taker.Requests.Post(taker.Request, Order(sent)), MeantAt(sent));
            }

            Wait(sent < orders ? MeantAt(sent) : stops);
        }

        _maker.Send(_maker.Requests.CancelAll(_maker.Request), 0);
        Answer(_maker);
        var all = new Percentiles(_latencies);
        return new LoadFigures
        {
            Acknowledged = _latencies.Count,
            PerSecond = _latencies.Count / _plan.Seconds,
            Refused = _refused,
            Unsent = orders - _latencies.Count - _refused,
            P50 = all[50],
            P99 = all[99],
            P999 = all[99.9],
        };

        long MeantAt(long index) => started + (long)(index * TicksPerSecond / _plan.Rate);
    }

    private void Rest(double quantity)
    {
        var offer = string.Create(CultureInfo.InvariantCulture,
            $$"""{"market":"linkusdt","side":"sell","volume":"{{quantity:F0}}","price":"14.2"}""");
        _maker.Send(_maker.Requests.Post(_maker.Request, Encoding.ASCII.GetBytes(offer)), 0);
        if (Answer(_maker) != 201) throw new InvalidOperationException(_maker.AnsweredText());
        _maker.Forget();
    }

    /// <summary>An order whose quantity is its number: 0.100 is number 0, 0.199 the last.</summary>
    private static byte[] Order(long index) => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $$"""{"market":"linkusdt","side":"buy","volume":"0.{{100 + index % Numbers}}","price":"14.2"}"""));

    /// <summary>The maker's own trades, on a socket that the API key opens.</summary>
    private void Listen()
    {
        _feed.Connect("127.0.0.1", _plan.Port);
        _feed.Send(Encoding.ASCII.GetBytes(
            "GET /api/v2/ranger/private?stream=trade HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + $"{_maker.Requests.SignedHeaders()}Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"));
        while (_received.AsSpan(0, _length).IndexOf("subscribed"u8) < 0)
        {
            var count = _feed.Receive(_received.AsSpan(_length));
            if (count == 0) throw new IOException(Encoding.ASCII.GetString(_received, 0, _length));
            _length += count;
        }

        _length = 0;
    }

    private static int Answer(LoadConnection connection)
    {
        int status;
        do connection.Socket.Poll(-1, SelectMode.SelectRead);
        while ((status = connection.Read()) == 0);
        return status;
    }

    private void Wait(long until)
    {
        var microseconds = Math.Clamp((until - Stopwatch.GetTimestamp()) * 1_000_000 / Stopwatch.Frequency, 50, 100_000);
        var ready = new List<Socket>(_takers.Where(t => t.IsBusy).Select(t => t.Socket)) { _feed };
        Socket.Select(ready, null, null, (int)microseconds);
        if (ready.Contains(_feed)) ReadFeed();
        foreach (var taker in _takers)
        {
            if (!ready.Contains(taker.Socket) || taker.Read() is not (> 0 and var status)) continue;
            if (status != 201) _refused++;
            taker.Forget();
            _free.Enqueue(taker);
        }
    }

    private void ReadFeed()
    {
        if (_length == _received.Length) Array.Resize(ref _received, _length * 2);
        var count = _feed.Receive(_received.AsSpan(_length));
        if (count == 0) throw new IOException("The server closed the socket.");
        var now = Stopwatch.GetTimestamp();
        _length += count;
        var rest = _received.AsSpan(0, _length);
        while (TryMessage(rest, out var message, out var size))
        {
            if (message.IndexOf("linkusdt"u8) >= 0)
            {
                ref var meantAt = ref _meantAt[Number(message)];
                _latencies.Add((now - meantAt) * 1_000_000 / Stopwatch.Frequency);
                meantAt = 0;
            }

            rest = rest[size..];
        }

        rest.CopyTo(_received);
        _length = rest.Length;
    }

    private static int Number(ReadOnlySpan<byte> message)
    {
        var digits = message[(message.IndexOf("\"amount\":\"0."u8) + 12)..];
        digits = digits[..digits.IndexOf((byte)'"')];
        var thousandths = int.Parse(digits, CultureInfo.InvariantCulture);
        for (var i = digits.Length; i < 3; i++) thousandths *= 10;
        return thousandths - 100;
    }

    private static bool TryMessage(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> message, out int size)
    {
        message = default;
        size = 0;
        if (bytes.Length < 4) return false;
        var (header, length) = bytes[1] == 126 ? (4, bytes[2] << 8 | bytes[3]) : (2, bytes[1]);
        size = header + length;
        if (bytes.Length < size) return false;
        message = bytes[header..size];
        return true;
    }
}
