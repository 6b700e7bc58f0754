namespace Exchange.Web.Api;

/// <summary>
/// What a JSON value looks like, written as the contract writes it: <c>{id:int, price:dec|null, trades?:[Trade]}</c>.
/// </summary>
/// <remarks>
/// Words: <c>str</c>, <c>dec</c> (a string that is a decimal number with a fraction), <c>int</c>, <c>num</c>, <c>bool</c>, <c>iso</c> (a
/// moment as a string), <c>null</c>, <c>any</c>. <c>[T]</c> is a list, <c>[A,B]</c> a list of exactly these, <c>{*:T}</c> an object with
/// any keys, <c>...</c> stands for further members, a word in double quotes for itself, a word with a capital for a named shape.
/// </remarks>
internal abstract record Shape
{
    private Shape()
    {
    }

    /// <summary>One of the words.</summary>
    internal sealed record Word(string Name) : Shape;

    /// <summary>A string with just this value.</summary>
    internal sealed record Literal(string Value) : Shape;

    /// <summary>A shape that has a name.</summary>
    internal sealed record Named(string Name) : Shape;

    /// <summary>Any number of the same.</summary>
    internal sealed record ListOf(Shape Item) : Shape;

    /// <summary>Exactly these, in this order.</summary>
    internal sealed record TupleOf(IReadOnlyList<Shape> Items) : Shape;

    /// <summary>One of several.</summary>
    internal sealed record OneOf(IReadOnlyList<Shape> Choices) : Shape;

    /// <summary>An object: its members, what all other members are (null: there are none), whether more may come.</summary>
    internal sealed record ObjectOf(IReadOnlyList<Member> Members, Shape? Others, bool IsOpen) : Shape;

    /// <summary>One member of an object.</summary>
    internal sealed record Member(string Name, Shape Shape, bool IsOptional);

    /// <summary>Reads the notation.</summary>
    /// <exception cref="FormatException">It is not well-formed.</exception>
    public static Shape Parse(string text)
    {
        var reader = new Reader(text);
        var shape = reader.Type();
        reader.End();
        return shape;
    }

    private sealed class Reader(string text)
    {
        private static readonly string[] Words = ["str", "dec", "int", "num", "bool", "iso", "null", "any"];
        private int _at;

        public Shape Type()
        {
            List<Shape> choices = [Single()];
            while (Take('|')) choices.Add(Single());
            return choices.Count == 1 ? choices[0] : new OneOf(choices);
        }

        public void End()
        {
            SkipSpace();
            if (_at < text.Length) throw Wrong();
        }

        private Shape Single()
        {
            if (Take('[')) return List();
            if (Take('{')) return Object();
            if (Take('"'))
            {
                var close = text.IndexOf('"', _at);
                if (close < 0) throw Wrong();
                var value = text[_at..close];
                _at = close + 1;
                return new Literal(value);
            }

            var name = Name();
            if (char.IsAsciiLetterUpper(name[0])) return new Named(name);
            return Words.Contains(name) ? new Word(name) : throw Wrong();
        }

        private Shape List()
        {
            List<Shape> items = [Type()];
            while (Take(',')) items.Add(Type());
            Expect(']');
            return items.Count == 1 ? new ListOf(items[0]) : new TupleOf(items);
        }

        private ObjectOf Object()
        {
            List<Member> members = [];
            Shape? others = null;
            var isOpen = false;
            if (Take('}')) return new ObjectOf(members, others, isOpen);
            do
            {
                if (Take('.'))
                {
                    Expect('.');
                    Expect('.');
                    isOpen = true;
                }
                else if (Take('*'))
                {
                    Expect(':');
                    others = Type();
                }
                else
                {
                    var name = Name();
                    var isOptional = Take('?');
                    Expect(':');
                    members.Add(new Member(name, Type(), isOptional));
                }
            }
            while (Take(','));
            Expect('}');
            return new ObjectOf(members, others, isOpen);
        }

        private string Name()
        {
            SkipSpace();
            var start = _at;
            while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] == '_')) _at++;
            return _at > start ? text[start.._at] : throw Wrong();
        }

        private bool Take(char c)
        {
            SkipSpace();
            if (_at >= text.Length || text[_at] != c) return false;
            _at++;
            return true;
        }

        private void Expect(char c)
        {
            if (!Take(c)) throw Wrong();
        }

        private void SkipSpace()
        {
            while (_at < text.Length && char.IsWhiteSpace(text[_at])) _at++;
        }

        private FormatException Wrong() => new($"Not a shape, at {_at}: {text}");
    }
}
