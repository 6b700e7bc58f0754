using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Exchange.Bench;

/// <summary>
/// Has another .NET process collect all its garbage, through the diagnostics socket that every one opens: a trace session of
/// the runtime with the keyword that asks for a collection. What is left then is what the process really holds.
/// </summary>
internal static class FullCollection
{
    private const string Gen2Count = """dotnet_gc_collections_total{gc_heap_generation="gen2"}""";
    private const string Runtime = "Microsoft-Windows-DotNETRuntime";
    private const ulong CollectKeyword = 0x80_0000;
    private const byte TraceCommands = 0x02;
    private const byte Start = 0x03;
    private const byte Stop = 0x01;
    private const int HeadBytes = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task InduceAsync(ServerUnderTest server)
    {
        var before = await server.MetricAsync(Gen2Count);
        var path = Directory.EnumerateFiles(Path.GetTempPath(), $"dotnet-diagnostic-{server.ProcessId}-*-socket").First();
        using var session = await SendAsync(path, Start, StartPayload());
        var answer = new byte[HeadBytes + sizeof(ulong)];
        await session.ReceiveAsync(answer);
        var reading = DrainAsync(session);
        var started = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await server.MetricAsync(Gen2Count) == before && Stopwatch.GetElapsedTime(started) < Patience)
            await timer.WaitForNextTickAsync();
        using (await SendAsync(path, Stop, answer[HeadBytes..])) await reading;
    }

    private static async Task<Socket> SendAsync(string path, byte command, byte[] payload)
    {
        var message = new byte[HeadBytes + payload.Length];
        "DOTNET_IPC_V1\0"u8.CopyTo(message);
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(14), (ushort)message.Length);
        (message[16], message[17]) = (TraceCommands, command);
        payload.CopyTo(message, HeadBytes);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
        await socket.SendAsync(message);
        return socket;
    }

    /// <summary>A buffer of 1 MB, format 1 (nettrace), no rundown, one provider at level 4 without filter.</summary>
    private static byte[] StartPayload()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.Unicode);
        writer.Write(1);
        writer.Write(1);
        writer.Write(false);
        writer.Write(1);
        writer.Write(CollectKeyword);
        writer.Write(4);
        writer.Write(Runtime.Length + 1);
        writer.Write((Runtime + '\0').ToCharArray());
        writer.Write(0);
        return bytes.ToArray();
    }

    private static async Task DrainAsync(Socket session)
    {
        var buffer = new byte[1 << 16];
        while (await session.ReceiveAsync(buffer) > 0)
        {
        }
    }
}
