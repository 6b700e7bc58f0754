using System.Security.Cryptography;
using System.Text.Json;
using Exchange.Core.Audit;
using Exchange.Core.Compliance;
using Exchange.Core.Members;
using Exchange.Core.Notifications;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Screening;

/// <summary>
/// Compares with the lists whoever was not compared yet as they are now: because they submitted something, because it was decided, because
/// a list or an option changed. What is due follows from the rows themselves, so that no crash loses it, and to run twice does no harm.
/// </summary>
public sealed partial class ScreenMembers
{
    /// <summary>The action in the audit log for a new case.</summary>
    public const string OpenAction = "screening.case.open";

    /// <summary>After so many failures of the provider, it is left alone until the next time: lists of ours wait for nobody.</summary>
    private const int MaxProviderFailures = 3;

    private const int MembersAtATime = 500;
    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly CurrentLists _lists;
    private readonly ScreeningSubjects _subjects;
    private readonly ProviderScreening _provider;
    private readonly DueMembers _due;
    private readonly RiskRules _risks;
    private readonly IAuditLog _audit;
    private readonly ScreeningOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    internal ScreenMembers(
        IDbContextFactory<ExchangeDbContext> contexts, CurrentLists lists, ScreeningSubjects subjects, ProviderScreening provider,
        DueMembers due, RiskRules risks, IAuditLog audit, IOptions<ScreeningOptions> options, TimeProvider time,
        ILogger<ScreenMembers> logger)
    {
        (_contexts, _lists, _subjects, _provider, _due) = (contexts, lists, subjects, provider, due);
        (_risks, _audit, _options, _time, _logger) = (risks, audit, options.Value, time, logger);
    }

    /// <summary>Compares all who are due; answers how many.</summary>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        var lists = await _lists.ReadAsync(cancellationToken);
        var (count, failed, last) = (0, 0, 0L);
        var run = new Run(lists, asksAgain: false);
        while (await NextAsync(lists.Stamp, last, cancellationToken) is { Count: > 0 } members)
        {
            foreach (var member in members)
            {
                last = member;
                if (await TryScreenAsync(member, run, cancellationToken)) count++;
                else failed++;
            }
        }

