using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>Ends sessions of a member whom the actor outranks: one, or all.</summary>
public sealed class EndMemberSessions
{
    /// <summary>The action in the audit log.</summary>
    public const string Action = "member.sessions.end";

    private readonly StaffActs _acts;

    internal EndMemberSessions(StaffActs acts) => _acts = acts;

    /// <summary>Ends the session with a number, or all of them.</summary>
    public Task<StaffOutcome> ExecuteAsync(
        Actor actor, string uid, long? sessionId, string? reason, CancellationToken cancellationToken) => _acts.OnMemberAsync(
            actor, Permission.SessionsEnd, uid, reason,
            async (db, member, _) =>
            {
                var ended = await db.MemberSessions.Where(s => s.MemberId == member.Id && (sessionId == null || s.Id == sessionId))
                    .ExecuteDeleteAsync(cancellationToken);
                if (ended == 0) return StaffRejectReason.NotFound;
                var before = sessionId is { } id ? string.Create(CultureInfo.InvariantCulture, $"session {id}") : $"{ended} sessions";
                await _acts.RecordAsync(db, actor, Action, uid, before, "ended", reason, cancellationToken);
                return StaffRejectReason.None;
            },
            cancellationToken);
}
