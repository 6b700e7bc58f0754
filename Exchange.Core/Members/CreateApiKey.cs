using System.Security.Cryptography;
using Exchange.Core.Audit;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>A key that was just made. The only place and time that shows its secret.</summary>
/// <param name="Reason">None when made.</param>
/// <param name="Kid">Its id; empty when refused.</param>
/// <param name="Secret">Its secret; empty when refused.</param>
public sealed record CreatedApiKey(ApiKeyChangeRejectReason Reason, string Kid, string Secret)
{
    /// <inheritdoc/>
    public override string ToString() => $"CreatedApiKey {Kid}";
}

/// <summary>Makes an API key for a member who shows that it is really them.</summary>
public sealed class CreateApiKey
{
    /// <summary>The action in the audit log, and the act that is approved.</summary>
    public const string Action = "api_key.create";

    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly StepUp _stepUp;
    private readonly ApiKeySecrets _secrets;
    private readonly IAuditLog _audit;
    private readonly TimeProvider _time;

    internal CreateApiKey(
        IDbContextFactory<ExchangeDbContext> contexts, StepUp stepUp, ApiKeySecrets secrets, IAuditLog audit,
        TimeProvider time)
    {
        _contexts = contexts;
        _stepUp = stepUp;
        _secrets = secrets;
        _audit = audit;
        _time = time;
    }

    /// <summary>Makes the key, or says why not and changes nothing.</summary>
    public async Task<CreatedApiKey> ExecuteAsync(
        MemberId member, ApiKeyTerms terms, StepUpProof proof, RequestOrigin origin, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var reason = terms.Check(now, null, out var clean);
        if (reason != ApiKeyChangeRejectReason.None) return Refused(reason);
        var act = SensitiveAct.Of(Action, clean.Describe());
        var approval = await _stepUp.ApproveAsync(member, act, proof, origin, cancellationToken);
        return approval.IsConfirmed
            ? await AddAsync(
                member, clean, db => _stepUp.UseAsync(db, member, act, proof, approval, cancellationToken), origin, now, cancellationToken)
            : Refused(RefusalOf(approval.Verdict));
    }

    internal static ApiKeyChangeRejectReason RefusalOf(StepUpVerdict verdict) => verdict switch
    {
        StepUpVerdict.Confirmed => ApiKeyChangeRejectReason.None,
        StepUpVerdict.Missing => ApiKeyChangeRejectReason.PasswordMissing,
        StepUpVerdict.Wrong => ApiKeyChangeRejectReason.PasswordWrong,
        StepUpVerdict.CodeMissing => ApiKeyChangeRejectReason.CodeMissing,
        StepUpVerdict.CodeWrong => ApiKeyChangeRejectReason.CodeWrong,
    };

    private async Task<CreatedApiKey> AddAsync(
        MemberId member, ApiKeyTerms terms, Func<ExchangeDbContext, Task<bool>> useApproval, RequestOrigin origin, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // Locks the member's row until the commit, so that ten keys stay ten when two requests come at once.
        var active = await db.Members.Where(m => m.Id == member.Value && m.State == MemberState.Active)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.Level, m => m.Level), cancellationToken);
        if (active == 0) return Refused(ApiKeyChangeRejectReason.NotActive);
        if (await db.ApiKeys.CountAsync(k => k.MemberId == member.Value, cancellationToken) >= ApiKey.MaxPerMember)
            return Refused(ApiKeyChangeRejectReason.TooMany);
        if (!await useApproval(db)) return Refused(ApiKeyChangeRejectReason.PasswordMissing);

        var kid = RandomNumberGenerator.GetHexString(ApiKey.KidDigits, lowercase: true);
        var secret = RandomNumberGenerator.GetHexString(ApiKey.SecretDigits, lowercase: true);
        db.ApiKeys.Add(new ApiKey
        {
            Kid = kid,
            MemberId = member.Value,
            Label = terms.Label!,
            ProtectedSecret = _secrets.Protect(secret),
            Scopes = terms.Scopes,
            Addresses = terms.Addresses!,
            ExpiresAt = terms.ExpiresAt,
            SignsWholeRequest = terms.SignsWholeRequest,
            UsesNonceOnce = terms.UsesNonceOnce,
            IsActive = true,
            CreatedAt = now,
            UpdatedAt = now,
        });
        var change = new AuditRecord(member.Value, Action, kid)
        {
            After = terms.Describe(),
            Address = origin.Address,
        };
        db.Activities.Add(Activity.Of(
            member.Value, Activity.AccountTopic, Activity.ApiKeyCreation, succeeded: true, origin, now));
        await _audit.AppendAsync(db, change, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new CreatedApiKey(ApiKeyChangeRejectReason.None, kid, secret);
    }

    private static CreatedApiKey Refused(ApiKeyChangeRejectReason reason) => new(reason, "", "");
}
