using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>What became of a command. Handed out only after the commit of the journal row that holds the
/// command.</summary>
/// <remarks>Filled in field by field where it will be read: copying a struct of this size costs more than matching.</remarks>
/// <param name="reason">None when accepted.</param>
public struct CommandResult(RejectReason reason)
{
    /// <summary>Why the command was refused; None when accepted.</summary>
    public RejectReason Reason { get; internal set; } = reason;

    /// <summary>True when the command took effect.</summary>
    public readonly bool IsAccepted => Reason == RejectReason.None;

    /// <summary>Why the order is closed; None while it is open.</summary>
    public CloseReason Close { get; internal set; }

    /// <summary>The state that a market had before it was given another one.</summary>
    public MarketState StateBefore { get; internal set; }

    /// <summary>True while the order waits for its trigger.</summary>
    public bool IsPending { get; internal set; }

    /// <summary>The command's sequence number; 0 when refused, or when there was nothing to do.</summary>
    public long Sequence { get; internal set; }

    /// <summary>The engine's time for the command, microseconds since 1970 UTC.</summary>
    public long AtMicroseconds { get; internal set; }

    /// <summary>The order placed, amended or canceled; the limit order of a pair; refused because its client order id is taken, the order
    /// that has it.</summary>
    public OrderId Order { get; internal set; }

    /// <summary>The stop order of a pair.</summary>
    public OrderId LinkedOrder { get; internal set; }

    /// <summary>The order's limit price, a market order's worst price.</summary>
    public Price Price { get; internal set; }

    /// <summary>The trigger price that a waiting order begins with; a trailing stop's follows the last price from there.</summary>
    public Price TriggerPrice { get; internal set; }

    /// <summary>The order's whole quantity; for a market order by quote amount what the engine made of it.</summary>
    public Quantity Quantity { get; internal set; }

    /// <summary>What the order has left.</summary>
    public Quantity Remaining { get; internal set; }

    /// <summary>Sum of price times quantity of what the order has traded.</summary>
    public Amount ExecutedNotional { get; internal set; }

    /// <summary>How many trades it had.</summary>
    public int TradeCount { get; internal set; }

    /// <summary>The rate the order pays as maker.</summary>
    public FeeRate MakerRate { get; internal set; }

    /// <summary>The rate the order pays as taker.</summary>
    public FeeRate TakerRate { get; internal set; }

    /// <summary>How many orders a cancel took out.</summary>
    public int CanceledCount { get; internal set; }

    /// <summary>The index given to a new currency or market.</summary>
    public int DefinedIndex { get; internal set; }

    /// <summary>What the order has traded.</summary>
    public readonly Quantity Executed => Quantity - Remaining;

    /// <summary>A refusal.</summary>
    public static CommandResult Refused(RejectReason reason) => new(reason);
}
