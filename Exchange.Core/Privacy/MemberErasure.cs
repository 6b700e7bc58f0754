using System.Globalization;
using System.Security.Cryptography;
using Exchange.Core.Audit;
using Exchange.Core.Compliance;
using Exchange.Core.Members;
using Exchange.Core.Notifications;
using Exchange.Core.Screening;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Exchange.Core.Privacy;

/// <summary>Erases one member, in one transaction under the lock of the row.</summary>
internal sealed class MemberErasure(
    IDbContextFactory<ExchangeDbContext> contexts, DocumentVault vault, MemberAccess access, ProviderErasures providers,
    IAuditLog audit, TimeProvider time)
{
    private const int StampDigits = 32;

    /// <summary>
    /// The address of who has none: no sign-up takes it, because it has no dot, so nobody can be in its way.
    /// </summary>
    public static string Tombstone(long member) => string.Create(CultureInfo.InvariantCulture, $"deleted-{member}@invalid");

    /// <summary>Erases what no law keeps; false when it is not due any more.</summary>
    public Task<bool> ReduceAsync(long member, DateTimeOffset closedBefore, CancellationToken cancellationToken) => RunAsync(
        member, ClosingStage.CoolingOff, closedBefore,
        async (db, row) =>
        {
            await DeleteAsync(db, member, Keeping.CoolingOff, cancellationToken);
            await ForgetGuessesAsync(db, row, cancellationToken);
            await DeleteUnprovenAsync(db, member, cancellationToken);
            (row.PasswordHash, row.AntiPhishingCode, row.Data, row.QuoteCurrency, row.PhoneNumber) = (null, null, null, null, null);
            (row.TwoFactorEnabled, row.SecurityStamp) = (false, RandomNumberGenerator.GetHexString(StampDigits));
            await MoveOnAsync(db, row, ClosingStage.Retained, EraseMembers.ReduceAction, null, cancellationToken);
        },
        cancellationToken);

    /// <summary>Erases the rest: what is left is a number that nobody can be found by; false when it is not due any more.</summary>
    public Task<bool> EraseAsync(long member, DateTimeOffset closedBefore, CancellationToken cancellationToken) => RunAsync(
        member, ClosingStage.Retained, closedBefore,
        async (db, row) =>
        {
            // Files first: a crash before the commit leaves rows without files, which the next run takes; never files without rows.
            foreach (var id in await db.Documents.Where(d => d.MemberId == member).Select(d => d.Id).ToListAsync(cancellationToken))
                await vault.DeleteAsync(id, cancellationToken);
            var told = await TellProviderAsync(db, member, cancellationToken);
            await DeleteAsync(db, member, Keeping.Retention, cancellationToken);
            await AnonymiseAuditAsync(db, row, cancellationToken);
            var nobody = Tombstone(member);
            (row.Email, row.NormalizedEmail) = (nobody, nobody.ToUpperInvariant());
            (row.UserName, row.NormalizedUserName) = (row.Email, row.NormalizedEmail);
            (row.EmailConfirmed, row.Language, row.Level) = (false, Languages.Default, 0);
            await MoveOnAsync(db, row, ClosingStage.Erased, EraseMembers.EraseAction, told, cancellationToken);
        },
        cancellationToken);

    private async Task<bool> RunAsync(
        long member, ClosingStage stage, DateTimeOffset closedBefore, Func<ExchangeDbContext, Member, Task> erase,
        CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var row = await db.LockedMemberAsync(new(member), cancellationToken);
        var closing = await db.AccountClosings.AsNoTracking().SingleOrDefaultAsync(c => c.MemberId == member, cancellationToken);
        // Asked again behind the lock: restored, held or erased meanwhile.
        if (closing is null || closing.Stage != stage || closing.ClosedAt > closedBefore || row.State != MemberState.Deleted) return false;
        if (await IsHeldAsync(db, member, cancellationToken)) return false;
        await erase(db, row);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        access.Invalidate(row.MemberId);
        return true;
    }

    /// <summary>A hold that somebody set, or a case that somebody still has to decide.</summary>
    private static async Task<bool> IsHeldAsync(ExchangeDbContext db, long member, CancellationToken cancellationToken) =>
        await db.LegalHolds.AnyAsync(h => h.MemberId == member, cancellationToken)
        || await db.ScreeningCases.AnyAsync(c => c.MemberId == member && c.State == CaseState.Open, cancellationToken);

    /// <summary>Whoever checked them outside is told, by the references that it knows; while they are still known here.</summary>
    private async Task<string?> TellProviderAsync(ExchangeDbContext db, long member, CancellationToken cancellationToken)
    {
        var hasAskedNames = await db.MemberRisks.AnyAsync(
            r => r.MemberId == member && (r.ProviderAskedAt != null || r.ProviderStamp != null), cancellationToken);
        return await providers.AddAsync(db, member, hasAskedNames, cancellationToken);
    }

    private static async Task DeleteAsync(ExchangeDbContext db, long member, Keeping keeping, CancellationToken cancellationToken)
    {
        foreach (var table in DataRegister.Tables.Where(t => t.Keeping == keeping))
        {
            await db.Database.ExecuteSqlRawAsync(
                table.DeleteStatement, [new NpgsqlParameter<long>("member", member)], cancellationToken);
        }
    }

    /// <summary>What was begun and never shown to be true is nothing that the law asks for.</summary>
    private static async Task DeleteUnprovenAsync(ExchangeDbContext db, long member, CancellationToken cancellationToken)
    {
        await db.Phones.Where(p => p.MemberId == member && p.ValidatedAt == null).ExecuteDeleteAsync(cancellationToken);
        // The number is theirs no more; whoever has it now may show it for an account of their own.
        await db.Phones.Where(p => p.MemberId == member)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.VerifiedIndex, (string?)null), cancellationToken);
        await db.Profiles.Where(p => p.MemberId == member && p.State == ProfileState.Drafted).ExecuteDeleteAsync(cancellationToken);
        await db.Labels.Where(l => l.MemberId == member && l.Scope == LabelScope.Public).ExecuteDeleteAsync(cancellationToken);
    }

    private static async Task ForgetGuessesAsync(ExchangeDbContext db, Member row, CancellationToken cancellationToken)
    {
        await PasswordGuesses.ForgetAsync(db, row.NormalizedEmail!, cancellationToken);
        await SecondFactors.ForgetAsync(db, row.Id, cancellationToken);
    }

    /// <summary>
    /// What happened and when stays; from where, why and what it was before do not, where it was done to them, or by them to themselves.
    /// </summary>
    private static async Task AnonymiseAuditAsync(ExchangeDbContext db, Member row, CancellationToken cancellationToken)
    {
        string[] names = [row.Uid, string.Create(CultureInfo.InvariantCulture, $"member {row.Id}")];
        var entries = db.Set<AuditEntry>();
        await entries.Where(e => names.Contains(e.Target) || (e.ActorId == row.Id && e.Action.StartsWith("api_key."))).ExecuteUpdateAsync(
            set => set.SetProperty(e => e.Before, (string?)null).SetProperty(e => e.After, (string?)null)
                .SetProperty(e => e.Reason, (string?)null),
            cancellationToken);
        await entries.Where(e => e.ActorId == row.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.Address, (string?)null), cancellationToken);
    }

    private async Task MoveOnAsync(
        ExchangeDbContext db, Member row, ClosingStage stage, string action, string? told, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = time.GetUtcNow();
        row.UpdatedAt = now.Value;
        var closing = db.AccountClosings.Where(c => c.MemberId == row.Id);
        await (stage == ClosingStage.Erased
            ? closing.ExecuteUpdateAsync(
                set => set.SetProperty(c => c.Stage, stage).SetProperty(c => c.ErasedAt, now).SetProperty(c => c.Reason, (string?)null),
                cancellationToken)
            : closing.ExecuteUpdateAsync(
                set => set.SetProperty(c => c.Stage, stage).SetProperty(c => c.ReducedAt, now), cancellationToken));
        await audit.AppendAsync(db, new AuditRecord(0, action, row.Uid) { After = told }, cancellationToken);
    }
}
