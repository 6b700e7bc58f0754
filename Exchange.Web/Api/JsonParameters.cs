using System.Text;
using System.Text.Json;

namespace Exchange.Web.Api;

/// <summary>
/// Reads a JSON object as parameters. A number is handed on as the digits that were sent, so it meets the same strict grammar as a
/// string. Refuses what other readers let through: a key given twice, a second document, comments, trailing commas.
/// </summary>
internal static class JsonParameters
{
    /// <summary>Deepest nesting.</summary>
    public const int MaxDepth = 8;

    /// <summary>Most bytes of all keys together.</summary>
    public const int MaxKeyBytes = 2048;

    private const int ShortText = 256;

    /// <summary>False when the text is not one well-formed JSON object within the limits.</summary>
    public static bool TryRead<TSink>(ReadOnlySpan<byte> body, ref TSink sink)
        where TSink : IParameterSink
    {
        if (body.IsEmpty) return true;
        var names = new KeyList(stackalloc byte[MaxKeyBytes], stackalloc int[RequestParameters.MaxParameters]);
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (!names.TryAdd(ref reader, default, out var name)) return false;
                reader.Read();
                if (!TryReadValue(ref reader, ref names, name, ref sink)) return false;
            }

            return !reader.Read();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: an escape that is half a surrogate pair.
            return false;
        }
    }

    private static bool TryReadValue<TSink>(
        ref Utf8JsonReader reader, ref KeyList names, ReadOnlySpan<byte> name, ref TSink sink)
        where TSink : IParameterSink
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) Hand(ref reader, name, "[]", ref sink);
                return true;
            case JsonTokenType.StartObject:
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    if (!names.TryAdd(ref reader, name, out var inner)) return false;
                    reader.Read();
                    Hand(ref reader, inner, "", ref sink);
                }

                return true;
            default:
                Hand(ref reader, name, "", ref sink);
                return true;
        }
    }

    private static void Hand<TSink>(
        ref Utf8JsonReader reader, ReadOnlySpan<byte> nameBytes, string suffix, ref TSink sink)
        where TSink : IParameterSink
    {
        if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
        {
            reader.Skip(); // no parameter of ours is that deep
            return;
        }

        if (reader.TokenType == JsonTokenType.Null) return; // as good as absent
        var length = reader.ValueSpan.Length;
        Span<char> value = length <= ShortText ? stackalloc char[ShortText] : new char[length];
        var count = reader.TokenType == JsonTokenType.String
            ? reader.CopyString(value)
            : Encoding.UTF8.GetChars(reader.ValueSpan, value);
        Span<char> name = nameBytes.Length <= ShortText ? stackalloc char[ShortText + 2] : new char[nameBytes.Length + 2];
        var nameLength = Encoding.UTF8.GetChars(nameBytes, name);
        suffix.CopyTo(name[nameLength..]);
        sink.Take(name[..(nameLength + suffix.Length)], value[..count], fromBody: true);
    }

    /// <summary>The keys seen so far, unescaped, on the stack.</summary>
    private ref struct KeyList(Span<byte> bytes, Span<int> ends)
    {
        private readonly Span<byte> _bytes = bytes;
        private readonly Span<int> _ends = ends;
        private int _count;

        /// <summary>Adds the reader's key, as <c>outer[key]</c> inside an object; false when it is there already or does not fit.</summary>
        public bool TryAdd(ref Utf8JsonReader reader, ReadOnlySpan<byte> outer, out ReadOnlySpan<byte> name)
        {
            name = default;
            var start = _count == 0 ? 0 : _ends[_count - 1];
            var room = _bytes[start..];
            var needed = reader.ValueSpan.Length + outer.Length + 2;
            if (_count == _ends.Length || needed > room.Length) return false;
            int length;
            if (outer.IsEmpty)
            {
                length = reader.CopyString(room);
            }
            else
            {
                outer.CopyTo(room);
                room[outer.Length] = (byte)'[';
                length = outer.Length + 1 + reader.CopyString(room[(outer.Length + 1)..]);
                room[length++] = (byte)']';
            }

            var added = room[..length];
            for (int i = 0, from = 0; i < _count; from = _ends[i++])
            {
                if (_bytes[from.._ends[i]].SequenceEqual(added)) return false;
            }

            _ends[_count++] = start + length;
            name = added;
            return true;
        }
    }
}
