using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>
/// Fetches what commands further back in the queue will touch while earlier ones are applied: most of the time of a
/// command on a large exchange is waiting for memory. Changes nothing; a wrong guess costs nothing but time.
/// </summary>
internal sealed class CommandPrefetch(EngineState state)
{
    private const int FarDistance = 12;
    private const int MiddleDistance = 8;
    private const int NearDistance = 4;

    /// <summary>Call before the command at <paramref name="index"/> is applied.</summary>
    public void Ahead(ReadOnlySpan<Command> commands, int index)
    {
        if (index + FarDistance >= commands.Length) return;
        Far(commands[index + FarDistance]);
        Middle(commands[index + MiddleDistance]);

    }

    /// <summary>First: where rows and slots are found.</summary>
    private void Far(in Command command)
    {
        if (command.Kind == CommandKind.CancelOrder) state.Pool.PrefetchIndex(command.Order);
        else if (command.Kind == CommandKind.PlaceOrder) state.Ledger.PrefetchRow(command.Member);
    }

    /// <summary>Second: the rows and orders themselves.</summary>
    private void Middle(in Command command)
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
    private void Near(in Command command)
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
