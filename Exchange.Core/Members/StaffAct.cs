using System.Data;
using System.Data.Common;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>Why an act of the staff was refused. Nothing is changed then.</summary>
public enum StaffRejectReason
{
    /// <summary>Done.</summary>
    None = 0,

    /// <summary>The permission is missing; the outcome says how.</summary>
    NotPermitted,

    /// <summary>No reason was given, or one of a word.</summary>
    ReasonMissing,

    /// <summary>The reason is longer than <see cref="StaffReason.MaxLength"/>.</summary>
    ReasonTooLong,

    /// <summary>There is no such member, note or session.</summary>
    NotFound,

    /// <summary>There is no such role, state or permission, or it cannot be given.</summary>
    ValueUnknown,

    /// <summary>It is that already.</summary>
    Unchanged,

    /// <summary>Somebody else changed it since the difference was shown.</summary>
    ChangedMeanwhile,

    /// <summary>It is the actor's own account or role.</summary>
    Own,

    /// <summary>The member or role may do something that the actor may not.</summary>
    Above,

    /// <summary>It would leave the exchange without a superadmin.</summary>
    LastSuperadmin,

    /// <summary>A text is empty or too long.</summary>
    TextInvalid,

    /// <summary>The second person must be another than the first.</summary>
    SecondPersonNeeded,
}

/// <summary>What became of an act of the staff.</summary>
/// <param name="Reason">None when done.</param>
/// <param name="Verdict">How the permission is missing, when it is.</param>
public sealed record StaffOutcome(StaffRejectReason Reason, PermissionVerdict Verdict = PermissionVerdict.Granted)
{
    /// <summary>Done.</summary>
    public static StaffOutcome Done { get; } = new(StaffRejectReason.None);

    /// <summary>True when it was done.</summary>
    public bool IsDone => Reason == StaffRejectReason.None;
}

/// <summary>Something the staff asked to see, or why not.</summary>
/// <param name="Verdict">Granted when there is a value.</param>
/// <param name="Value">What was asked for; null also when there is no such thing.</param>
public sealed record StaffAnswer<T>(PermissionVerdict Verdict, T? Value)
    where T : class;

/// <summary>Why somebody of the staff does something, in their own words, for the audit log.</summary>
public static class StaffReason
{
    /// <summary>Fewest characters.</summary>
    public const int MinLength = 3;

    /// <summary>Most characters.</summary>
    public const int MaxLength = 500;

    /// <summary>What is wrong with a reason; none when nothing.</summary>
    public static StaffRejectReason Check(string? reason) => (reason?.Trim() ?? "").Length switch
    {
        < MinLength => StaffRejectReason.ReasonMissing,
        > MaxLength => StaffRejectReason.ReasonTooLong,
        _ when reason!.Contains('\0', StringComparison.Ordinal) => StaffRejectReason.ReasonMissing,
        _ => StaffRejectReason.None,
    };
}

/// <summary>
/// Runs an act so that it and all others of its kind happen one after the other: of two superadmins who take the role from each other
/// at once, one is too late.
/// </summary>
internal static class StaffTransaction
{
    private const int MaxTries = 5;
    private const string SerializationFailure = "40001";

    public static async Task<StaffOutcome> RunAsync(
        IDbContextFactory<ExchangeDbContext> contexts, Func<ExchangeDbContext, Task<StaffOutcome>> act, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await using var db = await contexts.CreateDbContextAsync(cancellationToken);
                await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.Serializable, cancellationToken);
                var outcome = await act(db);
                if (!outcome.IsDone) return outcome;
                await db.SaveChangesAsync(cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                return outcome;
            }
            catch (Exception e) when (tries < MaxTries && CollidedWithAnother(e))
            {
            }
        }
    }

    private static bool CollidedWithAnother(Exception? e) =>
        e is not null && (e is DbException { SqlState: SerializationFailure } || CollidedWithAnother(e.InnerException));
}