        return failed == 0 ? count : throw new InvalidOperationException($"{failed} members could not be screened, {count} were.");
    }

    /// <summary>Compares one who is due; what fails leaves them due. A provider may be asked again before its time.</summary>
    internal async Task TryOneAsync(long member, bool asksAgain, CancellationToken cancellationToken)
    {
        await using (var db = await _contexts.CreateDbContextAsync(cancellationToken))
        {
            if (!await _due.IsDueAsync(db, member, cancellationToken)) return;
        }

        await TryScreenAsync(member, new Run(await _lists.ReadAsync(cancellationToken), asksAgain), cancellationToken);
    }

    /// <summary>One whose rows cannot be read must not keep the others from being compared.</summary>
    private async Task<bool> TryScreenAsync(long member, Run run, CancellationToken cancellationToken)
    {
        try
        {
            return await ScreenAsync(member, run, cancellationToken);
        }
        catch (Exception e) when (e is CryptographicException or JsonException or DbUpdateException)
        {
            LogFailed(_logger, e, member);
            return false;
        }
    }

    private async Task<List<long>> NextAsync(long stamp, long after, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        return await _due.FindReady(db, stamp).Where(id => id > after).OrderBy(id => id).Take(MembersAtATime)
            .ToListAsync(cancellationToken);
    }

    private async Task<bool> ScreenAsync(long member, Run run, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var answer = await AskProviderAsync(db, member, run, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockMemberAsync(member, cancellationToken);
        var subjects = await _subjects.OfAsync(db, member, cancellationToken);
        var digest = await _subjects.DigestAsync(subjects, cancellationToken);
        var hits = subjects.Subjects.SelectMany(s => run.Lists.Index.Find(s, _options.Threshold).Select(h => (Subject: s, Hit: h)))
            .GroupBy(h => (h.Hit.Entry.Stored.Source, h.Hit.Entry.Entry.Reference))
            .Select(g => g.MaxBy(h => h.Hit.Hit.Score));
        foreach (var (subject, hit) in hits)
            await RaiseAsync(db, member, subject.Role, digest, hit.Entry.Stored, hit.Hit, cancellationToken);
        var stamp = _provider.StampOf(digest);
        // Of what the member has changed since, the provider was not asked yet.
        if (answer is { HasFailed: false } && answer.Stamp == stamp)
            foreach (var hit in answer.Hits)
                await RaiseAsync(db, member, hit.Role, digest, Stored(hit), Scored(hit), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await WriteRiskAsync(db, member, subjects, run.Lists.Stamp, r => _provider.Record(r, stamp, answer), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return answer?.HasFailed != true;
    }

    /// <summary>Asks the provider, where there is one and something to ask; before the transaction, since it may take long.</summary>
    private async Task<ProviderReply?> AskProviderAsync(
        ExchangeDbContext db, long member, Run run, CancellationToken cancellationToken)
    {
        if (!_provider.IsOn || !await db.ProviderConsents.AnyAsync(
            c => c.MemberId == member && c.Provider == _provider.Name, cancellationToken)) return null;
        var subjects = await _subjects.OfAsync(db, member, cancellationToken);
        var stamp = _provider.StampOf(await _subjects.DigestAsync(subjects, cancellationToken));
        var risk = await db.MemberRisks.AsNoTracking().SingleOrDefaultAsync(r => r.MemberId == member, cancellationToken);
        if (risk?.ProviderStamp == stamp && risk.ProviderAt >= _provider.Oldest) return null;
        if (risk is not null && !run.AsksAgain && _provider.Waits(risk, stamp)) return null;
        if (run.ProviderFailures >= MaxProviderFailures) return new ProviderReply(stamp, ProviderOutcome.LeftAlone, []);
        try
        {
            var hits = await _provider.AskAsync(member, stamp, subjects.Subjects, cancellationToken);
            return new ProviderReply(stamp, ProviderOutcome.Answered, hits);
        }
        catch (Exception e) when (e is DeliveryFailedException or DeliveryRefusedException or HttpRequestException)
        {
            // What it refuses is about this member; what fails may be about all.
            var outcome = e is DeliveryRefusedException ? ProviderOutcome.Refused : ProviderOutcome.Failed;
            if (outcome == ProviderOutcome.Failed) run.ProviderFailures++;
            LogProvider(_logger, member, e is HttpRequestException http ? $"HTTP {http.HttpRequestError}" : e.Message);
            return new ProviderReply(stamp, outcome, []);
        }
    }

    private static StoredEntry Stored(ProviderHit hit) =>
        new(hit.Source, 0, ListedEntry.DigestOf(hit.Entry.ToJson()), hit.Entry);

    private ScoredHit Scored(ProviderHit hit) => new(hit.Score, [new ScoreReason("name", hit.Score, $"{_provider.Name} says so")]);

    /// <summary>
    /// Opens a case, unless it was decided for just this. One that is open already follows what the list says now.
    /// </summary>
    private async Task RaiseAsync(
        ExchangeDbContext db, long member, SubjectRole role, string digest, StoredEntry stored, ScoredHit hit,
        CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var known = await db.ScreeningCases
            .Where(c => c.MemberId == member && c.Source == stored.Source && c.Reference == stored.Entry.Reference)
            .ToListAsync(cancellationToken);
        if (known.Exists(c => c.SubjectDigest == digest && c.EntryDigest == stored.Digest)) return;
        var found = known.Find(c => c.State == CaseState.Open);
        if (found is null)
        {
            found = new ScreeningCase
            {
                MemberId = member,
                Source = stored.Source,
                Reference = stored.Entry.Reference,
                SubjectDigest = digest,
                EntryDigest = stored.Digest,
                Entry = "",
                EntryName = "",
                Reasons = "",
                OpenedAt = now,
            };
            db.ScreeningCases.Add(found);
            var uid = await db.Members.Where(m => m.Id == member).Select(m => m.Uid).SingleAsync(cancellationToken);
            var entry = $"{ListSources.WordOf(stored.Source)} {stored.Entry.Reference}";
            await _audit.AppendAsync(db, new AuditRecord(0, OpenAction, uid) { After = entry }, cancellationToken);
        }

        (found.SubjectDigest, found.EntryDigest, found.VersionId) = (digest, stored.Digest, stored.VersionId);
        (found.Entry, found.EntryName, found.Role) = (stored.Entry.ToJson(), stored.Entry.Names[0].Text, role);
        (found.Score, found.Reasons, found.UpdatedAt) = (hit.Score, JsonSerializer.Serialize(hit.Reasons), now);
        // Who said that it is somebody else has seen something else.
        found.ClearedOnceBy = null;
    }

    private async Task WriteRiskAsync(
        ExchangeDbContext db, long member, MemberSubjects subjects, long stamp, Action<MemberRisk> record,
        CancellationToken cancellationToken)
    {
        var risk = await db.MemberRisks.SingleOrDefaultAsync(r => r.MemberId == member, cancellationToken);
        if (risk is null)
        {
            risk = new MemberRisk { MemberId = member, Reasons = "", RulesStamp = "" };
            db.MemberRisks.Add(risk);
        }

        (risk.ProfileAt, risk.CompanyAt, risk.ScreenedAt) = (subjects.ProfileAt, subjects.CompanyAt, _time.GetUtcNow());
        (risk.ListsStamp, risk.RulesStamp) = (stamp, _due.RulesStamp);
        record(risk);
        await _risks.ApplyAsync(db, risk, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }

    [LoggerMessage(9401, LogLevel.Error, "Member {Member} could not be screened")]
    private static partial void LogFailed(ILogger logger, Exception exception, long member);

    [LoggerMessage(9402, LogLevel.Warning, "The provider did not compare member {Member}: {Problem}")]
    private static partial void LogProvider(ILogger logger, long member, string problem);

    /// <summary>One run over all who are due, or over one.</summary>
    private sealed class Run(SearchableLists lists, bool asksAgain)
    {
        /// <summary>Whether a provider is asked what was in vain before it is time.</summary>
        public bool AsksAgain => asksAgain;

        public SearchableLists Lists => lists;

        public int ProviderFailures { get; set; }
    }
}
