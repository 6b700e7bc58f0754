using Exchange.Core.Matching;

namespace Exchange.Core.Engine;

/// <summary>An order that traded may come to rest and then meet orders that its trades triggered, all in one
/// command.</summary>
internal static class ResultAfterTriggers
{
    /// <summary>The order's result after the events of those that it triggered.</summary>
    public static CommandResult Of(CommandResult result, ReadOnlySpan<EngineEvent> events)
    {
        if (result.Close != CloseReason.None) return result;
        foreach (ref readonly var e in events)
        {
            if (e.Order != result.Order) continue;
            if (e.Kind == EventKind.Traded)
                result = result with
                {
                    Remaining = e.MakerRemaining,
                    ExecutedNotional = result.ExecutedNotional + e.Amount,
                    TradeCount = result.TradeCount + 1,
                };
            else if (e.Kind == EventKind.OrderAmended) result = result with { Quantity = e.Quantity, Remaining = e.Remaining };
            else if (e.Kind == EventKind.OrderClosed) result = result with { Close = e.Close, Remaining = e.Remaining };
        }

        return result;
    }
}
