using Exchange.Core.Audit;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Members;

/// <summary>Whether someone may do something now.</summary>
public enum PermissionVerdict
{
    /// <summary>They may.</summary>
    Granted = 0,

    /// <summary>Nobody is signed in any more: the session has ended, or its member is shut out.</summary>
    SessionEnded,

    /// <summary>Their role does not hold the permission.</summary>
    NotGranted,

    /// <summary>The role holds it, but this session was opened without a second factor.</summary>
    SecondFactorMissing,
}

/// <summary>What someone of the staff may do now.</summary>
/// <param name="Role">Their role.</param>
/// <param name="Permissions">What they may do in this session: nothing while <paramref name="LacksSecondFactor"/>.</param>
/// <param name="LacksSecondFactor">True when the role holds something, and only the second factor is missing.</param>
public sealed record StaffStanding(string Role, IReadOnlySet<string> Permissions, bool LacksSecondFactor)
{
    /// <summary>Someone without any permission.</summary>
    public static StaffStanding Nobody { get; } = new(Roles.Member, new HashSet<string>(), false);

    /// <summary>Whether they may do something.</summary>
    public bool May(string permission) => Permissions.Contains(permission);

    /// <summary>
    /// Whether they may do all that a role may do: only then they may give that role, take it away, or act on who has it. Only a
    /// superadmin covers a superadmin, whatever else was granted.
    /// </summary>
    public bool Covers(string role, IReadOnlySet<string> itsPermissions) =>
        role == Roles.Superadmin ? Role == Roles.Superadmin : itsPermissions.IsSubsetOf(Permissions);
}

/// <summary>How the staff signs in.</summary>
public sealed class StaffOptions
{
    /// <summary>Whether a permission counts only in a session that showed a second factor.</summary>
    public bool RequiresSecondFactor { get; set; } = true;
}

/// <summary>
/// Asks, before each act of the staff, whether the person may do it. Role, state, session and permissions are read from the tables each
/// time: whoever loses one of them loses the next act, in every process. A refusal is in the audit log.
/// </summary>
public sealed class PermissionChecks(
    IDbContextFactory<ExchangeDbContext> contexts, IAuditLog audit, IOptions<StaffOptions> options, TimeProvider time)
{
    /// <summary>The action of the audit log that records a refusal.</summary>
    public const string RefusedAction = "permission.refused";

    /// <summary>Decides, and records a refusal. The target is what the act is done to, as the audit log names it.</summary>
    public async Task<PermissionVerdict> CheckAsync(
        Actor actor, string permission, string target, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await CheckAsync(db, actor, permission, target, cancellationToken);
    }

    /// <summary>The same, as the caller's own transaction sees the tables. The refusal is recorded outside of it, and so stays when
    /// the caller rolls back.</summary>
    public async Task<PermissionVerdict> CheckAsync(
        ExchangeDbContext db, Actor actor, string permission, string target, CancellationToken cancellationToken)
    {
        if (!Permission.Names.Contains(permission))
            throw new ArgumentException($"There is no permission {permission}.", nameof(permission));
        return (await DemandAsync(db, actor, permission, target, cancellationToken)).Verdict;
    }

    /// <summary>All that someone may do, for the pages that show it. Deciding is for the acts themselves.</summary>
    public async Task<StaffStanding> StandingAsync(Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await StandingAsync(db, actor, cancellationToken) ?? StaffStanding.Nobody;
    }

    /// <summary>
    /// Whether someone holds any permission at all, and all that they hold: for the door of Tower. The target is where they wanted to go.
    /// </summary>
    public async Task<(PermissionVerdict Verdict, StaffStanding Standing)> EnterAsync(
        Actor actor, string target, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var standing = await StandingAsync(db, actor, cancellationToken);
        var verdict = standing switch
        {
            null => PermissionVerdict.SessionEnded,
            { LacksSecondFactor: true } => PermissionVerdict.SecondFactorMissing,
            { Permissions.Count: 0 } => PermissionVerdict.NotGranted,
            _ => PermissionVerdict.Granted,
        };
        if (verdict != PermissionVerdict.Granted)
            await RecordRefusalAsync(actor, "tower", target, ReasonOf(verdict), cancellationToken);
        return (verdict, standing ?? StaffStanding.Nobody);
    }

    /// <summary>Decides as <see cref="CheckAsync(Actor, string, string, CancellationToken)"/>, and says what else they may do.</summary>
    internal async Task<(PermissionVerdict Verdict, StaffStanding Standing)> DemandAsync(
        ExchangeDbContext db, Actor actor, string permission, string target, CancellationToken cancellationToken)
    {
        var standing = await StandingAsync(db, actor, cancellationToken);
        var verdict = Decide(standing, permission);
        if (verdict != PermissionVerdict.Granted)
            await RecordRefusalAsync(actor, permission, target, ReasonOf(verdict), cancellationToken);
        return (verdict, standing ?? StaffStanding.Nobody);
    }

    /// <summary>Writes down that an act was refused, outside of the caller's transaction.</summary>
    internal async Task RecordRefusalAsync(
        Actor actor, string permission, string target, string reason, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var record = new AuditRecord(actor.Member.Value, RefusedAction, target)
        {
            Reason = $"{permission}: {reason}",
            Address = actor.Origin.Address,
        };
        await audit.AppendAsync(db, record, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task<StaffStanding?> StandingAsync(ExchangeDbContext db, Actor actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var found = await db.MemberSessions.AsNoTracking()
            .Where(s => s.Id == actor.SessionId && s.MemberId == actor.Member.Value && s.ExpiresAt > now)
            .Join(db.Members, s => s.MemberId, m => m.Id, (s, m) => new { Session = s, Member = m })
            .Where(row => row.Member.State == MemberState.Active)
            .Where(row => row.Session.SecurityStamp == row.Member.SecurityStamp)
            .Select(row => new { row.Member.Role, row.Session.SecondFactorAt })
            .SingleOrDefaultAsync(cancellationToken);
        if (found is null) return null;
        var held = await db.PermissionsOfAsync(found.Role, cancellationToken);
        var lacks = held.Count > 0 && options.Value.RequiresSecondFactor && found.SecondFactorAt is null;
        return lacks ? new StaffStanding(found.Role, new HashSet<string>(), true) : new StaffStanding(found.Role, held, false);
    }

    private static PermissionVerdict Decide(StaffStanding? standing, string permission) => standing switch
    {
        null => PermissionVerdict.SessionEnded,
        { LacksSecondFactor: true } => PermissionVerdict.SecondFactorMissing,
        _ => standing.May(permission) ? PermissionVerdict.Granted : PermissionVerdict.NotGranted,
    };

    private static string ReasonOf(PermissionVerdict verdict) => verdict switch
    {
        PermissionVerdict.SessionEnded => "the session has ended",
        PermissionVerdict.NotGranted => "not granted",
        PermissionVerdict.SecondFactorMissing => "no second factor",
        PermissionVerdict.Granted => "granted",
    };
}
