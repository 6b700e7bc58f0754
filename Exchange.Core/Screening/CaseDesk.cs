using System.Globalization;
using Exchange.Core.Members;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Screening;

/// <summary>What the acts on a case have in common: who may, whose it is, and the lock of its member.</summary>
internal sealed class CaseDesk(IDbContextFactory<ExchangeDbContext> contexts, StaffActs acts, RiskRules risks)
{
    public delegate Task<StaffRejectReason> Act(ExchangeDbContext db, Member member, ScreeningCase found);

    public DateTimeOffset Now => acts.Now;

    /// <summary>Does an act on a case. Nobody acts on their own, or on that of who may do more than they.</summary>
    public async Task<StaffOutcome> ActAsync(Actor actor, long id, string? reason, Act act, CancellationToken cancellationToken)
    {
        var uid = await UidOfAsync(id, cancellationToken);
        return await acts.OnMemberAsync(
            actor, Permission.ScreeningCases, uid ?? NameOf(id), reason,
            async (db, member, _) =>
            {
                await db.LockMemberAsync(member.Id, cancellationToken);
                var found = await db.ScreeningCases.SingleAsync(c => c.Id == id, cancellationToken);
                found.UpdatedAt = acts.Now;
                return await act(db, member, found);
            },
            cancellationToken);
    }

    /// <summary>Adds a line to the audit log, in the act's transaction.</summary>
    public async Task<StaffRejectReason> RecordAsync(
        ExchangeDbContext db, Actor actor, string action, Member member, ScreeningCase found, (string? Before, string? After) change,
        string? reason, CancellationToken cancellationToken)
    {
        var name = NameOf(found.Id);
        var before = change.Before is null ? null : $"{name}: {change.Before}";
        await acts.RecordAsync(db, actor, action, member.Uid, before, $"{name}: {change.After}", reason, cancellationToken);
        return StaffRejectReason.None;
    }

    /// <summary>Computes the member's risk anew, when it was computed before.</summary>
    public async Task RefreshRiskAsync(ExchangeDbContext db, long member, CancellationToken cancellationToken)
    {
        await db.SaveChangesAsync(cancellationToken);
        if (await db.MemberRisks.SingleOrDefaultAsync(r => r.MemberId == member, cancellationToken) is { } risk)
            await risks.ApplyAsync(db, risk, cancellationToken);
    }

    /// <summary>A case as the audit log names it.</summary>
    public static string NameOf(long id) => string.Create(CultureInfo.InvariantCulture, $"case {id}");

    private async Task<string?> UidOfAsync(long id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.ScreeningCases.Where(c => c.Id == id).Join(db.Members, c => c.MemberId, m => m.Id, (_, m) => m.Uid)
            .SingleOrDefaultAsync(cancellationToken);
    }
}
