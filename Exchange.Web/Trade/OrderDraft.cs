using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Exchange.Core.Matching;

namespace Exchange.Web.Trade;

/// <summary>A half-typed order, as text. It lives in the browser's session storage and survives a restart.</summary>
public sealed record OrderDraft
{
    /// <summary>Longest text that a number field takes: an amount has at most 39 characters.</summary>
    public const int MaxNumberLength = 40;

    /// <summary>Longest stored draft that is read back.</summary>
    public const int MaxStoredLength = 4000;

    /// <summary>Buy or sell.</summary>
    public Side Side { get; init; } = Side.Buy;

    /// <summary>Which kind of order.</summary>
    public OrderKind Kind { get; init; } = OrderKind.Limit;

    /// <summary>The limit price as typed.</summary>
    public string Price { get; init; } = "";

    /// <summary>The trigger price as typed.</summary>
    public string Trigger { get; init; } = "";

    /// <summary>A trailing stop's distance as typed.</summary>
    public string Trail { get; init; } = "";

    /// <summary>The distance is a percentage, not an amount of quote.</summary>
    public bool TrailIsPercent { get; init; } = true;

    /// <summary>When triggered it becomes a limit order, not a market order; of a pair, the stop does.</summary>
    public bool IsLimitAtTrigger { get; init; }

    /// <summary>The limit price of a pair's stop as typed.</summary>
    public string StopPrice { get; init; } = "";

    /// <summary>The quantity as typed; a market order's total when <see cref="IsTotal"/>.</summary>
    public string Size { get; init; } = "";

    /// <summary>A market order's size is what to spend or to receive, in quote.</summary>
    public bool IsTotal { get; init; }

    /// <summary>A market order's worst price as typed; empty for the default.</summary>
    public string Worst { get; init; } = "";

    /// <summary>What an iceberg order shows at a time, as typed; empty to show all.</summary>
    public string Display { get; init; } = "";

    /// <summary>How long the order stays.</summary>
    public TimeInForce TimeInForce { get; init; } = TimeInForce.GoodTilCanceled;

    /// <summary>When a good-til-date order expires, as the browser's field has it.</summary>
    public string Expires { get; init; } = "";

    /// <summary>The same moment in unix milliseconds, as the browser understands it; 0 for none.</summary>
    public long ExpiresAt { get; init; }

    /// <summary>It may not take.</summary>
    public bool PostOnly { get; init; }

    /// <summary>What happens when it meets the member's own orders.</summary>
    public SelfTradePrevention SelfTrade { get; init; }

    /// <summary>The advanced fold is open.</summary>
    public bool IsAdvanced { get; init; }

    /// <summary>The order's name; the same until there is a definite answer: one draft, one order.</summary>
    public Guid ClientOrderId { get; init; } = Guid.NewGuid();

    /// <summary>When it was sent, in unix seconds, while no answer is known; else 0.</summary>
    public long SentAt { get; init; }

    /// <summary>One order that waits for its trigger.</summary>
    [JsonIgnore]
    public bool IsConditional => Kind is OrderKind.Stop or OrderKind.TakeProfit or OrderKind.TrailingStop;

    /// <summary>Two orders of which one cancels the other.</summary>
    [JsonIgnore]
    public bool IsPair => Kind == OrderKind.OneCancelsOther;

    /// <summary>It trades at the best prices there are, at once or when triggered.</summary>
    [JsonIgnore]
    public bool IsMarket => Kind == OrderKind.Market || (IsConditional && !IsLimitAtTrigger);

    /// <summary>It has a trigger price of its own.</summary>
    [JsonIgnore]
    public bool HasTrigger => Kind is OrderKind.Stop or OrderKind.TakeProfit || IsPair;

    /// <summary>The stop of a pair has a limit price.</summary>
    [JsonIgnore]
    public bool HasStopPrice => IsPair && IsLimitAtTrigger;

    /// <summary>The size is in quote.</summary>
    [JsonIgnore]
    public bool IsByTotal => IsTotal && Kind == OrderKind.Market;

    /// <summary>How long this kind of order stays.</summary>
    [JsonIgnore]
    public TimeInForce Stays => IsMarket
        ? TimeInForce == TimeInForce.FillOrKill ? TimeInForce.FillOrKill : TimeInForce.ImmediateOrCancel
        : IsPair && TimeInForce is TimeInForce.ImmediateOrCancel or TimeInForce.FillOrKill
            ? TimeInForce.GoodTilCanceled
            : TimeInForce;

    /// <summary>It is a plain limit order that may rest, so it can be post-only or an iceberg.</summary>
    [JsonIgnore]
    public bool IsRestingLimit =>
        Kind == OrderKind.Limit && Stays is TimeInForce.GoodTilCanceled or TimeInForce.GoodTilDate;

    /// <summary>Post-only, where that makes sense.</summary>
    [JsonIgnore]
    public bool IsPostOnly => PostOnly && IsRestingLimit;

    /// <summary>What an iceberg shows, where that makes sense; else empty.</summary>
    [JsonIgnore]
    public string Shown => IsRestingLimit ? Display : "";

    /// <summary>The self-trade mode; what is sized by its total cannot be decremented.</summary>
    [JsonIgnore]
    public SelfTradePrevention Prevention =>
        IsByTotal && SelfTrade == SelfTradePrevention.Decrement ? SelfTradePrevention.CancelNewest : SelfTrade;

    /// <summary>A number field's text without the white space around it that pasting brings along.</summary>
    public static string Clean(string? text)
    {
        var trimmed = (text ?? "").Trim();
        return trimmed.Length <= MaxNumberLength ? trimmed : trimmed[..MaxNumberLength];
    }

    /// <summary>The draft as stored in the browser.</summary>
    public string ToJson() => JsonSerializer.Serialize(this);

    /// <summary>Reads a stored draft; whatever is not one is refused.</summary>
    public static bool TryParse(string? json, [NotNullWhen(true)] out OrderDraft? draft)
    {
        draft = null;
        if (json is null or { Length: 0 or > MaxStoredLength }) return false;
        try
        {
            draft = JsonSerializer.Deserialize<OrderDraft>(json);
        }
        catch (JsonException)
        {
            return false;
        }

        if (draft is null || !IsSound(draft)) draft = null;
        return draft is not null;
    }

    private static bool IsSound(OrderDraft draft) =>
        Enum.IsDefined(draft.Side) && Enum.IsDefined(draft.Kind) && Enum.IsDefined(draft.TimeInForce)
        && Enum.IsDefined(draft.SelfTrade) && draft.ClientOrderId != Guid.Empty && draft.SentAt >= 0
        && draft.ExpiresAt is >= 0 and <= LocalMoment.MaxMilliseconds
        && new[] { draft.Price, draft.Trigger, draft.Trail, draft.StopPrice, draft.Size, draft.Worst, draft.Display, draft.Expires }
            .All(text => text is { Length: <= MaxNumberLength });
}
