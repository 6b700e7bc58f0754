using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Exchange.Bench;

/// <summary>Writes signed requests into a buffer, with as little work as possible: the generator shares the machine with the
/// server.</summary>
internal sealed class OrderRequests(LoadPlan plan, ApiCredentials credentials, int seed)
{
    private const long MidCents = 6_000_000;
    private const long FarCents = 3_000_000;
    private readonly Random _random = new(seed);
    private readonly byte[] _secret = Encoding.UTF8.GetBytes(credentials.Secret);
    private readonly byte[] _body = new byte[Math.Max(256, plan.Batch * 128)];
    private byte[] _placeHead = [];
    private byte[] _signature = [];
    private long _signedSecond;
    private readonly long _run = TimeProvider.System.GetUtcNow().UtcTicks;
    private long _keys;
    private bool _buys = seed % 2 == 0;

    /// <summary>
    /// Limit orders around one price, sides in turn: about half trade at once, the others soon after, and the book stays small.
    /// </summary>
    public int Place(byte[] request)
    {
        Sign();
        var length = plan.Batch == 1 ? Order(_body, 0, NextPrice()) : Batch();
        var at = Append(request, 0, _placeHead);
        if (plan.HasKeys) at = AppendKey(request, at);
        return Finish(request, at, _body.AsSpan(0, length));
    }

    /// <summary>A bid that nobody meets.</summary>
    public int PlaceFar(byte[] request)
    {
        Sign();
        _buys = true;
        var length = Order(_body, 0, FarCents);
        return Finish(request, Append(request, 0, _placeHead), _body.AsSpan(0, length));
    }

    /// <summary>An order in the caller's words.</summary>
    public int Post(byte[] request, ReadOnlySpan<byte> body)
    {
        Sign();
        return Finish(request, Append(request, 0, _placeHead), body);
    }

    /// <summary>The header lines that say who asks.</summary>
    public string SignedHeaders()
    {
        Sign();
        return Encoding.ASCII.GetString(_signature);
    }

    public int Cancel(byte[] request, long order)
    {
        Sign();
        var at = Append(request, 0, Encoding.ASCII.GetBytes(FormattableString.Invariant(
            $"POST /api/v2/peatio/market/orders/{order}/cancel HTTP/1.1\r\nHost: localhost\r\n")));
        return Finish(request, Append(request, at, _signature), default);
    }

    public int CancelAll(byte[] request)
    {
        Sign();
        var at = Append(request, 0, "POST /api/v2/peatio/market/orders/cancel HTTP/1.1\r\nHost: localhost\r\n"u8);
        return Finish(request, Append(request, at, _signature), "{}"u8);
    }

    /// <summary>The next order is on the same side as the last.</summary>
    public void KeepSide() => _buys = !_buys;

    /// <summary>A batch is all of one side: orders of one member that meet each other would only cancel each other.</summary>
    private int Batch()
    {
        var at = Append(_body, 0, "["u8);
        _buys = !_buys;
        for (var i = 0; i < plan.Batch; i++)
        {
            if (i > 0) _body[at++] = (byte)',';
            at = Order(_body, at, Price()) - 1;
            at = Append(_body, at, ",\"self_trade\":\"cancel_oldest\"}"u8);
        }

        return Append(_body, at, "]"u8);
    }

    private long NextPrice()
    {
        _buys = !_buys;
        return Price();
    }

    private long Price()
    {
        var better = _random.Next(0, 21);
        return MidCents + (_buys ? better : -better);
    }

    private int Order(byte[] body, int at, long cents)
    {
        at = Append(body, at, _buys ? "{\"market\":\"btcusdt\",\"side\":\"buy\",\"volume\":\"0.000"u8
            : "{\"market\":\"btcusdt\",\"side\":\"sell\",\"volume\":\"0.000"u8);
        at = AppendNumber(body, at, 1 + _random.Next(5), "");
        at = Append(body, at, "\",\"price\":\""u8);
        at = AppendNumber(body, at, cents / 100, "");
        body[at++] = (byte)'.';
        at = AppendNumber(body, at, cents % 100, "D2");
        return Append(body, at, "\"}"u8);
    }

    /// <summary>A signature is good for five seconds, so one a second will do.</summary>
    private void Sign()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        if (now / 1000 == _signedSecond) return;
        _signedSecond = now / 1000;
        var nonce = now.ToString(CultureInfo.InvariantCulture);
        var hash = Convert.ToHexStringLower(
            HMACSHA256.HashData(_secret, Encoding.ASCII.GetBytes(nonce + credentials.Key)));
        _signature = Encoding.ASCII.GetBytes(
            $"X-Auth-Apikey: {credentials.Key}\r\nX-Auth-Nonce: {nonce}\r\nX-Auth-Signature: {hash}\r\n");
        _placeHead = [.. Encoding.ASCII.GetBytes($"POST {plan.Path} HTTP/1.1\r\nHost: localhost\r\n"), .. _signature];
    }

    /// <summary>Never the same twice, in another run neither; as long as a UUID.</summary>
    private int AppendKey(byte[] request, int at)
    {
        at = Append(request, at, "Idempotency-Key: "u8);
        at = AppendNumber(request, at, _run, "D20");
        at = AppendNumber(request, at, seed, "D6");
        at = AppendNumber(request, at, _keys++, "D10");
        return Append(request, at, "\r\n"u8);
    }

    private static int Finish(byte[] request, int at, ReadOnlySpan<byte> body)
    {
        at = Append(request, at, "Content-Type: application/json\r\nContent-Length: "u8);
        at = AppendNumber(request, at, body.Length, "");
        at = Append(request, at, "\r\n\r\n"u8);
        return Append(request, at, body);
    }

    private static int Append(byte[] target, int at, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(target.AsSpan(at));
        return at + bytes.Length;
    }

    private static int AppendNumber(byte[] target, int at, long number, string format)
    {
        number.TryFormat(target.AsSpan(at), out var written, format, CultureInfo.InvariantCulture);
        return at + written;
    }
}
