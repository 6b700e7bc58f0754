using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Compliance;

/// <summary>Asks clamd over its INSTREAM command: chunks with their lengths in front, an empty one at the end, one line back.</summary>
internal sealed partial class ClamdScan(IOptions<ComplianceOptions> options, ILogger<ClamdScan> logger) : IVirusScan
{
    /// <summary>How long a scan may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private const int ChunkBytes = 64 * 1024;
    private const int MaxAnswerBytes = 1024;

    public async Task<ScanOutcome> ScanAsync(ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        try
        {
            return Read(await AskAsync(file, limit.Token));
        }
        catch (Exception e) when (e is SocketException or IOException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            LogNoAnswer(e.Message);
            return new ScanOutcome(ScanResult.Unavailable);
        }
    }

    private async Task<string> AskAsync(ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(options.Value.ClamdHost, options.Value.ClamdPort, cancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync("zINSTREAM\0"u8.ToArray(), cancellationToken);
        var length = new byte[sizeof(uint)];
        for (var sent = 0; sent < file.Length; sent += ChunkBytes)
        {
            var chunk = file[sent..Math.Min(file.Length, sent + ChunkBytes)];
            BinaryPrimitives.WriteUInt32BigEndian(length, (uint)chunk.Length);
            await stream.WriteAsync(length, cancellationToken);
            await stream.WriteAsync(chunk, cancellationToken);
        }

        await stream.WriteAsync(new byte[sizeof(uint)], cancellationToken);
        var answer = new byte[MaxAnswerBytes];
        var read = await stream.ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false, cancellationToken);
        return Encoding.UTF8.GetString(answer, 0, read).TrimEnd('\0', '\n');
    }

    /// <summary>"stream: OK", "stream: NAME FOUND", or the text of an error, which is no permission.</summary>
    private ScanOutcome Read(string answer)
    {
        const string start = "stream: ";
        const string found = " FOUND";
        if (answer == start + "OK") return new ScanOutcome(ScanResult.Clean);
        if (answer.StartsWith(start, StringComparison.Ordinal) && answer.EndsWith(found, StringComparison.Ordinal))
            return new ScanOutcome(ScanResult.Infected, answer[start.Length..^found.Length]);
        LogNoAnswer(answer);
        return new ScanOutcome(ScanResult.Unavailable);
    }

    [LoggerMessage(5101, LogLevel.Error, "The virus scanner did not answer, so no document is taken: {Problem}")]
    private partial void LogNoAnswer(string problem);
}
