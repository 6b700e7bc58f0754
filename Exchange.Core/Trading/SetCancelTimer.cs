using Exchange.Core.Engine;
using Exchange.Core.Primitives;

namespace Exchange.Core.Trading;

/// <summary>Why a cancel timer was refused.</summary>
public enum CancelTimerRejectReason
{
    /// <summary>Accepted.</summary>
    None = 0,

    /// <summary>A timer runs 1 second to 1 day, or 0 to disarm it.</summary>
    TimeoutInvalid,

    /// <summary>The queue is full; nothing happened.</summary>
    Busy,

    /// <summary>The engine takes nothing now; nothing happened.</summary>
    Unavailable,

    /// <summary>The caller stopped waiting; set the timer again.</summary>
    OutcomeUnknown,
}

/// <summary>What became of a cancel timer.</summary>
/// <param name="Reason">None when accepted.</param>
/// <param name="ExpiresMicroseconds">When it cancels, microseconds since 1970 UTC; 0 when it is disarmed.</param>
public readonly record struct CancelTimerResult(CancelTimerRejectReason Reason, long ExpiresMicroseconds);

/// <summary>Arms, renews or disarms a timer after which all of a member's orders are canceled. Always allowed, as every
/// cancel.</summary>
public sealed class SetCancelTimer(IEngine engine)
{
    /// <summary>The longest time: a day.</summary>
    public const int MaxSeconds = 86_400;

    private const long MicrosecondsPerSecond = 1_000_000;

    /// <summary>Sets the timer; it is durable when this returns.</summary>
    /// <param name="member">Whose orders.</param>
    /// <param name="seconds">0 disarms; else 1 to <see cref="MaxSeconds"/>.</param>
    /// <param name="source">Each source's timer runs by itself.</param>
    /// <param name="cancellationToken">Stops the waiting, not the timer.</param>
    public async ValueTask<CancelTimerResult> ExecuteAsync(
        MemberId member, int seconds, CancelTimerSource source, CancellationToken cancellationToken)
    {
        if (seconds is < 0 or > MaxSeconds) return new CancelTimerResult(CancelTimerRejectReason.TimeoutInvalid, 0);
        var duration = seconds * MicrosecondsPerSecond;
        var result = await engine.SubmitAsync(Command.SetCancelTimer(member, duration, source), cancellationToken);
        if (result.IsAccepted)
            return new CancelTimerResult(CancelTimerRejectReason.None, seconds == 0 ? 0 : result.AtMicroseconds + duration);
        return new CancelTimerResult(Translate(result.Reason), 0);
    }

    private static CancelTimerRejectReason Translate(RejectReason reason) => reason switch
    {
        RejectReason.Busy => CancelTimerRejectReason.Busy,
        RejectReason.Unavailable => CancelTimerRejectReason.Unavailable,
        RejectReason.OutcomeUnknown => CancelTimerRejectReason.OutcomeUnknown,
        RejectReason.TimeoutInvalid => CancelTimerRejectReason.TimeoutInvalid,
        _ => throw new InvariantViolation($"The engine refused a cancel timer with {reason}."),
    };
}
