using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>Why a member's own label was not changed, in the order of the checks.</summary>
public enum PublicLabelRejectReason
{
    /// <summary>Changed.</summary>
    None = 0,

    /// <summary>The key is no word of 3 to 255 lower-case letters, digits, underscores and hyphens.</summary>
    KeyInvalid,

    /// <summary>The value is no such word.</summary>
    ValueInvalid,

    /// <summary>The label of this key is not the member's to change.</summary>
    Private,

    /// <summary>There is one of this key already.</summary>
    Taken,

    /// <summary>There is none of this key.</summary>
    Unknown,

    /// <summary>The member has <see cref="PublicLabels.MaxPerMember"/> already.</summary>
    TooMany,
}

/// <summary>The labels that members set themselves, for programs of theirs. No level comes of them.</summary>
public sealed class PublicLabels(IDbContextFactory<ExchangeDbContext> contexts, TimeProvider time)
{
    /// <summary>Most public labels of a member.</summary>
    public const int MaxPerMember = 50;

    /// <summary>Makes a label.</summary>
    public async Task<PublicLabelRejectReason> CreateAsync(
        MemberId member, string key, string value, CancellationToken cancellationToken)
    {
        if (!MemberLabel.IsWord(key)) return PublicLabelRejectReason.KeyInvalid;
        if (!MemberLabel.IsWord(value)) return PublicLabelRejectReason.ValueInvalid;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var reason = await ReasonAsync(db, member, key, cancellationToken);
        if (reason == PublicLabelRejectReason.None) return PublicLabelRejectReason.Taken;
        if (reason != PublicLabelRejectReason.Unknown) return reason;
        if (await PublicOf(db, member).CountAsync(cancellationToken) >= MaxPerMember) return PublicLabelRejectReason.TooMany;
        var now = time.GetUtcNow();
        db.Labels.Add(new MemberLabel
        {
            MemberId = member.Value,
            Key = key,
            Value = value,
            Scope = LabelScope.Public,
            CreatedAt = now,
            UpdatedAt = now,
        });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return PublicLabelRejectReason.None;
        }
        catch (DbUpdateException e) when (UniqueViolation.Is(e))
        {
            return PublicLabelRejectReason.Taken;
        }
    }

    /// <summary>Changes a label's value.</summary>
    public async Task<PublicLabelRejectReason> UpdateAsync(
        MemberId member, string key, string value, CancellationToken cancellationToken)
    {
        if (!MemberLabel.IsWord(value)) return PublicLabelRejectReason.ValueInvalid;
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var changed = await PublicOf(db, member).Where(l => l.Key == key).ExecuteUpdateAsync(
            set => set.SetProperty(l => l.Value, value).SetProperty(l => l.UpdatedAt, now), cancellationToken);
        return changed > 0 ? PublicLabelRejectReason.None : await ReasonAsync(db, member, key, cancellationToken);
    }

    /// <summary>Takes a label away.</summary>
    public async Task<PublicLabelRejectReason> DeleteAsync(MemberId member, string key, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var gone = await PublicOf(db, member).Where(l => l.Key == key).ExecuteDeleteAsync(cancellationToken);
        return gone > 0 ? PublicLabelRejectReason.None : await ReasonAsync(db, member, key, cancellationToken);
    }

    /// <summary>The member's own label of a key; why there is none.</summary>
    private static async Task<PublicLabelRejectReason> ReasonAsync(
        ExchangeDbContext db, MemberId member, string key, CancellationToken cancellationToken)
    {
        var scopes = await db.Labels.Where(l => l.MemberId == member.Value && l.Key == key).Select(l => l.Scope)
            .ToListAsync(cancellationToken);
        if (scopes.Contains(LabelScope.Public)) return PublicLabelRejectReason.None;
        return scopes.Count > 0 ? PublicLabelRejectReason.Private : PublicLabelRejectReason.Unknown;
    }

    private static IQueryable<MemberLabel> PublicOf(ExchangeDbContext db, MemberId member) =>
        db.Labels.Where(l => l.MemberId == member.Value && l.Scope == LabelScope.Public);
}
