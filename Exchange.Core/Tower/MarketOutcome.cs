using Exchange.Core.Engine;
using Exchange.Core.Members;

namespace Exchange.Core.Tower;

/// <summary>Why a market was not changed, in the order of the checks.</summary>
public enum MarketRejectReason
{
    /// <summary>It was changed.</summary>
    None = 0,

    /// <summary>The permission is missing; the outcome says how.</summary>
    NotPermitted,

    /// <summary>No reason was given, or one of a word.</summary>
    ReasonMissing,

    /// <summary>The reason is longer than <see cref="StaffReason.MaxLength"/>.</summary>
    ReasonTooLong,

    /// <summary>There is no such state.</summary>
    StateUnknown,

    /// <summary>A figure is out of range; <see cref="Markets.MarketProtection"/> names the limits.</summary>
    FiguresInvalid,

    /// <summary>There is no such market.</summary>
    MarketUnknown,

    /// <summary>It is not any more what the actor saw.</summary>
    ChangedMeanwhile,

    /// <summary>It is that already.</summary>
    Unchanged,

    /// <summary>The engine did not do it; the outcome says why.</summary>
    EngineRefused,

    /// <summary>The engine did not answer in time: nobody knows, look at the market.</summary>
    OutcomeUnknown,
}

/// <summary>What became of a change of a market.</summary>
/// <param name="Reason">None when it was made.</param>
/// <param name="Verdict">How the permission is missing, when it is.</param>
/// <param name="Engine">Why the engine refused, when it did.</param>
public sealed record MarketOutcome(
    MarketRejectReason Reason, PermissionVerdict Verdict = PermissionVerdict.Granted, RejectReason Engine = RejectReason.None)
{
    /// <summary>It was made.</summary>
    public static MarketOutcome Done { get; } = new(MarketRejectReason.None);

    /// <summary>True when it was made.</summary>
    public bool IsDone => Reason == MarketRejectReason.None;
}
