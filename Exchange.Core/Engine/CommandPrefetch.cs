using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>
/// Fetches what commands further back in the queue will touch while earlier ones are applied: most of the time of a
/// command on a large exchange is waiting for memory. Changes nothing; a wrong guess costs nothing but time.
/// </summary>
internal sealed class CommandPrefetch(EngineState state)
{
    /// <summary>How many commands ahead <see cref="Far"/> is useful.</summary>
    public const int FarDistance = 12;

    /// <summary>How many commands ahead <see cref="Middle"/> is useful.</summary>
    public const int MiddleDistance = 8;

    /// <summary>How many commands ahead <see cref="Near"/> is useful.</summary>
    public const int NearDistance = 4;

    /// <summary>First: where rows and slots are found.</summary>
    public void Far(in Command command)
    {
        if (command.Kind == CommandKind.CancelOrder) state.Pool.PrefetchIndex(command.Order);
        else if (command.Kind == CommandKind.PlaceOrder) state.Ledger.PrefetchRow(command.Member);
    }

    /// <summary>Second: the rows and orders themselves.</summary>
    public void Middle(in Command command)
    {
        if (command.Kind == CommandKind.CancelOrder)
        {
            if (state.Pool.TryFind(command.Order, out var slot)) state.Pool.Prefetch(slot);
        }
        else if (command.Kind == CommandKind.PlaceOrder && state.Ledger.TryRow(command.Member, out var row)
            && state.TryMarket(command.MarketIndex, out _))
        {
            state.Ledger.PrefetchBalances(row);
            state.MemberOrders.Prefetch(command.MarketIndex, row);
        }
    }

    /// <summary>Third: what a canceled order is linked to.</summary>
    public void Near(in Command command)
    {
        if (command.Kind != CommandKind.CancelOrder || !state.Pool.TryFind(command.Order, out var slot)) return;
        ref var order = ref state.Pool[slot];
        state.Ledger.PrefetchBalances(order.MemberRow);
        state.MemberOrders.Prefetch(order.Market, order.MemberRow);
        if (order.Next >= 0) CacheLine.Prefetch(ref state.Pool[order.Next]);
        if (order.Previous >= 0) CacheLine.Prefetch(ref state.Pool[order.Previous]);
        if (order.MemberNext >= 0) CacheLine.Prefetch(ref state.Pool[order.MemberNext]);
        if (order.MemberPrevious >= 0) CacheLine.Prefetch(ref state.Pool[order.MemberPrevious]);
    }
}
