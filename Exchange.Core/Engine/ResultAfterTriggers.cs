using Exchange.Core.Matching;

namespace Exchange.Core.Engine;

/// <summary>An order that traded may come to rest and then meet orders that its trades triggered, all in one
/// command.</summary>
internal static class ResultAfterTriggers
{
    /// <summary>Brings the order's result up to the events of those that it triggered.</summary>
    public static void Fold(ref CommandResult result, ReadOnlySpan<EngineEvent> events)
    {
        if (result.Close != CloseReason.None) return;
        foreach (ref readonly var e in events)
        {
            if (e.Order != result.Order) continue;
            if (e.Kind == EventKind.Traded)
            {
                result.Remaining = e.MakerRemaining;
                result.ExecutedNotional += e.Amount;
                result.TradeCount++;
            }
            else if (e.Kind == EventKind.OrderAmended)
            {
                result.Quantity = e.Quantity;
                result.Remaining = e.Remaining;
            }
            else if (e.Kind == EventKind.OrderClosed)
            {
                result.Close = e.Close;
                result.Remaining = e.Remaining;
            }
        }
    }
}
