using Exchange.Core.Engine;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Projections;

/// <summary>
/// What events made of an order that the tables have: new values where there are any, and what is to be added. So nobody
/// needs to know the row to change it.
/// </summary>
internal struct OrderChange(in EngineEvent last)
{
    /// <summary>The limit or worst price, if it is another.</summary>
    public long? PriceTicks { get; init; }

    /// <summary>The amended quantity.</summary>
    public long? QuantityLots { get; init; }

    /// <summary>What is left now.</summary>
    public long? RemainingLots { get; init; }

    /// <summary>Notional of its new trades.</summary>
    public Amount AddedNotional { get; init; }

    /// <summary>How many new trades it had.</summary>
    public int AddedTrades { get; init; }

    /// <summary>Why it closed; None while it is open.</summary>
    public CloseReason Close { get; init; }

    /// <summary>False once it no longer waits for its trigger.</summary>
    public bool? IsPending { get; init; }

    /// <summary>The price that triggered it.</summary>
    public long? TriggerTicks { get; init; }

    /// <summary>The last command that changed it.</summary>
    public long Sequence { get; init; } = last.Sequence;

    /// <summary>When that was.</summary>
    public long UpdatedMicroseconds { get; init; } = last.AtMicroseconds;

    /// <summary>What came after this comes on top.</summary>
    public void Add(in OrderChange later) => this = later with
    {
        PriceTicks = later.PriceTicks ?? PriceTicks,
        QuantityLots = later.QuantityLots ?? QuantityLots,
        RemainingLots = later.RemainingLots ?? RemainingLots,
        AddedNotional = AddedNotional + later.AddedNotional,
        AddedTrades = AddedTrades + later.AddedTrades,
        Close = later.Close == CloseReason.None ? Close : later.Close,
        IsPending = later.IsPending ?? IsPending,
        TriggerTicks = later.TriggerTicks ?? TriggerTicks,
    };

    /// <summary>The same for a row that is here.</summary>
    public readonly void ApplyTo(OrderRow row)
    {
        row.PriceTicks = PriceTicks ?? row.PriceTicks;
        row.QuantityLots = QuantityLots ?? row.QuantityLots;
        row.RemainingLots = RemainingLots ?? row.RemainingLots;
        row.ExecutedNotional += AddedNotional;
        row.TradeCount += AddedTrades;
        row.Close = Close == CloseReason.None ? row.Close : Close;
        row.IsPending = IsPending ?? row.IsPending;
        row.TriggerTicks = TriggerTicks ?? row.TriggerTicks;
        row.Sequence = Sequence;
        row.UpdatedMicroseconds = UpdatedMicroseconds;
    }
}
