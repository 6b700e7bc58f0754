using System.Security.Cryptography;
using Exchange.Core.Audit;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>What all acts of the staff on a member have in common: permission, reason, rank, end of sessions.</summary>
internal sealed class StaffActs(
    IDbContextFactory<ExchangeDbContext> contexts, PermissionChecks checks, Sessions sessions, MemberAccess access, IAuditLog audit,
    TimeProvider time)
{
    private const int StampDigits = 32;

    /// <summary>The act itself: null when it was done, else why not.</summary>
    public delegate Task<StaffRejectReason> Act(ExchangeDbContext db, Member member, StaffStanding standing);

    /// <summary>
    /// Runs an act on a member whom the actor outranks. The permission and the rank are read in the transaction of the act.
    /// </summary>
    public async Task<StaffOutcome> OnMemberAsync(
        Actor actor, string permission, string uid, string? reason, Act act, CancellationToken cancellationToken)
    {
        var changed = default(MemberId?);
        var outcome = await StaffTransaction.RunAsync(
            contexts,
            async db =>
            {
                var (verdict, standing) = await checks.DemandAsync(db, actor, permission, TargetOf(uid), cancellationToken);
                if (verdict != PermissionVerdict.Granted) return new StaffOutcome(StaffRejectReason.NotPermitted, verdict);
                if (StaffReason.Check(reason) is var problem and not StaffRejectReason.None) return new StaffOutcome(problem);
                var member = await db.Members.SingleOrDefaultAsync(m => m.Uid == uid, cancellationToken);
                if (member is null) return new StaffOutcome(StaffRejectReason.NotFound);
                changed = member.MemberId;
                return new StaffOutcome(await DoAsync(db, actor, member, standing, act, cancellationToken));
            },
            cancellationToken);
        if (IsForbidden(outcome.Reason))
            await checks.RecordRefusalAsync(actor, permission, TargetOf(uid), Words(outcome.Reason), cancellationToken);
        if (outcome.IsDone && changed is { } member)
        {
            access.Invalidate(member);
            sessions.InvalidateAll();
        }

        return outcome;
    }

    /// <summary>Ends all sessions of a member in the caller's transaction; whoever watches them notices within a second.</summary>
    public static async Task EndSessionsAsync(ExchangeDbContext db, Member member, CancellationToken cancellationToken)
    {
        member.SecurityStamp = RandomNumberGenerator.GetHexString(StampDigits);
        await db.MemberSessions.Where(s => s.MemberId == member.Id).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Adds the entry of an act to the caller's transaction.</summary>
    public ValueTask RecordAsync(
        ExchangeDbContext db, Actor actor, string action, string target, string? before, string? after, string? reason,
        CancellationToken cancellationToken) => audit.AppendAsync(
            db,
            new AuditRecord(actor.Member.Value, action, target)
            {
                Before = before,
                After = after,
                Reason = reason?.Trim(),
                Address = actor.Origin.Address,
            },
            cancellationToken);

    /// <summary>The moment of an act.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Refusals that show that somebody reached for more than they have.</summary>
    public static bool IsForbidden(StaffRejectReason reason) =>
        reason is StaffRejectReason.Own or StaffRejectReason.Above or StaffRejectReason.LastSuperadmin;

    /// <summary>Such a refusal in the audit log.</summary>
    public static string Words(StaffRejectReason reason) => reason switch
    {
        StaffRejectReason.Own => "their own account or role",
        StaffRejectReason.Above => "may do more than they",
        StaffRejectReason.LastSuperadmin => "the last superadmin",
        _ => reason.ToString(),
    };

    private static async Task<StaffRejectReason> DoAsync(
        ExchangeDbContext db, Actor actor, Member member, StaffStanding standing, Act act, CancellationToken cancellationToken)
    {
        if (member.MemberId == actor.Member) return StaffRejectReason.Own;
        var held = await db.PermissionsOfAsync(member.Role, cancellationToken);
        return standing.Covers(member.Role, held) ? await act(db, member, standing) : StaffRejectReason.Above;
    }

    /// <summary>What was typed may be longer than the column.</summary>
    private static string TargetOf(string uid) => uid.Length <= AuditRecord.MaxTargetLength ? uid : uid[..AuditRecord.MaxTargetLength];
}
