using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>What became of a command. Handed out only after the commit of the journal row that holds the
/// command.</summary>
/// <param name="Reason">None when accepted.</param>
public readonly record struct CommandResult(RejectReason Reason)
{
    /// <summary>True when the command took effect.</summary>
    public bool IsAccepted => Reason == RejectReason.None;

    /// <summary>Why the order is closed; None while it is open.</summary>
    public CloseReason Close { get; init; }

    /// <summary>True while the order waits for its trigger.</summary>
    public bool IsPending { get; init; }

    /// <summary>The command's sequence number; 0 when refused, or when there was nothing to do.</summary>
    public long Sequence { get; init; }

    /// <summary>The engine's time for the command, microseconds since 1970 UTC.</summary>
    public long AtMicroseconds { get; init; }

    /// <summary>The order placed, amended or canceled; the limit order of a pair.</summary>
    public OrderId Order { get; init; }

    /// <summary>The stop order of a pair.</summary>
    public OrderId LinkedOrder { get; init; }

    /// <summary>The order's limit price, a market order's worst price.</summary>
    public Price Price { get; init; }

    /// <summary>The order's whole quantity; for a market order by quote amount what the engine made of it.</summary>
    public Quantity Quantity { get; init; }

    /// <summary>What the order has left.</summary>
    public Quantity Remaining { get; init; }

    /// <summary>Sum of price times quantity of what the order has traded.</summary>
    public Amount ExecutedNotional { get; init; }

    /// <summary>How many trades it had.</summary>
    public int TradeCount { get; init; }

    /// <summary>The rate the order pays as maker.</summary>
    public FeeRate MakerRate { get; init; }

    /// <summary>The rate the order pays as taker.</summary>
    public FeeRate TakerRate { get; init; }

    /// <summary>How many orders a cancel took out.</summary>
    public int CanceledCount { get; init; }

    /// <summary>The index given to a new currency or market.</summary>
    public int DefinedIndex { get; init; }

    /// <summary>More words about a refusal, where there are any.</summary>
    public string? Detail { get; init; }

    /// <summary>What the order has traded.</summary>
    public Quantity Executed => Quantity - Remaining;

    /// <summary>A refusal.</summary>
    public static CommandResult Refused(RejectReason reason, string? detail = null) => new(reason) { Detail = detail };
}
