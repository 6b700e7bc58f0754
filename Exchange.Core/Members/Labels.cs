using Exchange.Core.Audit;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>
/// The one door through which private labels are set, and the one place where a member's level is computed: in the transaction of the
/// label that changes it, under the lock of the member's row, so that two labels at once never leave a level that neither gives.
/// </summary>
public sealed class Labels(
    IDbContextFactory<ExchangeDbContext> contexts, LevelRule rule, MemberAccess access, IAuditLog audit, TimeProvider time)
{
    /// <summary>Sets a private label and the level that follows, in a transaction of its own.</summary>
    public async Task SetAsync(MemberId member, LabelChange change, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await SetAsync(db, member, change, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        access.Invalidate(member);
    }

    /// <summary>
    /// Sets a private label, or takes it away, and the level that follows, in the transaction that the caller has begun and commits.
    /// After the commit call <see cref="MemberAccess.Invalidate"/>, or the level takes effect within five seconds.
    /// </summary>
    public async Task SetAsync(ExchangeDbContext db, MemberId member, LabelChange change, CancellationToken cancellationToken)
    {
        if (db.Database.CurrentTransaction is null) throw new InvalidOperationException("A label is set in a transaction.");
        if (!MemberLabel.IsWord(change.Key) || (change.Value is not null && !MemberLabel.IsWord(change.Value)))
            throw new ArgumentException("Not a label.", nameof(change));
        var now = time.GetUtcNow();
        var locked = await db.Members.Where(m => m.Id == member.Value)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.UpdatedAt, now), cancellationToken);
        if (locked == 0) throw new ArgumentException("Nobody has this id.", nameof(member));
        var label = await db.Labels.SingleOrDefaultAsync(
            l => l.MemberId == member.Value && l.Key == change.Key && l.Scope == LabelScope.Private, cancellationToken);
        var before = label?.Value;
        if (before == change.Value) return;
        Apply(db, member, change, label, now);
        var record = new AuditRecord(change.Actor, "label.set", $"member {member.Value}")
        {
            Before = before is null ? null : $"{change.Key}:{before}",
            After = change.Value is null ? null : $"{change.Key}:{change.Value}",
            Reason = change.Reason,
        };
        await audit.AppendAsync(db, record, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await ComputeLevelAsync(db, member, cancellationToken);
    }

    /// <summary>A member's private labels, by key.</summary>
    public async Task<IReadOnlyDictionary<string, string>> PrivateAsync(MemberId member, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await PrivateAsync(db, member, cancellationToken);
    }

    /// <summary>All labels of a member, oldest first.</summary>
    public async Task<IReadOnlyList<LabelView>> ListAsync(MemberId member, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Labels.AsNoTracking().Where(l => l.MemberId == member.Value).OrderBy(l => l.Id)
            .Select(l => new LabelView(l.Key, l.Value, l.Scope, l.CreatedAt, l.UpdatedAt)).ToListAsync(cancellationToken);
    }

    private static void Apply(ExchangeDbContext db, MemberId member, LabelChange change, MemberLabel? label, DateTimeOffset now)
    {
        if (change.Value is null)
        {
            if (label is not null) db.Labels.Remove(label);
            return;
        }

        if (label is null)
        {
            label = new MemberLabel { MemberId = member.Value, Key = change.Key, Value = change.Value, CreatedAt = now };
            db.Labels.Add(label);
        }

        (label.Value, label.Description, label.UpdatedAt) = (change.Value, change.Reason, now);
    }

    private async Task ComputeLevelAsync(ExchangeDbContext db, MemberId member, CancellationToken cancellationToken)
    {
        var level = rule.LevelOf(await PrivateAsync(db, member, cancellationToken));
        await db.Members.Where(m => m.Id == member.Value && m.Level != level)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.Level, level), cancellationToken);
        // A copy that the caller holds must not write the old level back.
        if (db.Members.Local.FindEntry(member.Value) is { } entry) await entry.ReloadAsync(cancellationToken);
    }

    private static async Task<IReadOnlyDictionary<string, string>> PrivateAsync(
        ExchangeDbContext db, MemberId member, CancellationToken cancellationToken) =>
        await db.Labels.AsNoTracking().Where(l => l.MemberId == member.Value && l.Scope == LabelScope.Private)
            .ToDictionaryAsync(l => l.Key, l => l.Value, cancellationToken);
}

/// <summary>A private label to set.</summary>
/// <param name="Key">What it is about.</param>
/// <param name="Value">What is so; null takes the label away.</param>
public sealed record LabelChange(string Key, string? Value)
{
    /// <summary>The member who does it, 0 for the program.</summary>
    public long Actor { get; init; }

    /// <summary>Why, for the audit log and for those who review; or null.</summary>
    public string? Reason { get; init; }

    /// <summary>Something was shown to be true.</summary>
    public static LabelChange Verified(string key) => new(key, LabelKeys.Verified);
}
