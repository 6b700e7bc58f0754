namespace Exchange.Web.Api;

/// <summary>The parameters of a new order, gathered without allocating for those that are well-formed.</summary>
internal struct OrderParameters : IParameterSink
{
    private int _fromBody;
    private int _fromQuery;

    public string? Market { get; private set; }

    public Word Side { get; private set; }

    public OrderKind Kind { get; private set; }

    public Word TimeInForce { get; private set; }

    public Word PostOnly { get; private set; }

    public Word SelfTrade { get; private set; }

    public AmountField Volume { get; private set; }

    public AmountField Price { get; private set; }

    public AmountField WorstPrice { get; private set; }

    public AmountField TriggerPrice { get; private set; }

    public AmountField TrailAmount { get; private set; }

    public AmountField TrailPercent { get; private set; }

    public AmountField DisplayVolume { get; private set; }

    public AmountField QuoteVolume { get; private set; }

    public DateTimeOffset? ExpiresAt { get; private set; }

    public bool IsExpiresAtInvalid { get; private set; }

    public Guid ClientId { get; private set; }

    public bool IsClientIdInvalid { get; private set; }

    /// <summary>The names given twice, one bit each, in the order of <see cref="Names"/>.</summary>
    public int Repeated { get; private set; }

    /// <summary>All names, in the order of their bits; <c>stop_price</c> is another name of <c>trigger_price</c>.</summary>
    public static readonly string[] Names =
    [
        "market", "side", "ord_type", "volume", "price", "time_in_force", "post_only", "worst_price", "client_id",
        "trigger_price", "trail_amount", "trail_percent", "display_volume", "quote_volume", "expires_at", "self_trade",
    ];

    /// <inheritdoc/>
    public void Take(ReadOnlySpan<char> name, ReadOnlySpan<char> value, bool fromBody)
    {
        switch (name)
        {
            case "market": if (Admit(0, fromBody)) Market = value.ToString(); break;
            case "side": if (Admit(1, fromBody)) Side = WordOf(value, "buy", "sell"); break;
            case "ord_type": if (Admit(2, fromBody)) Kind = OrderWords.KindOf(value); break;
            case "volume": if (Admit(3, fromBody)) Volume = AmountField.Read(value); break;
            case "price": if (Admit(4, fromBody)) Price = AmountField.Read(value); break;
            case "time_in_force": if (Admit(5, fromBody)) TimeInForce = WordOf(value, "gtc", "ioc", "fok", "gtd"); break;
            case "post_only": if (Admit(6, fromBody)) PostOnly = WordOf(value, "true", "false"); break;
            case "worst_price": if (Admit(7, fromBody)) WorstPrice = AmountField.Read(value); break;
            case "client_id":
                if (!Admit(8, fromBody)) break;
                IsClientIdInvalid = !ClientIdText.TryRead(value, out var id);
                ClientId = id;
                break;
            default: TakeConditions(name, value, fromBody); break;
        }
    }

    private void TakeConditions(ReadOnlySpan<char> name, ReadOnlySpan<char> value, bool fromBody)
    {
        switch (name)
        {
            case "trigger_price" or "stop_price": if (Admit(9, fromBody)) TriggerPrice = AmountField.Read(value); break;
            case "trail_amount": if (Admit(10, fromBody)) TrailAmount = AmountField.Read(value); break;
            case "trail_percent": if (Admit(11, fromBody)) TrailPercent = AmountField.Read(value); break;
            case "display_volume": if (Admit(12, fromBody)) DisplayVolume = AmountField.Read(value); break;
            case "quote_volume": if (Admit(13, fromBody)) QuoteVolume = AmountField.Read(value); break;
            case "expires_at":
                if (!Admit(14, fromBody)) break;
                IsExpiresAtInvalid = !ApiMoment.TryRead(value, out var moment);
                ExpiresAt = moment;
                break;
            case "self_trade":
                if (Admit(15, fromBody))
                    SelfTrade = WordOf(value, "cancel_newest", "cancel_oldest", "cancel_both", "decrement");
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

    private static Word WordOf(
        ReadOnlySpan<char> value, string first, string second, string? third = null, string? fourth = null)
    {
        if (value.IsEmpty) return Word.Blank;
        if (value.SequenceEqual(first)) return Word.First;
        if (value.SequenceEqual(second)) return Word.Second;
        if (third is not null && value.SequenceEqual(third)) return Word.Third;
        return fourth is not null && value.SequenceEqual(fourth) ? Word.Fourth : Word.Unknown;
    }
}
