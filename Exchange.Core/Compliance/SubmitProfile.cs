using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Compliance;

/// <summary>Saves what a member says of themselves, and puts it into review when they are done.</summary>
public sealed class SubmitProfile
{
    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly Profiles _profiles;
    private readonly Submissions _submissions;
    private readonly MemberAccess _access;

    internal SubmitProfile(
        IDbContextFactory<ExchangeDbContext> contexts, Profiles profiles, Submissions submissions, MemberAccess access) =>
        (_contexts, _profiles, _submissions, _access) = (contexts, profiles, submissions, access);

    /// <summary>A new profile, or a new try after a rejection.</summary>
    public Task<ProfileOutcome> CreateAsync(MemberId member, ProfileFields fields, bool confirm, CancellationToken cancellationToken) =>
        SaveAsync(member, fields, new ProfileSave(MustExist: false, confirm), cancellationToken);

    /// <summary>Some fields of the profile that is there.</summary>
    public Task<ProfileOutcome> UpdateAsync(MemberId member, ProfileFields fields, bool confirm, CancellationToken cancellationToken) =>
        SaveAsync(member, fields, new ProfileSave(MustExist: true, confirm), cancellationToken);

    private async Task<ProfileOutcome> SaveAsync(
        MemberId member, ProfileFields fields, ProfileSave save, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await _submissions.LockAsync(db, member, cancellationToken);
        var (outcome, row) = await _profiles.SaveAsync(db, member, fields, save, cancellationToken);
        if (row is null) return outcome;
        if (save.Submits) await _submissions.AddAsync(db, member, ReviewItemKind.Profile, row.Id, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        _access.Invalidate(member);
        return outcome;
    }
}
