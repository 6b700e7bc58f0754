using Exchange.Core.Matching;

namespace Exchange.Web.Trade;

/// <summary>The part of the order form that a message belongs to.</summary>
public enum OrderField
{
    /// <summary>The form as a whole.</summary>
    Form,

    /// <summary>The limit price.</summary>
    Price,

    /// <summary>The trigger price.</summary>
    Trigger,

    /// <summary>A trailing stop's distance.</summary>
    Trail,

    /// <summary>The limit price of a pair's stop.</summary>
    StopPrice,

    /// <summary>The quantity, or a market order's total.</summary>
    Size,

    /// <summary>The worst price of a market order.</summary>
    Worst,

    /// <summary>What an iceberg order shows.</summary>
    Display,

    /// <summary>The expiry time.</summary>
    Expiry,
}

/// <summary>Which fields a draft's kind of order has.</summary>
internal static class OrderFields
{
    /// <summary>The number fields, from the top of the form to its end, with what is typed there.</summary>
    public static IEnumerable<(OrderField Field, string Text)> Of(OrderDraft draft)
    {
        if (draft.IsPair) yield return (OrderField.Price, draft.Price);
        if (draft.HasTrigger) yield return (OrderField.Trigger, draft.Trigger);
        if (draft.Kind == OrderKind.TrailingStop) yield return (OrderField.Trail, draft.Trail);
        if (draft is { IsPair: false, IsMarket: false }) yield return (OrderField.Price, draft.Price);
        if (draft.HasStopPrice) yield return (OrderField.StopPrice, draft.StopPrice);
        yield return (OrderField.Size, draft.Size);
        if (draft.IsMarket) yield return (OrderField.Worst, draft.Worst);
        if (draft.IsRestingLimit) yield return (OrderField.Display, draft.Display);
    }

    /// <summary>The first field that must be filled in and is not.</summary>
    public static OrderRefusal? FirstMissing(OrderDraft draft)
    {
        foreach (var (field, text) in Of(draft))
        {
            if (text.Length > 0 || field is OrderField.Worst or OrderField.Display) continue;
            return new OrderRefusal(field, Request(field, draft));
        }

        return draft is { Stays: TimeInForce.GoodTilDate, ExpiresAt: 0 }
            ? new OrderRefusal(OrderField.Expiry, "Enter when the order expires.")
            : null;
    }

    /// <summary>What to say when a share of the balance is asked for before its price is known.</summary>
    public static OrderRefusal PriceMissing(OrderDraft draft)
    {
        const string reason = "first: it decides what your balance buys.";
        if (draft.Kind == OrderKind.TrailingStop && draft.IsMarket) return new OrderRefusal(OrderField.Trail, $"Enter the trail {reason}");
        return draft.IsMarket || (draft.IsPair && draft.Price.Length > 0 && draft.Trigger.Length == 0)
            ? new OrderRefusal(OrderField.Trigger, $"Enter the trigger price {reason}")
            : new OrderRefusal(OrderField.Price, $"Enter a price {reason}");
    }

    private static string Request(OrderField field, OrderDraft draft) => field switch
    {
        OrderField.Trigger => "Enter a trigger price.",
        OrderField.Trail => "Enter how far behind the price the stop stays.",
        OrderField.StopPrice => "Enter the stop's limit price.",
        OrderField.Size when draft.IsByTotal => "Enter a total.",
        OrderField.Size => "Enter a size.",
        _ => "Enter a price.",
    };
}
