using Exchange.Core.Audit;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Compliance;

/// <summary>What became of a provider's message.</summary>
public enum VerdictReception
{
    /// <summary>Taken.</summary>
    Taken = 0,

    /// <summary>It came before, or a newer one has; nothing is changed.</summary>
    Stale,

    /// <summary>There is no provider.</summary>
    Off,

    /// <summary>Nobody who has our secret signed it, or not now.</summary>
    NotGenuine,

    /// <summary>It does not say what is agreed.</summary>
    Malformed,

    /// <summary>There is no such check.</summary>
    Unknown,
}

/// <summary>
/// Takes what a provider found, once, and only for checks that were sent to it. The provider says nothing but a verdict: what follows
/// goes through the acts that reviewers do, by the program's own hand, where the operator wants it.
/// </summary>
public sealed class ReceiveVerdict
{
    /// <summary>Most bytes of a message.</summary>
    public const int MaxBytes = 64 << 10;

    /// <summary>The action in the audit log.</summary>
    public const string Action = "provider.verdict";

    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly KycProviderOptions _options;
    private readonly IReadOnlyList<byte[]> _keys;
    private readonly Submissions _submissions;
    private readonly ProviderPolicy _policy;
    private readonly ProviderSecrets _secrets;
    private readonly MemberAccess _access;
    private readonly IAuditLog _audit;
    private readonly TimeProvider _time;

    internal ReceiveVerdict(
        IDbContextFactory<ExchangeDbContext> contexts, IOptions<KycProviderOptions> options, Submissions submissions,
        ProviderPolicy policy, ProviderSecrets secrets, MemberAccess access, IAuditLog audit, TimeProvider time)
    {
        (_contexts, _options, _submissions, _policy) = (contexts, options.Value, submissions, policy);
        (_secrets, _access, _audit, _time) = (secrets, access, audit, time);
        _keys = _options.SecretBytes();
    }

    /// <summary>Whether there is anybody to receive from.</summary>
    public bool IsOn => _options.IsOn;

    /// <summary>Takes a message with its body as it came, byte by byte: that is what was signed.</summary>
    public async Task<VerdictReception> ExecuteAsync(WebhookHeaders headers, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        if (!IsOn) return VerdictReception.Off;
        if (!StandardWebhook.IsGenuine(_keys, headers, body.Span, now)) return VerdictReception.NotGenuine;
        if (VerdictMessage.Read(body.Span, now) is not { } message) return VerdictReception.Malformed;
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var known = await FindAsync(db, message, cancellationToken);
        if (known is null) return VerdictReception.Unknown;
        var member = new MemberId(known.MemberId);
        await _policy.PrepareAsync(member, message.Verdict, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await _submissions.LockAsync(db, member, cancellationToken);
        if (!await RememberAsync(db, headers.Id!, now, cancellationToken)) return VerdictReception.Stale;
        var check = await db.ProviderChecks.SingleAsync(c => c.Id == known.Id, cancellationToken);
        var isNewer = check.FoundAt is null || message.FoundAt > check.FoundAt;
        if (isNewer) await RecordAsync(db, check, message, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        _access.Invalidate(member);
        return isNewer ? VerdictReception.Taken : VerdictReception.Stale;
    }

    private static Task<ProviderCheck?> FindAsync(ExchangeDbContext db, VerdictMessage message, CancellationToken cancellationToken) =>
        db.ProviderChecks.AsNoTracking().SingleOrDefaultAsync(c => c.ApplicantId == message.Applicant, cancellationToken);

    /// <summary>False when the message was taken before.</summary>
    private static async Task<bool> RememberAsync(ExchangeDbContext db, string id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var old = now - ProviderMessage.Retention;
        await db.ProviderMessages.Where(m => m.ReceivedAt < old).ExecuteDeleteAsync(cancellationToken);
        return await db.Database.ExecuteSqlAsync(
            $"INSERT INTO provider_messages (\"Id\", \"ReceivedAt\") VALUES ({id}, {now}) ON CONFLICT DO NOTHING", cancellationToken) == 1;
    }

    private async Task RecordAsync(
        ExchangeDbContext db, ProviderCheck check, VerdictMessage message, CancellationToken cancellationToken)
    {
        var before = check.Verdict;
        var findings = message.FindingsFor(check.Items);
        (check.Verdict, check.FoundAt) = (message.Verdict, message.FoundAt);
        check.Findings = await _secrets.ProtectAsync(check.Id, findings, cancellationToken);
        var record = new AuditRecord(0, Action, $"member {check.MemberId}")
        {
            Before = before == ProviderVerdict.None ? null : $"{check.Reference}: {before}",
            After = $"{check.Reference}: {check.Verdict}",
            Reason = $"{check.Provider}, applicant {check.ApplicantId}",
        };
        await _audit.AppendAsync(db, record, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await _policy.ApplyAsync(db, check, findings, cancellationToken);
    }
}
