using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;

namespace Exchange.Web.Trade;

/// <summary>A half-typed order, as text. It lives in the browser's session storage and survives a restart.</summary>
internal sealed record OrderDraft
{
    /// <summary>Longest text that a number field takes: an amount has at most 39 characters.</summary>
    public const int MaxNumberLength = 40;

    /// <summary>Longest stored draft that is read back.</summary>
    public const int MaxStoredLength = 2000;

    /// <summary>Buy or sell.</summary>
    public Side Side { get; init; } = Side.Buy;

    /// <summary>Limit or market.</summary>
    public OrderType Type { get; init; } = OrderType.Limit;

    /// <summary>The limit price as typed.</summary>
    public string Price { get; init; } = "";

    /// <summary>The quantity as typed.</summary>
    public string Size { get; init; } = "";

    /// <summary>A market order's worst price as typed; empty for the default.</summary>
    public string Worst { get; init; } = "";

    /// <summary>How long a limit order stays.</summary>
    public TimeInForce TimeInForce { get; init; } = TimeInForce.GoodTilCanceled;

    /// <summary>It may not take.</summary>
    public bool PostOnly { get; init; }

    /// <summary>The advanced fold is open.</summary>
    public bool IsAdvanced { get; init; }

    /// <summary>The order's name; the same until there is a definite answer: one draft, one order.</summary>
    public Guid ClientOrderId { get; init; } = Guid.NewGuid();

    /// <summary>When it was sent, in unix seconds, while no answer is known; else 0.</summary>
    public long SentAt { get; init; }

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

    /// <summary>The order that the draft asks for; null while a number cannot be read or the size is missing.</summary>
    public PlaceOrderRequest? ToRequest(Market market)
    {
        if (!Amount.TryParse(Size, out var quantity)) return null;
        var asked = Type == OrderType.Limit ? Price : Worst;
        var amount = default(Amount);
        if (asked.Length > 0 && !Amount.TryParse(asked, out amount)) return null;
        Amount? price = asked.Length > 0 ? amount : null;
        var isLimit = Type == OrderType.Limit;
        return new PlaceOrderRequest(market, Side, Type, quantity, isLimit ? price : null)
        {
            TimeInForce = isLimit ? TimeInForce : MarketTimeInForce,
            PostOnly = isLimit && PostOnly && TimeInForce == TimeInForce.GoodTilCanceled,
            WorstPrice = isLimit ? null : price,
            ClientOrderId = Core.Primitives.ClientOrderId.From(ClientOrderId),
        };
    }

    private TimeInForce MarketTimeInForce =>
        TimeInForce == TimeInForce.FillOrKill ? TimeInForce.FillOrKill : TimeInForce.ImmediateOrCancel;

    private static bool IsSound(OrderDraft draft) =>
        Enum.IsDefined(draft.Side) && Enum.IsDefined(draft.Type) && Enum.IsDefined(draft.TimeInForce)
        && draft.ClientOrderId != Guid.Empty && draft.SentAt >= 0
        && IsShort(draft.Price) && IsShort(draft.Size) && IsShort(draft.Worst);

    private static bool IsShort(string? text) => text is { Length: <= MaxNumberLength };
}
