using Exchange.Core.Members;
using Exchange.Core.Notifications;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Compliance;

/// <summary>How far a check is.</summary>
public enum ProviderCheckStep
{
    /// <summary>It is tried to be sent.</summary>
    Sending,

    /// <summary>The provider has it.</summary>
    Checking,

    /// <summary>The provider has said something.</summary>
    Found,

    /// <summary>It could not be sent, and is not tried any more.</summary>
    Failed,

    /// <summary>Another took its place, or it was not needed any more, before it was sent.</summary>
    NotSent,
}

/// <summary>A check as reviewers see it.</summary>
/// <param name="Check">The check.</param>
/// <param name="Step">How far it is.</param>
/// <param name="Findings">What was found, or null.</param>
/// <param name="Tries">How often it was tried to be sent.</param>
/// <param name="Problem">Why the last try failed, or null.</param>
public sealed record ProviderCheckView(ProviderCheck Check, ProviderCheckStep Step, ProviderFindings? Findings, int Tries, string? Problem);

/// <summary>How the provider does.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Waiting">Checks that wait to be sent.</param>
/// <param name="Failing">Of these, those that were tried before.</param>
/// <param name="Failed">Checks of open reviews that could not be sent.</param>
/// <param name="Untold">Erasures of the last weeks that it could not be told of.</param>
public sealed record ProviderHealth(string Name, int Waiting, int Failing, int Failed, int Untold);

/// <summary>Shows reviewers what the provider said, and operators how it does.</summary>
public sealed class ProviderQueries
{
    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly PermissionChecks _permissions;
    private readonly ProviderChecks _checks;
    private readonly ProviderSecrets _secrets;

    internal ProviderQueries(
        IDbContextFactory<ExchangeDbContext> contexts, PermissionChecks permissions, ProviderChecks checks, ProviderSecrets secrets) =>
        (_contexts, _permissions, _checks, _secrets) = (contexts, permissions, checks, secrets);

    /// <summary>What the provider that is configured is called, or null.</summary>
    public string? Provider => _checks.Options.IsOn ? _checks.Options.Name : null;

    /// <summary>The checks of a review, the newest first; none for who may not see them.</summary>
    public async Task<IReadOnlyList<ProviderCheckView>> OfReviewAsync(Actor actor, long review, CancellationToken cancellationToken)
    {
        var verdict = await _permissions.CheckAsync(actor, Permission.KycReview, $"review {review}", cancellationToken);
        if (verdict != PermissionVerdict.Granted) return [];
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var checks = await db.ProviderChecks.AsNoTracking().Where(c => c.ReviewId == review).OrderByDescending(c => c.Attempt)
            .ToListAsync(cancellationToken);
        var names = checks.ConvertAll(c => c.MessageId);
        var messages = await db.OutboxMessages.AsNoTracking().Where(m => names.Contains(m.MessageId))
            .ToDictionaryAsync(m => m.MessageId, cancellationToken);
        List<ProviderCheckView> views = [];
        foreach (var check in checks)
        {
            var message = messages.GetValueOrDefault(check.MessageId);
            var findings = await _secrets.FindingsAsync(check, cancellationToken);
            views.Add(new(check, StepOf(check, message), findings, message?.Attempts ?? 0, message?.Problem));
        }

        return views;
    }

    /// <summary>How the provider does; null when there is none.</summary>
    public async Task<ProviderHealth?> HealthAsync(CancellationToken cancellationToken)
    {
        if (Provider is not { } name) return null;
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var (messages, checks) = (db.OutboxMessages, db.ProviderChecks);
        var waiting = messages.Where(m => m.Channel == OutboxChannel.Provider && m.State == OutboxState.Waiting);
        var failed = await db.Reviews.Where(r => r.State != ReviewState.Closed)
            .Select(r => checks.Where(c => c.ReviewId == r.Id).OrderByDescending(c => c.Attempt).FirstOrDefault())
            .CountAsync(c => c != null && messages.Any(m => m.MessageId == c.MessageId && m.State == OutboxState.Dead), cancellationToken);
        var untold = await messages.CountAsync(
            m => m.Template == OutboxMessage.ErasureTemplate && m.State == OutboxState.Dead, cancellationToken);
        return new ProviderHealth(
            name, await waiting.CountAsync(cancellationToken), await waiting.CountAsync(m => m.Problem != null, cancellationToken), failed,
            untold);
    }

    private static ProviderCheckStep StepOf(ProviderCheck check, OutboxMessage? message) => (check, message?.State) switch
    {
        ({ Verdict: not ProviderVerdict.None }, _) => ProviderCheckStep.Found,
        ({ ApplicantId: not null }, _) => ProviderCheckStep.Checking,
        (_, OutboxState.Waiting) => ProviderCheckStep.Sending,
        (_, OutboxState.Dead) => ProviderCheckStep.Failed,
        _ => ProviderCheckStep.NotSent,
    };
}
