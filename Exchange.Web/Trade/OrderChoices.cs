using Exchange.Core.Matching;

namespace Exchange.Web.Trade;

/// <summary>What was chosen in the advanced part, in short: it counts while that part is closed, too.</summary>
internal static class OrderChoices
{
    /// <summary>The choices that differ from a plain order's; empty when none does.</summary>
    public static string Of(OrderDraft draft) => string.Join(" · ", Parts(draft));

    private static IEnumerable<string> Parts(OrderDraft draft)
    {
        if (draft.Stays == TimeInForce.GoodTilDate) yield return "good til date";
        if (draft.Stays == TimeInForce.FillOrKill) yield return "fill or kill";
        if (draft is { Stays: TimeInForce.ImmediateOrCancel, IsMarket: false }) yield return "immediate or cancel";
        if (draft.IsPostOnly) yield return "post-only";
        if (draft.Shown.Length > 0) yield return $"shows {draft.Shown}";
        if (draft is { IsMarket: true, Worst.Length: > 0 }) yield return $"worst {draft.Worst}";
        if (draft.Prevention != SelfTradePrevention.CancelNewest) yield return "own orders: " + Prevention(draft.Prevention);
    }

    private static string Prevention(SelfTradePrevention mode) => mode switch
    {
        SelfTradePrevention.CancelNewest => "cancel the newer",
        SelfTradePrevention.CancelOldest => "cancel the older",
        SelfTradePrevention.CancelBoth => "cancel both",
        SelfTradePrevention.Decrement => "reduce both",
    };
}
