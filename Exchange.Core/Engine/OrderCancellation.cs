using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>Takes orders out of the book and gives back what they had locked. Works in every market state.</summary>
internal sealed class OrderCancellation(EngineState state, Settlement settlement)
{
    private readonly TouchedLevels _touched = new();
    private readonly List<int> _slots = [];

    public CommandResult One(in Command command, EventBuffer output)
    {
        if (!state.Pool.TryFind(command.Order, out var slot) || state.Pool[slot].Member != command.Member)
            return CommandResult.Refused(RejectReason.OrderUnknown);
        var order = state.Pool[slot];
        Cancel(slot, output);
        _touched.WriteTo(output, order.Market, state.Books[order.Market.Index]);
        return new CommandResult
        {
            Order = order.Id,
            Quantity = order.Quantity,
            Remaining = order.Remaining,
            Close = CloseReason.CanceledByMember,
            CanceledCount = 1,
        };
    }

    /// <summary>Cancels oldest first, market by market.</summary>
    public CommandResult All(in Command command, EventBuffer output)
    {
        if (command.Market is { } market && !state.Catalog.TryMarket(market, out _))
            return CommandResult.Refused(RejectReason.MarketUnknown);
        if (command.Side is { } side && !Enum.IsDefined(side)) return CommandResult.Refused(RejectReason.Malformed);
        if (!state.Ledger.TryRow(command.Member, out var row)) return default;

        var canceled = 0;
        for (var i = 0; i < state.Books.Count; i++)
        {
            var id = new MarketId(i);
            if (command.Market is { } wanted && wanted != id) continue;
            Collect(row, id, command.Side);
            foreach (var slot in _slots) Cancel(slot, output);
            canceled += _slots.Count;
            _touched.WriteTo(output, id, state.Books[i]);
        }

        return new CommandResult { CanceledCount = canceled };
    }

    private void Collect(int row, MarketId market, Side? side)
    {
        _slots.Clear();
        for (var slot = state.MemberOrders.First(row); slot >= 0; slot = state.Pool[slot].MemberNext)
        {
            ref var order = ref state.Pool[slot];
            if (order.Market == market && (side is null || order.Side == side)) _slots.Add(slot);
        }
    }

    private void Cancel(int slot, EventBuffer output)
    {
        var order = state.Pool[slot];
        state.Catalog.TryMarket(order.Market, out var market);
        state.Books[order.Market.Index].Remove(slot);
        state.MemberOrders.Remove(slot);
        state.Pool.Free(slot);
        _touched.Add(order.Side, order.Price);
        var currency = Settlement.PaidCurrency(market!, order.Side);
        var reserved = Settlement.Reservation(market!, order.Side, order.Price, order.Remaining);
        OrderPlacement.WriteClosed(order, CloseReason.CanceledByMember, currency, reserved, output);
        settlement.Lock(order.MemberRow, currency, -reserved);
        settlement.CheckBalanced(currency);
    }
}
