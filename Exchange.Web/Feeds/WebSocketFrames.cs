using System.Buffers.Binary;

namespace Exchange.Web.Feeds;

/// <summary>Text messages as WebSocket frames (RFC 6455, from a server: not masked), made once for all clients.</summary>
internal static class WebSocketFrames
{
    private const byte FinalText = 0x81;
    private const int LargestOneByteLength = 125;

    /// <summary>The messages, a frame each, one after the other.</summary>
    public static ReadOnlyMemory<byte> Text(IReadOnlyList<ReadOnlyMemory<byte>> messages)
    {
        var length = 0;
        foreach (var message in messages) length += HeaderLength(message.Length) + message.Length;
        var frames = new byte[length];
        var rest = frames.AsSpan();
        foreach (var message in messages)
        {
            rest = rest[WriteHeader(rest, message.Length)..];
            message.Span.CopyTo(rest);
            rest = rest[message.Length..];
        }

        return frames;
    }

    private static int HeaderLength(int length) => length <= LargestOneByteLength ? 2 : length <= ushort.MaxValue ? 4 : 10;

    private static int WriteHeader(Span<byte> frame, int length)
    {
        frame[0] = FinalText;
        switch (HeaderLength(length))
        {
            case 2:
                frame[1] = (byte)length;
                return 2;
            case 4:
                frame[1] = 126;
                BinaryPrimitives.WriteUInt16BigEndian(frame[2..], (ushort)length);
                return 4;
            default:
                frame[1] = 127;
                BinaryPrimitives.WriteInt64BigEndian(frame[2..], length);
                return 10;
        }
    }
}
