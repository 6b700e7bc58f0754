using Exchange.Core.Ledger;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>Places an order: checks everything, locks what it may cost, and lets it enter the book or wait for its
/// trigger.</summary>
internal sealed class OrderPlacement(EngineState state, OrderExecution execution)
{
    private readonly PlacementChecks _checks = new(state);
    private readonly OrderPool _pool = state.Pool;
    private readonly MemberLedger _ledger = state.Ledger;

    public RejectReason Apply(
        in Command command, long sequence, long atMicroseconds, EventBuffer output, ref CommandResult result)
    {
        var reason = _checks.FirstViolation(command, atMicroseconds, out var plan);
        if (reason == RejectReason.ClientOrderIdTaken)
            result.Order = state.ClientOrderIds.OrderOf(command.Member, command.ClientOrderId);
        if (reason != RejectReason.None) return reason;

        var slot = Open(command, plan, command.ClientOrderId, sequence, atMicroseconds);
        ref var order = ref _pool[slot];
        ref var details = ref _pool.Details(slot);
        var conditions = command.Conditions;
        if (conditions is not null && conditions.Trigger != TriggerKind.None)
        {
            AddTerms(ref details, conditions, plan);
            Announce(order, details, plan, output);
            plan.Market.Triggers.Add(slot);
            state.Register(slot, ref order);
            result.IsPending = true;
            result.TriggerPrice = plan.TriggerPrice;
        }
        else
        {
            Announce(order, details, plan, output);
            result.Close = execution.Enter(plan.Market, slot, ref order, ref details, plan.Lock, atMicroseconds, output);
        }

        Describe(order, details, ref result);
        return RejectReason.None;
    }

    /// <summary>Takes a slot and fills in the order as it was asked for. No reference into the pool survives this.</summary>
    public int Open(
        in Command command, in PlacementPlan plan, ClientOrderId clientOrderId, long sequence, long atMicroseconds)
    {
        var row = plan.Row >= 0 ? plan.Row : state.RowOf(command.Member);
        var rates = state.Fees[command.MarketIndex, state.GroupOf(row)];
        var slot = _pool.Take();
        ref var order = ref _pool[slot];
        order = default;
        order.Id = new OrderId(++state.LastOrderId);
        order.Member = command.Member;
        order.Price = plan.Limit;
        order.Remaining = plan.Quantity;
        order.MemberRow = row;
        order.Market = (ushort)command.MarketIndex;
        order.Side = command.RawSide;
        order.SelfTradePrevention = command.SelfTradePrevention;
        order.TimeInForce = command.TimeInForce;
        ref var details = ref _pool.Details(slot);
        details = default;
        details.ClientOrderId = clientOrderId;
        details.Quantity = plan.Quantity;
        details.CreatedMicroseconds = atMicroseconds;
        details.UpdatedMicroseconds = atMicroseconds;
        details.Sequence = sequence;
        details.MakerRate = rates.Maker;
        details.TakerRate = rates.Taker;
        details.Type = command.Type;
        details.PostOnly = command.PostOnly;
        if (command.Conditions is { } conditions)
        {
            details.Display = conditions.Display;
            details.ExpiresMicroseconds = conditions.ExpiresMicroseconds;
        }

        if (clientOrderId.IsSet) state.ClientOrderIds.Add(command.Member, clientOrderId, order.Id);
        return slot;
    }

    /// <summary>Tells of a new order and locks its money.</summary>
    public void Announce(in OrderNode order, in OrderDetails details, in PlacementPlan plan, EventBuffer output)
    {
        var currency = Settlement.PaidCurrency(plan.Market.Market, order.Side);
        OrderEvents.Opened(output, order, details, currency, plan.Lock);
        if (details.Terms != 0) OrderEvents.AddTerms(output, state.Terms[details.Terms]);
        if (!plan.Lock.IsZero) _ledger.Lock(order.MemberRow, currency, plan.Lock);
    }

    /// <summary>Says what the order is like now. A slot that was just freed still holds what was in it.</summary>
    public static void Describe(in OrderNode order, in OrderDetails details, ref CommandResult result)
    {
        result.Order = order.Id;
        result.Price = order.Price;
        result.Quantity = details.Quantity;
        result.Remaining = order.Remaining + details.Hidden;
        result.ExecutedNotional = details.ExecutedNotional;
        result.TradeCount = details.TradeCount;
        result.MakerRate = details.MakerRate;
        result.TakerRate = details.TakerRate;
    }

    private void AddTerms(ref OrderDetails details, OrderConditions conditions, in PlacementPlan plan)
    {
        var place = state.Terms.Take();
        details.Terms = place;
        ref var terms = ref state.Terms[place];
        terms.Locked = plan.Lock;
        terms.Trigger = conditions.Trigger;
        terms.TriggerPrice = plan.TriggerPrice;
        terms.TrailTicks = conditions.TrailTicks;
        terms.TrailBasisPoints = conditions.TrailBasisPoints;
        terms.Extreme = plan.Market.LastPrice;
    }
}
