using Exchange.Core.Members;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Privacy;

/// <summary>Where a member stands between closing and erasure, as the staff sees it.</summary>
/// <param name="Closing">The closing, or null while the account is open.</param>
/// <param name="Hold">The hold, or null.</param>
public sealed record ErasureStanding(AccountClosing? Closing, LegalHold? Hold);

/// <summary>Says that nothing of a member may be erased, because an authority or a court wants it; or that it may again.</summary>
public sealed class HoldMember
{
    /// <summary>The action in the audit log.</summary>
    public const string Action = "member.hold";

    private const string Held = "held";
    private readonly StaffActs _acts;
    private readonly PermissionChecks _checks;
    private readonly IDbContextFactory<ExchangeDbContext> _contexts;

    internal HoldMember(StaffActs acts, PermissionChecks checks, IDbContextFactory<ExchangeDbContext> contexts) =>
        (_acts, _checks, _contexts) = (acts, checks, contexts);

    /// <summary>Where a member stands.</summary>
    public async Task<StaffAnswer<ErasureStanding>> StandingAsync(Actor actor, MemberRow member, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var verdict = await _checks.CheckAsync(db, actor, Permission.MembersRead, member.Uid, cancellationToken);
        if (verdict != PermissionVerdict.Granted) return new(verdict, null);
        return new(verdict, new ErasureStanding(
            await db.AccountClosings.AsNoTracking().SingleOrDefaultAsync(c => c.MemberId == member.Id.Value, cancellationToken),
            await db.LegalHolds.AsNoTracking().SingleOrDefaultAsync(h => h.MemberId == member.Id.Value, cancellationToken)));
    }

    /// <summary>Sets or lifts the hold.</summary>
    public Task<StaffOutcome> ExecuteAsync(Actor actor, string uid, bool hold, string? reason, CancellationToken cancellationToken) =>
        _acts.OnMemberAsync(
            actor, Permission.MembersHold, uid, reason,
            async (db, member, _) =>
            {
                await db.LockedMemberAsync(member.MemberId, cancellationToken);
                var row = await db.LegalHolds.SingleOrDefaultAsync(h => h.MemberId == member.Id, cancellationToken);
                if (row is not null == hold) return StaffRejectReason.Unchanged;
                if (row is not null) db.LegalHolds.Remove(row);
                else
                {
                    db.LegalHolds.Add(new LegalHold
                    {
                        MemberId = member.Id,
                        ActorId = actor.Member.Value,
                        Reason = reason!.Trim(),
                        At = _acts.Now,
                    });
                }

                await _acts.RecordAsync(
                    db, actor, Action, uid, hold ? null : Held, hold ? Held : null, reason, cancellationToken);
                return StaffRejectReason.None;
            },
            cancellationToken);
}
