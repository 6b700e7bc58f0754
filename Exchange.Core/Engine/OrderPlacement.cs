using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>Places an order: checks everything, locks what it may cost, and lets it enter the book or wait for its
/// trigger.</summary>
internal sealed class OrderPlacement(EngineState state, OrderExecution execution)
{
    private readonly PlacementChecks _checks = new(state);

    public CommandResult Apply(in Command command, long sequence, long atMicroseconds, EventBuffer output)
    {
        var reason = _checks.FirstViolation(command, atMicroseconds, out var plan);
        if (reason != RejectReason.None) return CommandResult.Refused(reason);

        var slot = Open(command, plan, command.ClientOrderId, sequence, atMicroseconds);
        var conditions = command.Conditions;
        if (conditions is not null && conditions.Trigger != TriggerKind.None)
        {
            AddTerms(slot, conditions, plan);
            Announce(slot, plan, output);
            plan.Market.Triggers.Add(slot);
            state.Register(slot);
            return Result(slot, CloseReason.None) with { IsPending = true };
        }

        Announce(slot, plan, output);
        var close = execution.Enter(plan.Market, slot, plan.Lock, atMicroseconds, output);
        return Result(slot, close);
    }

    /// <summary>Takes a slot and fills in the order as it was asked for. No reference into the pool survives this.</summary>
    public int Open(
        in Command command, in PlacementPlan plan, ClientOrderId clientOrderId, long sequence, long atMicroseconds)
    {
        var row = state.RowOf(command.Member);
        var rates = state.Fees[command.MarketIndex, state.GroupOf(row)];
        var slot = state.Pool.Take();
        state.Pool[slot] = new OrderNode
        {
            Id = new OrderId(++state.LastOrderId),
            Member = command.Member,
            Price = plan.Limit,
            Remaining = plan.Quantity,
            MemberRow = row,
            Market = (ushort)command.MarketIndex,
            Side = command.RawSide,
            SelfTradePrevention = command.SelfTradePrevention,
            TimeInForce = command.TimeInForce,
        };
        var conditions = command.Conditions;
        state.Pool.Details(slot) = new OrderDetails
        {
            ClientOrderId = clientOrderId,
            Quantity = plan.Quantity,
            Display = conditions?.Display ?? default,
            CreatedMicroseconds = atMicroseconds,
            UpdatedMicroseconds = atMicroseconds,
            ExpiresMicroseconds = conditions?.ExpiresMicroseconds ?? 0,
            Sequence = sequence,
            MakerRate = rates.Maker,
            TakerRate = rates.Taker,
            Type = command.Type,
            PostOnly = command.PostOnly,
        };
        if (clientOrderId.IsSet) state.ClientOrderIds.Add(command.Member, clientOrderId, state.Pool[slot].Id);
        return slot;
    }

    /// <summary>Tells of a new order and locks its money.</summary>
    public void Announce(int slot, in PlacementPlan plan, EventBuffer output)
    {
        ref var order = ref state.Pool[slot];
        ref var details = ref state.Pool.Details(slot);
        var currency = Settlement.PaidCurrency(plan.Market.Market, order.Side);
        OrderEvents.Opened(output, order, details, currency, plan.Lock);
        if (details.Terms != 0) OrderEvents.AddTerms(output, state.Terms[details.Terms]);
        if (!plan.Lock.IsZero) state.Ledger.Lock(order.MemberRow, currency, plan.Lock);
    }

    /// <summary>The order as it is now. A slot that was just freed still holds what was in it.</summary>
    public CommandResult Result(int slot, CloseReason close)
    {
        ref var order = ref state.Pool[slot];
        ref var details = ref state.Pool.Details(slot);
        return new CommandResult
        {
            Order = order.Id,
            Price = order.Price,
            Quantity = details.Quantity,
            Remaining = order.Remaining + details.Hidden,
            ExecutedNotional = details.ExecutedNotional,
            TradeCount = details.TradeCount,
            MakerRate = details.MakerRate,
            TakerRate = details.TakerRate,
            Close = close,
        };
    }

    private void AddTerms(int slot, OrderConditions conditions, in PlacementPlan plan)
    {
        var place = state.Terms.Take();
        state.Pool.Details(slot).Terms = place;
        ref var terms = ref state.Terms[place];
        terms.Locked = plan.Lock;
        terms.Trigger = conditions.Trigger;
        terms.TriggerPrice = plan.TriggerPrice;
        terms.TrailTicks = conditions.TrailTicks;
        terms.TrailBasisPoints = conditions.TrailBasisPoints;
        terms.Extreme = plan.Market.LastPrice;
    }
}
