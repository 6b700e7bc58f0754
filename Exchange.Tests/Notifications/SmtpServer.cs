using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace Exchange.Tests.Notifications;

/// <summary>What a mail server was told.</summary>
internal sealed record ReceivedMail(string From, string To, string Data)
{
    /// <summary>A header, as it stands there.</summary>
    public string Header(string name) => Data.Split("\r\n").First(line => line.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase))
        [(name.Length + 2)..];

    /// <summary>The parts in clear, one after the other.</summary>
    public string Decoded => string.Concat(Data.Split("\r\n\r\n").Select(Decode));

    private static string Decode(string part)
    {
        var compact = string.Concat(part.Split("\r\n").TakeWhile(line => !line.StartsWith("--", StringComparison.Ordinal)));
        var buffer = new byte[compact.Length];
        return compact.Length > 8 && Convert.TryFromBase64String(compact, buffer, out var count)
            ? Encoding.UTF8.GetString(buffer, 0, count)
            : part;
    }
}

/// <summary>
/// A mail server on a real socket, as far as RFC 5321 needs it for taking mail, and able to do what real ones do: refuse, defer, fall
/// silent, or cut the line when the mail is in.
/// </summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<ReceivedMail> _mails = Channel.CreateUnbounded<ReceivedMail>();
    private readonly Task _accepting;

    public SmtpServer()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The answer to RCPT TO.</summary>
    public string AnswerToRecipient { get; set; } = "250 2.1.5 ok";

    /// <summary>The answer when the mail is in, or null to cut the line instead.</summary>
    public string? AnswerToMail { get; set; } = "250 2.0.0 queued";

    /// <summary>Whether it says nothing at all.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Every line that clients have said before any mail.</summary>
    public List<string> Said { get; } = [];

    public ValueTask<ReceivedMail> ReceiveAsync(CancellationToken cancellationToken) => _mails.Reader.ReadAsync(cancellationToken);

    public bool TryReceive(out ReceivedMail? mail) => _mails.Reader.TryRead(out mail);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> talks = [];
        try
        {
            while (true) talks.Add(TalkAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(talks);
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.Latin1);
                await using var writer = new StreamWriter(stream, Encoding.Latin1) { NewLine = "\r\n", AutoFlush = true };
                await AnswerAsync(reader, writer);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The client has gone, or the test is over.
            }
        }
    }

    private async Task AnswerAsync(StreamReader reader, StreamWriter writer)
    {
        if (IsSilent)
        {
            await reader.ReadToEndAsync(_stop.Token);
            return;
        }

        await writer.WriteLineAsync("220 test");
        var (from, to) = ("", "");
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            lock (Said) Said.Add(line);
            var verb = line.Split(' ', ':')[0].ToUpperInvariant();
            if (verb == "MAIL") from = line;
            if (verb == "RCPT") to = line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..].TrimEnd('>');
            if (verb == "DATA")
            {
                await writer.WriteLineAsync("354 go on");
                _mails.Writer.TryWrite(new ReceivedMail(from, to, await ReadMailAsync(reader)));
                if (AnswerToMail is null) return;
            }

            await writer.WriteLineAsync(verb switch
            {
                "EHLO" => "250 test",
                "RCPT" => AnswerToRecipient,
                "DATA" => AnswerToMail,
                "QUIT" => "221 bye",
                "STARTTLS" or "AUTH" => "502 not here",
                _ => "250 ok",
            });
            if (verb == "QUIT") return;
        }
    }

    private async Task<string> ReadMailAsync(StreamReader reader)
    {
        var mail = new StringBuilder();
        while (await reader.ReadLineAsync(_stop.Token) is { } line && line != ".")
            mail.Append(line.StartsWith("..", StringComparison.Ordinal) ? line[1..] : line).Append("\r\n");
        return mail.ToString();
    }
}
