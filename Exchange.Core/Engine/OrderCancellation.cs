using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>Takes orders out at their owner's wish. Works in every market state.</summary>
internal sealed class OrderCancellation(EngineState state, OrderClosing closing)
{
    private readonly OrderPool _pool = state.Pool;
    private readonly List<long> _ids = [];

    public RejectReason One(in Command command, EventBuffer output, ref CommandResult result)
    {
        if (!_pool.TryFind(command.Order, out var slot)) return RejectReason.OrderUnknown;
        ref var order = ref _pool[slot];
        if (order.Member != command.Member) return RejectReason.OrderUnknown;
        var count = order.IsLinked ? 2 : 1;
        closing.CloseOpen(state.MarketAt(order.Market), slot, CloseReason.CanceledByMember, output);
        result.Order = order.Id;
        result.Price = order.Price;
        result.Quantity = _pool.Details(slot).Quantity;
        result.Remaining = order.Remaining;
        result.Close = CloseReason.CanceledByMember;
        result.CanceledCount = count;
        return RejectReason.None;
    }

    public CommandResult All(in Command command, EventBuffer output)
    {
        if (command.Market is not null && !state.TryMarket(command.MarketIndex, out _))
            return CommandResult.Refused(RejectReason.MarketUnknown);
        if (command.Side is { } side && !Enum.IsDefined(side)) return CommandResult.Refused(RejectReason.Malformed);
        if (!state.Ledger.TryRow(command.Member, out var row)) return default;
        var canceled = All(row, command.MarketIndex, command.RawSide, CloseReason.CanceledByMember, output);
        return new CommandResult { CanceledCount = canceled };
    }

    /// <summary>Cancels a member's orders, market by market, oldest first.</summary>
    /// <param name="row">The member's row.</param>
    /// <param name="marketIndex">Which market, -1 for all.</param>
    /// <param name="side">Which side, 0 for both.</param>
    /// <param name="reason">Why.</param>
    /// <param name="output">Receives the events.</param>
    /// <returns>How many orders closed.</returns>
    public int All(int row, int marketIndex, Side side, CloseReason reason, EventBuffer output)
    {
        var canceled = 0;
        for (var i = 0; i < state.MarketCount; i++)
        {
            if ((marketIndex >= 0 && marketIndex != i) || state.MemberOrders.Count(i, row) == 0) continue;
            Collect(row, i, side);
            canceled += _ids.Count;
            foreach (var id in _ids)
                // The other order of a pair has gone with the first.
                if (state.Pool.TryFind(new OrderId(id), out var slot)) closing.CloseOpen(state.MarketAt(i), slot, reason, output);
        }

        return canceled;
    }

    private void Collect(int row, int marketIndex, Side side)
    {
        _ids.Clear();
        for (var slot = state.MemberOrders.First(row); slot >= 0; slot = state.Pool[slot].MemberNext)
        {
            ref var order = ref state.Pool[slot];
            if (order.Market == marketIndex && (side == 0 || order.Side == side)) _ids.Add(order.Id.Value);
        }
    }
}
