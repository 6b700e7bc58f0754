using Exchange.Core.Audit;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>
/// Changes, disables and deletes a member's own API keys; another member's key is as unknown as none. Whoever would give a key more,
/// or other, power shows that it is really them; taking power away needs nothing.
/// </summary>
public sealed class ChangeApiKey(
    IDbContextFactory<ExchangeDbContext> contexts, StepUp stepUp, ApiKeyVerifier verifier, IAuditLog audit, TimeProvider time)
{
    /// <summary>Tries of a change that meets other changes of the same key.</summary>
    private const int MaxTries = 5;

    /// <summary>
    /// Changes what a key may do, and whether it is active when <paramref name="isActive"/> is given; or says why not and changes
    /// nothing.
    /// </summary>
    public async Task<ApiKeyChangeRejectReason> UpdateAsync(
        MemberId member, string kid, Func<ApiKeyTerms, ApiKeyTerms> change, bool? isActive, StepUpProof proof,
        RequestOrigin origin, CancellationToken cancellationToken)
    {
        StepUpOutcome? given = null;
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await TryUpdateAsync(member, kid, change, isActive, proof, ApproveAsync, origin, cancellationToken);
            }
            catch (DbUpdateConcurrencyException) when (tries < MaxTries)
            {
                // Another request changed or deleted the key meanwhile: decide again on what it is now.
            }
        }

        // A code counts once: the next try goes on with the approval that the first one got, if it is for the same.
        async Task<StepUpOutcome> ApproveAsync(SensitiveAct act) =>
            given ??= await stepUp.ApproveAsync(member, act, proof, origin, cancellationToken);
    }

    private async Task<ApiKeyChangeRejectReason> TryUpdateAsync(
        MemberId member, string kid, Func<ApiKeyTerms, ApiKeyTerms> change, bool? isActive, StepUpProof proof,
        Func<SensitiveAct, Task<StepUpOutcome>> approve, RequestOrigin origin, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, member, kid, cancellationToken) is not { } key) return ApiKeyChangeRejectReason.UnknownKey;
        var before = key.Terms;
        var reason = change(before).Check(time.GetUtcNow(), before.ExpiresAt, out var after);
        if (reason != ApiKeyChangeRejectReason.None) return reason;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (after != before || (isActive == true && !key.IsActive))
        {
            var act = SensitiveAct.Of("api_key.update", kid, after.Describe(), isActive == true ? "active" : "");
            var approval = await approve(act);
            if (!approval.IsConfirmed) return CreateApiKey.RefusalOf(approval.Verdict);
            if (!await stepUp.UseAsync(db, member, act, proof, approval, cancellationToken))
                return ApiKeyChangeRejectReason.PasswordMissing;
        }

        var record = new AuditRecord(member.Value, "api_key.update", kid) { Before = Describe(key), Address = origin.Address };
        key.Label = after.Label!;
        key.Scopes = after.Scopes;
        key.Addresses = after.Addresses!;
        key.ExpiresAt = after.ExpiresAt;
        key.SignsWholeRequest = after.SignsWholeRequest;
        key.UsesNonceOnce = after.UsesNonceOnce;
        key.IsActive = isActive ?? key.IsActive;
        await SaveAsync(db, key, record with { After = Describe(key) }, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        verifier.Invalidate(key.Kid);
        return ApiKeyChangeRejectReason.None;
    }

    /// <summary>Disables a key: it signs nothing any more, and stays in the list. False when there is none.</summary>
    public async Task<bool> DisableAsync(
        MemberId member, string kid, RequestOrigin origin, CancellationToken cancellationToken) =>
        await UpdateAsync(
            member, kid, static terms => terms, isActive: false, new StepUpProof(null), origin, cancellationToken)
        == ApiKeyChangeRejectReason.None;

    /// <summary>Deletes a key. False when there is none.</summary>
    public async Task<bool> DeleteAsync(
        MemberId member, string kid, RequestOrigin origin, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await FindAsync(db, member, kid, cancellationToken) is not { } key) return false;
        // Not through the loaded row: a key is deleted even while another request changes it.
        var deleted = await db.ApiKeys.Where(k => k.Kid == kid).ExecuteDeleteAsync(cancellationToken);
        if (deleted == 0) return false;
        db.Activities.Add(Activity.Of(
            member.Value, Activity.AccountTopic, Activity.ApiKeyDeletion, succeeded: true, origin, time.GetUtcNow()));
        var record = new AuditRecord(member.Value, "api_key.delete", kid) { Before = Describe(key), Address = origin.Address };
        await audit.AppendAsync(db, record, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        verifier.Invalidate(kid);
        return true;
    }

    private static Task<ApiKey?> FindAsync(
        ExchangeDbContext db, MemberId member, string kid, CancellationToken cancellationToken) =>
        db.ApiKeys.SingleOrDefaultAsync(k => k.Kid == kid && k.MemberId == member.Value, cancellationToken);

    private static string Describe(ApiKey key) => $"{(key.IsActive ? "active" : "disabled")}; {key.Terms.Describe()}";

    private async Task SaveAsync(ExchangeDbContext db, ApiKey key, AuditRecord record, CancellationToken cancellationToken)
    {
        key.Version++;
        key.UpdatedAt = time.GetUtcNow();
        await audit.AppendAsync(db, record, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }
}
