using Exchange.Core.Primitives;

namespace Exchange.Web.Api;

/// <summary>The parameters of a new order, gathered without allocating for those that are well-formed.</summary>
internal struct OrderParameters : IParameterSink
{
    private int _fromBody;
    private int _fromQuery;

    public string? Market { get; private set; }

    public Word Side { get; private set; }

    public Word Type { get; private set; }

    public Word TimeInForce { get; private set; }

    public Word PostOnly { get; private set; }

    public AmountField Volume { get; private set; }

    public AmountField Price { get; private set; }

    public AmountField WorstPrice { get; private set; }

    public Guid ClientId { get; private set; }

    public bool IsClientIdInvalid { get; private set; }

    /// <summary>The names given twice, one bit each, in the order of <see cref="Names"/>.</summary>
    public int Repeated { get; private set; }

    /// <summary>All names, in the order of their bits.</summary>
    public static readonly string[] Names =
        ["market", "side", "ord_type", "volume", "price", "time_in_force", "post_only", "worst_price", "client_id"];

    /// <inheritdoc/>
    public void Take(ReadOnlySpan<char> name, ReadOnlySpan<char> value, bool fromBody)
    {
        switch (name)
        {
            case "market": if (Admit(0, fromBody)) Market = value.ToString(); break;
            case "side": if (Admit(1, fromBody)) Side = WordOf(value, "buy", "sell", ""); break;
            case "ord_type": if (Admit(2, fromBody)) Type = WordOf(value, "limit", "market", ""); break;
            case "volume": if (Admit(3, fromBody)) Volume = AmountField.Read(value); break;
            case "price": if (Admit(4, fromBody)) Price = AmountField.Read(value); break;
            case "time_in_force": if (Admit(5, fromBody)) TimeInForce = WordOf(value, "gtc", "ioc", "fok"); break;
            case "post_only": if (Admit(6, fromBody)) PostOnly = WordOf(value, "true", "false", ""); break;
            case "worst_price": if (Admit(7, fromBody)) WorstPrice = AmountField.Read(value); break;
            case "client_id":
                if (!Admit(8, fromBody)) break;
                IsClientIdInvalid = !Guid.TryParseExact(value, "D", out var id) || id == Guid.Empty;
                ClientId = id;
                break;
        }
    }

    private bool Admit(int index, bool fromBody)
    {
        var bit = 1 << index;
        var seen = fromBody ? _fromBody : _fromQuery;
        if ((seen & bit) != 0) Repeated |= bit;
        if (fromBody) _fromBody |= bit;
        else _fromQuery |= bit;
        return (seen & bit) == 0;
    }

    private static Word WordOf(ReadOnlySpan<char> value, string first, string second, string third)
    {
        if (value.IsEmpty) return Word.Blank;
        if (value.SequenceEqual(first)) return Word.First;
        if (value.SequenceEqual(second)) return Word.Second;
        return value.SequenceEqual(third) ? Word.Third : Word.Unknown;
    }
}

/// <summary>A parameter that is one of two or three words.</summary>
internal enum Word : byte
{
    /// <summary>Not given.</summary>
    Missing,

    /// <summary>Given without a value.</summary>
    Blank,

    /// <summary>Another word.</summary>
    Unknown,

    /// <summary>The first word.</summary>
    First,

    /// <summary>The second word.</summary>
    Second,

    /// <summary>The third word.</summary>
    Third,
}

/// <summary>How an amount was given.</summary>
internal enum AmountStatus : byte
{
    /// <summary>Not given.</summary>
    Missing,

    /// <summary>Given without a value.</summary>
    Blank,

    /// <summary>Not a plain decimal number of at most 20 digits before and 18 after the point.</summary>
    NonDecimal,

    /// <summary>Zero or below.</summary>
    NonPositive,

    /// <summary>Above zero.</summary>
    Positive,
}

/// <summary>A parameter that is an amount.</summary>
internal readonly record struct AmountField(AmountStatus Status, Amount Value)
{
    /// <summary>The amount when there is a usable one.</summary>
    public Amount? OrNull => Status == AmountStatus.Positive ? Value : null;

    /// <summary>Reads text by the one strict grammar; a minus sign before it makes the amount not positive.</summary>
    public static AmountField Read(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return new(AmountStatus.Blank, default);
        var negative = text[0] == '-';
        if (!Amount.TryParse(negative ? text[1..] : text, out var amount)) return new(AmountStatus.NonDecimal, default);
        return negative || amount.IsZero ? new(AmountStatus.NonPositive, default) : new(AmountStatus.Positive, amount);
    }
}
