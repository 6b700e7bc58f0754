using Exchange.Core.Audit;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Compliance;

/// <summary>How a member stands with the provider.</summary>
/// <param name="Provider">What it is called.</param>
/// <param name="SendsDocuments">Whether pictures go to it.</param>
/// <param name="ConsentAt">When the member agreed, or null.</param>
/// <param name="IsChecking">Whether their open review is at the provider, or on its way.</param>
/// <param name="HostedUrl">Where they go on, or null.</param>
public sealed record ProviderStanding(
    string Provider, bool SendsDocuments, DateTimeOffset? ConsentAt, bool IsChecking, Uri? HostedUrl);

/// <summary>Takes members' consent to have their data checked by the provider. Without it nothing of them leaves.</summary>
public sealed class ProviderConsents
{
    /// <summary>The action in the audit log.</summary>
    public const string Action = "provider.consent";

    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly Submissions _submissions;
    private readonly ProviderChecks _checks;
    private readonly ProviderSecrets _secrets;
    private readonly IAuditLog _audit;
    private readonly TimeProvider _time;

    internal ProviderConsents(
        IDbContextFactory<ExchangeDbContext> contexts, Submissions submissions, ProviderChecks checks, ProviderSecrets secrets,
        IAuditLog audit, TimeProvider time) =>
        (_contexts, _submissions, _checks, _secrets, _audit, _time) = (contexts, submissions, checks, secrets, audit, time);

    /// <summary>How a member stands with the provider; null when there is none.</summary>
    public async Task<ProviderStanding?> OfAsync(MemberId member, CancellationToken cancellationToken)
    {
        var options = _checks.Options;
        if (!options.IsOn) return null;
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var consent = await db.ProviderConsents.AsNoTracking()
            .SingleOrDefaultAsync(c => c.MemberId == member.Value && c.Provider == options.Name, cancellationToken);
        var reviews = db.Reviews;
        var check = await db.ProviderChecks.AsNoTracking()
            .Where(c => reviews.Any(r => r.Id == c.ReviewId && r.OpenMemberId == member.Value))
            .OrderByDescending(c => c.Attempt).FirstOrDefaultAsync(cancellationToken);
        var isChecking = check is { Verdict: ProviderVerdict.None };
        return new ProviderStanding(
            options.Name, options.SendsDocuments, consent?.GivenAt, isChecking,
            isChecking ? await _secrets.UrlAsync(check!, cancellationToken) : null);
    }

    /// <summary>Gives the consent, and sends the open review when all is there.</summary>
    public Task GiveAsync(MemberId member, RequestOrigin origin, CancellationToken cancellationToken) =>
        ChangeAsync(member, isGiven: true, origin, cancellationToken);

    /// <summary>Takes the consent back: nothing more is sent. What the provider has, it has.</summary>
    public Task WithdrawAsync(MemberId member, RequestOrigin origin, CancellationToken cancellationToken) =>
        ChangeAsync(member, isGiven: false, origin, cancellationToken);

    private async Task ChangeAsync(MemberId member, bool isGiven, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (!_checks.Options.IsOn) return;
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await _submissions.LockAsync(db, member, cancellationToken);
        if (await _checks.HasConsentAsync(db, member.Value, cancellationToken) == isGiven) return;
        await db.ProviderConsents.Where(c => c.MemberId == member.Value).ExecuteDeleteAsync(cancellationToken);
        var name = _checks.Options.Name;
        if (isGiven) db.ProviderConsents.Add(new() { MemberId = member.Value, Provider = name, GivenAt = _time.GetUtcNow() });
        var record = new AuditRecord(member.Value, Action, $"member {member.Value}")
        {
            Before = isGiven ? null : name,
            After = isGiven ? name : null,
            Address = origin.Address,
        };
        await _audit.AppendAsync(db, record, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        var review = await db.Reviews.SingleOrDefaultAsync(r => r.OpenMemberId == member.Value, cancellationToken);
        if (review is not null) await _checks.AddWhenReadyAsync(db, review, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
