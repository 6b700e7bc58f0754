using Exchange.Core.Storage;

namespace Exchange.Core.Audit;

/// <summary>A change to write down.</summary>
/// <param name="ActorId">The member who did it, 0 for the program.</param>
/// <param name="Action">What was done, for example <c>api_key.create</c>; at most <see cref="MaxActionLength"/>
/// characters.</param>
/// <param name="Target">To what; at most <see cref="MaxTargetLength"/> characters.</param>
public sealed record AuditRecord(long ActorId, string Action, string Target)
{
    /// <summary>Most characters of an action.</summary>
    public const int MaxActionLength = 60;

    /// <summary>Most characters of a target.</summary>
    public const int MaxTargetLength = 200;

    /// <summary>Most characters of an address.</summary>
    public const int MaxAddressLength = 64;

    /// <summary>What it was; never a secret.</summary>
    public string? Before { get; init; }

    /// <summary>What it became; never a secret.</summary>
    public string? After { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>From which network address.</summary>
    public string? Address { get; init; }
}

/// <summary>The door of the Audit room.</summary>
public interface IAuditLog
{
    /// <summary>
    /// Adds an entry to the caller's context. It is written by the caller's own SaveChanges, in the caller's
    /// transaction: the change and its entry are both there or neither.
    /// </summary>
    ValueTask AppendAsync(ExchangeDbContext db, AuditRecord record, CancellationToken cancellationToken);
}
