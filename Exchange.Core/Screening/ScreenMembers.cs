using System.Security.Cryptography;
using System.Text.Json;
using Exchange.Core.Audit;
using Exchange.Core.Compliance;
using Exchange.Core.Members;
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

    private const int MembersAtATime = 500;
    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly CurrentLists _lists;
    private readonly ScreeningSubjects _subjects;
    private readonly RiskRules _risks;
    private readonly IAuditLog _audit;
    private readonly ScreeningOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    internal ScreenMembers(
        IDbContextFactory<ExchangeDbContext> contexts, CurrentLists lists, ScreeningSubjects subjects, RiskRules risks, IAuditLog audit,
        IOptions<ScreeningOptions> options, TimeProvider time, ILogger<ScreenMembers> logger) =>
        (_contexts, _lists, _subjects, _risks, _audit, _options, _time, _logger) =
        (contexts, lists, subjects, risks, audit, options.Value, time, logger);

    /// <summary>Compares all who are due; answers how many.</summary>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        var lists = await _lists.ReadAsync(cancellationToken);
        var (count, failed, last) = (0, 0, 0L);
        while (await DueAsync(lists.Stamp, last, cancellationToken) is { Count: > 0 } members)
        {
            foreach (var member in members)
            {
                last = member;
                if (await TryScreenAsync(member, lists, cancellationToken)) count++;
                else failed++;
            }
        }

        return failed == 0 ? count : throw new InvalidOperationException($"{failed} members could not be screened, {count} were.");
    }

    /// <summary>One whose rows cannot be read must not keep the others from being compared.</summary>
    private async Task<bool> TryScreenAsync(long member, SearchableLists lists, CancellationToken cancellationToken)
    {
        try
        {
            await ScreenAsync(member, lists, cancellationToken);
            return true;
        }
        catch (Exception e) when (e is CryptographicException or JsonException or DbUpdateException)
        {
            LogFailed(_logger, e, member);
            return false;
        }
    }

    private async Task<List<long>> DueAsync(long stamp, long after, CancellationToken cancellationToken)
    {
        var rules = _options.Stamp();
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var (profiles, companies, risks) = (db.Profiles, db.Companies, db.MemberRisks);
        var due =
            from member in db.Members
            where member.Id > after
            let profile = profiles.Where(p => p.MemberId == member.Id && p.State != ProfileState.Drafted)
                .Select(p => (DateTimeOffset?)p.UpdatedAt).FirstOrDefault()
            let company = companies.Where(c => c.MemberId == member.Id && c.State != ProfileState.Drafted)
                .Select(c => (DateTimeOffset?)c.UpdatedAt).FirstOrDefault()
            where profile != null || company != null
            where !risks.Any(r => r.MemberId == member.Id && r.ListsStamp == stamp && r.RulesStamp == rules
                && r.ProfileAt == profile && r.CompanyAt == company)
            orderby member.Id
            select member.Id;
        return await due.Take(MembersAtATime).ToListAsync(cancellationToken);
    }

    private async Task ScreenAsync(long member, SearchableLists lists, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockMemberAsync(member, cancellationToken);
        var subjects = await _subjects.OfAsync(db, member, cancellationToken);
        var digest = await _subjects.DigestAsync(subjects, cancellationToken);
        var hits = subjects.Subjects.SelectMany(s => lists.Index.Find(s, _options.Threshold).Select(h => (Subject: s, Hit: h)))
            .GroupBy(h => (h.Hit.Entry.Stored.Source, h.Hit.Entry.Entry.Reference))
            .Select(g => g.MaxBy(h => h.Hit.Hit.Score));
        foreach (var (subject, hit) in hits) await RaiseAsync(db, member, subject, digest, hit, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await WriteRiskAsync(db, member, subjects, lists.Stamp, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>
    /// Opens a case, unless it was decided for just this. One that is open already follows what the list says now.
    /// </summary>
    private async Task RaiseAsync(
        ExchangeDbContext db, long member, ScreeningSubject subject, string digest, IndexHit hit, CancellationToken cancellationToken)
    {
        var (stored, now) = (hit.Entry.Stored, _time.GetUtcNow());
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
        (found.Entry, found.EntryName, found.Role) = (stored.Entry.ToJson(), stored.Entry.Names[0].Text, subject.Role);
        (found.Score, found.Reasons, found.UpdatedAt) = (hit.Hit.Score, JsonSerializer.Serialize(hit.Hit.Reasons), now);
    }

    private async Task WriteRiskAsync(
        ExchangeDbContext db, long member, MemberSubjects subjects, long stamp, CancellationToken cancellationToken)
    {
        var risk = await db.MemberRisks.SingleOrDefaultAsync(r => r.MemberId == member, cancellationToken);
        if (risk is null)
        {
            risk = new MemberRisk { MemberId = member, Reasons = "", RulesStamp = "" };
            db.MemberRisks.Add(risk);
        }

        (risk.ProfileAt, risk.CompanyAt, risk.ScreenedAt) = (subjects.ProfileAt, subjects.CompanyAt, _time.GetUtcNow());
        (risk.ListsStamp, risk.RulesStamp) = (stamp, _options.Stamp());
        await _risks.ApplyAsync(db, risk, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }

    [LoggerMessage(9401, LogLevel.Error, "Member {Member} could not be screened")]
    private static partial void LogFailed(ILogger logger, Exception exception, long member);
}
