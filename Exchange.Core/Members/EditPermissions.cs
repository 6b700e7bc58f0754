using Exchange.Core.Audit;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>One field of the matrix of roles and permissions to change.</summary>
/// <param name="Role">The role.</param>
/// <param name="Permission">The permission.</param>
/// <param name="IsGranted">What it is to become.</param>
public sealed record PermissionChange(string Role, string Permission, bool IsGranted);

/// <summary>
/// Says which role may do what. Nobody gives or takes a permission that they do not have, nobody edits their own role or one that may do
/// more than they, and nobody edits superadmins or traders. All of it is done or nothing; it counts from the next act on.
/// </summary>
public sealed class EditPermissions
{
    /// <summary>The action in the audit log.</summary>
    public const string Action = "role.permissions.edit";

    private const string Everything = "roles";
    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly PermissionChecks _checks;
    private readonly StaffActs _acts;

    internal EditPermissions(IDbContextFactory<ExchangeDbContext> contexts, PermissionChecks checks, StaffActs acts) =>
        (_contexts, _checks, _acts) = (contexts, checks, acts);

    /// <summary>A role as the audit log names it.</summary>
    public static string TargetOf(string role) => $"role:{role}";

    /// <summary>What each role of the staff may do now.</summary>
    public async Task<StaffAnswer<IReadOnlyDictionary<string, IReadOnlySet<string>>>> MatrixAsync(
        Actor actor, CancellationToken cancellationToken)
    {
        var verdict = await _checks.CheckAsync(actor, Permission.PermissionsEdit, Everything, cancellationToken);
        if (verdict != PermissionVerdict.Granted) return new(verdict, null);
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.RolePermissions.AsNoTracking().ToListAsync(cancellationToken);
        return new(verdict, Roles.Staff.ToDictionary(role => role, role => Held(role, rows)));
    }

    /// <summary>What a role may do now.</summary>
    public async Task<IReadOnlySet<string>> OfRoleAsync(string role, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        return await db.PermissionsOfAsync(role, cancellationToken);
    }

    /// <summary>Makes the changes.</summary>
    public async Task<StaffOutcome> ExecuteAsync(
        Actor actor, IReadOnlyCollection<PermissionChange> changes, string? reason, CancellationToken cancellationToken)
    {
        var outcome = await StaffTransaction.RunAsync(
            _contexts,
            async db =>
            {
                var (verdict, standing) = await _checks.DemandAsync(
                    db, actor, Permission.PermissionsEdit, Everything, cancellationToken);
                if (verdict != PermissionVerdict.Granted) return new StaffOutcome(StaffRejectReason.NotPermitted, verdict);
                var problem = StaffReason.Check(reason);
                return new StaffOutcome(problem != StaffRejectReason.None
                    ? problem
                    : await ApplyAsync(db, actor, standing, changes, reason, cancellationToken));
            },
            cancellationToken);
        if (StaffActs.IsForbidden(outcome.Reason))
        {
            await _checks.RecordRefusalAsync(
                actor, Permission.PermissionsEdit, Everything, StaffActs.Words(outcome.Reason), cancellationToken);
        }

        return outcome;
    }

    private async Task<StaffRejectReason> ApplyAsync(
        ExchangeDbContext db, Actor actor, StaffStanding standing, IReadOnlyCollection<PermissionChange> changes, string? reason,
        CancellationToken cancellationToken)
    {
        if (changes.Count == 0) return StaffRejectReason.Unchanged;
        if (changes.Count != changes.DistinctBy(c => (c.Role, c.Permission)).Count()) return StaffRejectReason.ValueUnknown;
        var rows = await db.RolePermissions.ToListAsync(cancellationToken);
        foreach (var group in changes.GroupBy(c => c.Role))
        {
            var problem = Check(standing, group.Key, Held(group.Key, rows), group);
            if (problem != StaffRejectReason.None) return problem;
        }

        foreach (var group in changes.GroupBy(c => c.Role))
        {
            var before = Held(group.Key, rows);
            foreach (var change in group) Depart(db, rows, change);
            await _acts.RecordAsync(
                db, actor, Action, TargetOf(group.Key), List(before), List(Held(group.Key, rows)), reason, cancellationToken);
        }

        return StaffRejectReason.None;
    }

    private static StaffRejectReason Check(
        StaffStanding standing, string role, IReadOnlySet<string> held, IEnumerable<PermissionChange> changes)
    {
        if (!Roles.IsStaff(role) || role == Roles.Superadmin) return StaffRejectReason.ValueUnknown;
        if (role == standing.Role) return StaffRejectReason.Own;
        if (!standing.Covers(role, held)) return StaffRejectReason.Above;
        foreach (var change in changes)
        {
            if (!Permission.Names.Contains(change.Permission)) return StaffRejectReason.ValueUnknown;
            if (!standing.May(change.Permission)) return StaffRejectReason.Above;
            if (held.Contains(change.Permission) == change.IsGranted) return StaffRejectReason.ChangedMeanwhile;
        }

        return StaffRejectReason.None;
    }

    private static void Depart(ExchangeDbContext db, List<RolePermission> rows, PermissionChange change)
    {
        var row = rows.Find(r => r.Role == change.Role && r.Permission == change.Permission);
        var isDefault = Roles.ShippedPermissionsOf(change.Role).Contains(change.Permission) == change.IsGranted;
        if (row is not null && isDefault)
        {
            rows.Remove(row);
            db.RolePermissions.Remove(row);
        }
        else if (row is not null)
        {
            row.IsGranted = change.IsGranted;
        }
        else
        {
            row = new RolePermission { Role = change.Role, Permission = change.Permission, IsGranted = change.IsGranted };
            rows.Add(row);
            db.RolePermissions.Add(row);
        }
    }

    private static IReadOnlySet<string> Held(string role, IEnumerable<RolePermission> rows) =>
        role == Roles.Superadmin ? Permission.Names : RolePermissionRows.Combine(role, rows.Where(r => r.Role == role));

    private static string List(IReadOnlySet<string> permissions) => string.Join(", ", permissions.Order(StringComparer.Ordinal));
}
