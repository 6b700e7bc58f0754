using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Exchange.Bench;

/// <summary>One keep-alive connection with at most one request under way.</summary>
internal sealed class LoadConnection : IDisposable
{
    private readonly byte[] _request;
    private byte[] _answer;
    private int _received;

    public LoadConnection(LoadPlan plan, int index)
    {
        _request = new byte[4096 + plan.Batch * 128];
        _answer = new byte[8 * 1024 + plan.Batch * 1024];
        Requests = new OrderRequests(plan, plan.Keys[index % plan.Keys.Count], index);
        Key = index % plan.Keys.Count;
        Socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Socket.Connect("127.0.0.1", plan.Port);
        Socket.Blocking = false;
    }

    public Socket Socket { get; }

    /// <summary>Whose key it uses.</summary>
    public int Key { get; }

    /// <summary>The moment the request under way was meant to be sent.</summary>
    public long MeantAt { get; private set; }

    public bool IsBusy { get; private set; }

    /// <summary>True while it puts the book in order after a refusal; that is not counted.</summary>
    public bool IsTidying { get; set; }

    /// <summary>A probe's order to cancel; 0 when it has none.</summary>
    public long ProbeOrder { get; set; }

    public OrderRequests Requests { get; }

    public byte[] Request => _request;

    public void Send(int length, long meantAt)
    {
        MeantAt = meantAt;
        IsBusy = true;
        var sent = Socket.Send(_request.AsSpan(0, length));
        if (sent != length) throw new IOException("The socket's buffer is full.");
    }

    /// <summary>Reads what is there; the status once the answer is complete, else 0.</summary>
    public int Read()
    {
        if (_received == _answer.Length) Array.Resize(ref _answer, _answer.Length * 4);
        var count = Socket.Receive(_answer.AsSpan(_received), SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock) return 0;
        if (count == 0) throw new IOException($"The server closed the connection ({error}).");
        _received += count;
        if (!IsComplete(_answer.AsSpan(0, _received))) return 0;
        IsBusy = false;
        return int.Parse(_answer.AsSpan(9, 3), CultureInfo.InvariantCulture);
    }

    /// <summary>The id in the answer that was read.</summary>
    public long AnsweredOrder()
    {
        var text = _answer.AsSpan(0, _received);
        text = text[(text.IndexOf("{\"id\":"u8) + 6)..];
        return long.Parse(text[..text.IndexOf((byte)',')], CultureInfo.InvariantCulture);
    }

    public bool AnswersCanceled() => _answer.AsSpan(0, _received).IndexOf("\"state\":\"cancel\""u8) >= 0;

    /// <summary>How many orders of a batch were refused.</summary>
    public int AnsweredRefusals() => _answer.AsSpan(0, _received).Count("{\"errors\""u8);

    /// <summary>The body of the answer that was read.</summary>
    public string AnsweredText()
    {
        var text = _answer.AsSpan(0, _received);
        return Encoding.UTF8.GetString(text[(text.IndexOf("\r\n\r\n"u8) + 4)..]);
    }

    public void Forget() => _received = 0;

    public void Dispose() => Socket.Dispose();

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
