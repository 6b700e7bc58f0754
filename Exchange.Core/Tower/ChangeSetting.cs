using Exchange.Core.Audit;
using Exchange.Core.Members;
using Exchange.Core.Settings;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Tower;

/// <summary>Changes a setting of the running exchange.</summary>
public sealed class ChangeSetting(
    IDbContextFactory<ExchangeDbContext> contexts, RuntimeSettings settings, PermissionChecks checks, IAuditLog audit,
    TimeProvider time)
{
    /// <summary>The action in the audit log.</summary>
    public const string Action = "setting.change";

    /// <summary>A setting as the audit log names it.</summary>
    public static string TargetOf(Setting setting) => $"setting:{setting.Name}";

    /// <summary>Changes it, if it still is what the actor saw.</summary>
    public async Task<StaffOutcome> ExecuteAsync(
        Actor actor, Setting setting, string? from, string? to, string? reason, CancellationToken cancellationToken)
    {
        var value = setting.Kind == SettingKind.Text ? to?.Trim() ?? "" : to;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var verdict = await checks.CheckAsync(db, actor, Permission.SettingsEdit, TargetOf(setting), cancellationToken);
        if (verdict != PermissionVerdict.Granted) return new StaffOutcome(StaffRejectReason.NotPermitted, verdict);
        if (StaffReason.Check(reason) is var problem and not StaffRejectReason.None) return new StaffOutcome(problem);
        if (!setting.Admits(value)) return new StaffOutcome(StaffRejectReason.ValueUnknown);
        var before = await RuntimeSettings.SetAsync(db, setting, value!, time.GetUtcNow(), cancellationToken);
        if (before != (from ?? "")) return new StaffOutcome(StaffRejectReason.ChangedMeanwhile);
        if (before == value) return new StaffOutcome(StaffRejectReason.Unchanged);
        var record = new AuditRecord(actor.Member.Value, Action, TargetOf(setting))
        {
            Before = before,
            After = value,
            Reason = reason!.Trim(),
            Address = actor.Origin.Address,
        };
        await audit.AppendAsync(db, record, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        settings.Invalidate();
        return StaffOutcome.Done;
    }
}
