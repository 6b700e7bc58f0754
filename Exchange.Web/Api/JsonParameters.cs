using System.Text;
using System.Text.Json;

namespace Exchange.Web.Api;

/// <summary>
/// Reads a JSON object as parameters. A number is handed on as the digits that were sent, so it meets the same strict
/// grammar as a string. Refuses what other readers let through: a key given twice, a second document, comments,
/// trailing commas.
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
        var walk = new Walk(body, stackalloc byte[MaxKeyBytes], stackalloc int[RequestParameters.MaxParameters]);
        try
        {
            return walk.TryReadAll(ref sink);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: an escape that is half a surrogate pair.
            return false;
        }
    }

    /// <summary>
    /// Reads a JSON array of objects, each as parameters of its own. False when the text is anything else, or has more than
    /// <paramref name="most"/> elements: <paramref name="count"/> tells how many there were up to then.
    /// </summary>
    public static bool TryReadArray<TSink>(ReadOnlySpan<byte> body, int most, List<TSink> sinks, out int count)
        where TSink : struct, IParameterSink
    {
        count = 0;
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth + 1 });
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray) return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                if (++count > most) return false;
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                var sink = default(TSink);
                if (!TryRead(body[start..(int)reader.BytesConsumed], ref sink)) return false;
                sinks.Add(sink);
            }

            return reader.TokenType == JsonTokenType.EndArray && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>One pass over a body; remembers the keys seen so far, unescaped, on the stack.</summary>
    private ref struct Walk(ReadOnlySpan<byte> body, Span<byte> keys, Span<int> ends)
    {
        private readonly Span<byte> _keys = keys;
        private readonly Span<int> _ends = ends;
        private Utf8JsonReader _reader = new(body, new JsonReaderOptions { MaxDepth = MaxDepth });
        private int _count;

        public bool TryReadAll<TSink>(ref TSink sink)
            where TSink : IParameterSink
        {
            if (!_reader.Read()) return false;
            // What clients send that make JSON of no parameters.
            if (_reader.TokenType == JsonTokenType.Null) return !_reader.Read();
            if (_reader.TokenType != JsonTokenType.StartObject) return false;
            while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
            {
                if (!TryAddKey(outer: -1)) return false;
                _reader.Read();
                if (!TryReadValue(ref sink)) return false;
            }

            return !_reader.Read();
        }

        private bool TryReadValue<TSink>(ref TSink sink)
            where TSink : IParameterSink
        {
            var key = _count - 1;
            switch (_reader.TokenType)
            {
                case JsonTokenType.StartArray:
                    while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray) Hand(key, "[]", ref sink);
                    return true;
                case JsonTokenType.StartObject:
                    while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
                    {
                        if (!TryAddKey(key)) return false;
                        _reader.Read();
                        Hand(_count - 1, "", ref sink);
                    }

                    return true;
                default:
                    Hand(key, "", ref sink);
                    return true;
            }
        }

        private void Hand<TSink>(int key, string suffix, ref TSink sink)
            where TSink : IParameterSink
        {
            if (_reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
            {
                _reader.Skip(); // no parameter of ours is that deep
                return;
            }

            if (_reader.TokenType == JsonTokenType.Null) return; // as good as absent
            var length = _reader.ValueSpan.Length;
            Span<char> value = length <= ShortText ? stackalloc char[ShortText] : new char[length];
            int count;
            if (_reader.TokenType == JsonTokenType.String) count = _reader.CopyString(value);
            else if (!JsonExponent.TryExpand(_reader.ValueSpan, value, out count))
                count = Encoding.UTF8.GetChars(_reader.ValueSpan, value);
            var bytes = Key(key);
            Span<char> name = bytes.Length <= ShortText ? stackalloc char[ShortText + 2] : new char[bytes.Length + 2];
            var nameLength = Encoding.UTF8.GetChars(bytes, name);
            suffix.CopyTo(name[nameLength..]);
            sink.Take(name[..(nameLength + suffix.Length)], value[..count], fromBody: true);
        }

        private readonly ReadOnlySpan<byte> Key(int index) => _keys[(index == 0 ? 0 : _ends[index - 1]).._ends[index]];

        /// <summary>
        /// Adds the reader's key, as <c>outer[key]</c> inside an object; false when it is there already or does not
        /// fit.
        /// </summary>
        private bool TryAddKey(int outer)
        {
            if (_count == _ends.Length) return false;
            var start = _count == 0 ? 0 : _ends[_count - 1];
            var room = _keys[start..];
            var prefix = outer < 0 ? default : Key(outer);
            if (_reader.ValueSpan.Length + prefix.Length + 2 > room.Length) return false;
            int length;
            if (outer < 0)
            {
                length = _reader.CopyString(room);
            }
            else
            {
                prefix.CopyTo(room);
                room[prefix.Length] = (byte)'[';
                length = prefix.Length + 1 + _reader.CopyString(room[(prefix.Length + 1)..]);
                room[length++] = (byte)']';
            }

            for (var i = 0; i < _count; i++)
            {
                if (Key(i).SequenceEqual(room[..length])) return false;
            }

            _ends[_count++] = start + length;
            return true;
        }
    }
}
