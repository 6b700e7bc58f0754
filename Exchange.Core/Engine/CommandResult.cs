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

    /// <summary>The command's sequence number; 0 when refused.</summary>
    public long Sequence { get; init; }

    /// <summary>The engine's time for the command, microseconds since 1970 UTC.</summary>
    public long AtMicroseconds { get; init; }

    /// <summary>The order placed or canceled.</summary>
    public OrderId Order { get; init; }

    /// <summary>What the order has left.</summary>
    public Quantity Remaining { get; init; }

    /// <summary>What the order has traded.</summary>
    public Quantity Executed { get; init; }

    /// <summary>Why the order is closed; None while it is open.</summary>
    public CloseReason Close { get; init; }

    /// <summary>The order after a placement, with everything it traded at once.</summary>
    public OrderView? PlacedOrder { get; init; }

    /// <summary>How many orders a cancel-all took out.</summary>
    public int CanceledCount { get; init; }

    /// <summary>The index given to a new currency or market.</summary>
    public int DefinedIndex { get; init; }

    /// <summary>More words about a refusal, where there are any.</summary>
    public string? Detail { get; init; }

    /// <summary>A refusal.</summary>
    public static CommandResult Refused(RejectReason reason, string? detail = null) => new(reason) { Detail = detail };
}
