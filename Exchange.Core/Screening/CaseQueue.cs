using System.Text.Json;
using Exchange.Core.Audit;
using Exchange.Core.Members;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Screening;

/// <summary>Which cases are wanted.</summary>
public sealed record CaseFilter
{
    /// <summary>The state; null for all.</summary>
    public CaseState? State { get; init; } = CaseState.Open;

    /// <summary>Only those of this list.</summary>
    public ListSource? Source { get; init; }

    /// <summary>Only those of the member with this public name.</summary>
    public string? Uid { get; init; }

    /// <summary>True for the person's own, false for those that nobody works on, null for all.</summary>
    public bool? Mine { get; init; }

    /// <summary>Only those with at least this score.</summary>
    public int MinScore { get; init; }
}

/// <summary>A case in the queue.</summary>
/// <param name="Id">Which.</param>
/// <param name="Uid">The member's public name.</param>
/// <param name="Source">Whose list.</param>
/// <param name="EntryName">Who is listed.</param>
/// <param name="Score">How much speaks for it.</param>
/// <param name="State">How far it has come.</param>
/// <param name="OpenedAt">Since when.</param>
/// <param name="AssignedTo">The public name of who works on it, or null.</param>
public sealed record CaseRow(
    long Id, string Uid, ListSource Source, string EntryName, int Score, CaseState State, DateTimeOffset OpenedAt, string? AssignedTo);

/// <summary>A page of the queue.</summary>
/// <param name="Total">How many there are on all pages.</param>
/// <param name="Rows">Those of this page.</param>
public sealed record CasePage(int Total, IReadOnlyList<CaseRow> Rows);

/// <summary>A note as the staff sees it.</summary>
/// <param name="Note">The note.</param>
/// <param name="AuthorUid">Who wrote it.</param>
public sealed record CaseNoteView(CaseNote Note, string AuthorUid);

/// <summary>Somebody of a case's member, as far as whoever looks may see it.</summary>
/// <param name="Role">What they are to the account.</param>
/// <param name="Name">The name.</param>
/// <param name="Born">The day of birth, or null.</param>
/// <param name="Country">The country in two letters, or null.</param>
public sealed record CaseSubject(SubjectRole Role, string Name, string? Born, string? Country)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(CaseSubject);
}

/// <summary>A case with both sides of it.</summary>
/// <param name="Row">The case as in the queue.</param>
/// <param name="Case">All of it.</param>
/// <param name="Entry">What the list said when the case was last compared.</param>
/// <param name="Reasons">What the score is made of.</param>
/// <param name="Subjects">What the member says now.</param>
/// <param name="IsMasked">Whether that is masked.</param>
/// <param name="IsListed">Whether the list still says what it said.</param>
/// <param name="ClearedOnceByUid">Who said first that it is somebody else, where two persons must; or null.</param>
/// <param name="DecidedByUid">Who decided, or null.</param>
/// <param name="MemberState">The member's state.</param>
/// <param name="Notes">What was found out, the oldest first.</param>
public sealed record CaseDetails(
    CaseRow Row, ScreeningCase Case, ListedEntry Entry, IReadOnlyList<ScoreReason> Reasons, IReadOnlyList<CaseSubject> Subjects,
    bool IsMasked, bool IsListed, string? ClearedOnceByUid, string? DecidedByUid, MemberState MemberState,
    IReadOnlyList<CaseNoteView> Notes)
{
    /// <summary>Whether a true match locks the member.</summary>
    public bool LocksMember => DecideCase.Locks(Row.Source, MemberState);
}

/// <summary>What waits for a decision.</summary>
public sealed class CaseQueue
{
    /// <summary>Most rows of a page.</summary>
    public const int MaxRows = 100;

    /// <summary>The action in the audit log for opening a case: it shows who somebody is.</summary>
    public const string ReadAction = "screening.case.read";

    /// <summary>The action for a case without masks.</summary>
    public const string RevealAction = "screening.case.reveal";

    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly PermissionChecks _checks;
    private readonly ScreeningSubjects _subjects;
    private readonly IAuditLog _audit;

    internal CaseQueue(
        IDbContextFactory<ExchangeDbContext> contexts, PermissionChecks checks, ScreeningSubjects subjects, IAuditLog audit) =>
        (_contexts, _checks, _subjects, _audit) = (contexts, checks, subjects, audit);

    /// <summary>A page of the queue, from 1; the highest scores first.</summary>
    public async Task<StaffAnswer<CasePage>> ListAsync(
        Actor actor, CaseFilter filter, int page, int rows, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var verdict = await _checks.CheckAsync(db, actor, Permission.ScreeningCases, "screening cases", cancellationToken);
        if (verdict != PermissionVerdict.Granted) return new(verdict, null);
        var size = Math.Clamp(rows, 1, MaxRows);
        var found = Matching(db, actor, filter);
        var ordered = found.OrderByDescending(c => c.Score).ThenBy(c => c.Id).Skip((Math.Max(1, page) - 1) * size).Take(size);
        var total = await found.CountAsync(cancellationToken);
        return new(verdict, new CasePage(total, await Rows(db, ordered).ToListAsync(cancellationToken)));
    }

    /// <summary>How many cases are open, without the person's own.</summary>
    public async Task<int?> CountOpenAsync(Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var verdict = await _checks.CheckAsync(db, actor, Permission.ScreeningCases, "screening cases", cancellationToken);
        return verdict == PermissionVerdict.Granted ? await Matching(db, actor, new CaseFilter()).CountAsync(cancellationToken) : null;
    }

    /// <summary>
    /// A case; no value when there is none, and for the member whom it is about. Names and days of birth of the member are masked for who
    /// may not see contacts.
    /// </summary>
    public async Task<StaffAnswer<CaseDetails>> FindAsync(Actor actor, long id, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var (verdict, standing) = await _checks.DemandAsync(
            db, actor, Permission.ScreeningCases, CaseDesk.NameOf(id), cancellationToken);
        return verdict == PermissionVerdict.Granted
            ? new(verdict, await OpenAsync(db, actor, id, Masking.For(standing), ReadAction, null, cancellationToken))
            : new(verdict, null);
    }

    /// <summary>A case without masks, for a reason that is in the audit log before anything is shown.</summary>
    public async Task<(StaffOutcome Outcome, CaseDetails? Case)> RevealAsync(
        Actor actor, long id, string? reason, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        foreach (var permission in (string[])[Permission.ScreeningCases, Permission.PiiReveal])
        {
            var verdict = await _checks.CheckAsync(db, actor, permission, CaseDesk.NameOf(id), cancellationToken);
            if (verdict != PermissionVerdict.Granted) return (new StaffOutcome(StaffRejectReason.NotPermitted, verdict), null);
        }

        if (StaffReason.Check(reason) is var problem and not StaffRejectReason.None) return (new StaffOutcome(problem), null);
        var found = await OpenAsync(db, actor, id, new Masking(ShowsContacts: true), RevealAction, reason!.Trim(), cancellationToken);
        return (found is null ? new StaffOutcome(StaffRejectReason.NotFound) : StaffOutcome.Done, found);
    }

    private async Task<CaseDetails?> OpenAsync(
        ExchangeDbContext db, Actor actor, long id, Masking masking, string action, string? reason, CancellationToken cancellationToken)
    {
        var found = await db.ScreeningCases.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellationToken);
        if (found is null || found.MemberId == actor.Member.Value) return null;
        var row = await Rows(db, db.ScreeningCases.Where(c => c.Id == id)).SingleAsync(cancellationToken);
        var name = CaseDesk.NameOf(id);
        var record = new AuditRecord(actor.Member.Value, action, row.Uid)
        {
            After = name,
            Reason = reason,
            Address = actor.Origin.Address,
        };
        await _audit.AppendAsync(db, record, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return await DescribeAsync(db, row, found, masking, cancellationToken);
    }

    private async Task<CaseDetails> DescribeAsync(
        ExchangeDbContext db, CaseRow row, ScreeningCase found, Masking masking, CancellationToken cancellationToken)
    {
        var subjects = (await _subjects.OfAsync(db, found.MemberId, cancellationToken)).Subjects
            .Select(s => new CaseSubject(s.Role, masking.Name(s.Name), masking.Born(s.Born), s.Country));
        var isListed = ProviderHit.IsOne(found.Reference) || await db.ListEntries.AnyAsync(
            e => e.Source == found.Source && e.Reference == found.Reference && e.Digest == found.EntryDigest, cancellationToken);
        var notes = await db.CaseNotes.AsNoTracking().Where(n => n.CaseId == found.Id).OrderBy(n => n.Id)
            .Join(db.Members, n => n.AuthorId, m => m.Id, (n, m) => new CaseNoteView(n, m.Uid)).ToListAsync(cancellationToken);
        var decidedBy = await db.Members.Where(m => m.Id == found.DecidedBy).Select(m => m.Uid).SingleOrDefaultAsync(cancellationToken);
        var clearedBy = await db.Members.Where(m => m.Id == found.ClearedOnceBy).Select(m => m.Uid).SingleOrDefaultAsync(cancellationToken);
        var state = await db.Members.Where(m => m.Id == found.MemberId).Select(m => m.State).SingleAsync(cancellationToken);
        return new CaseDetails(
            row, found, ListedEntry.Parse(found.Entry), JsonSerializer.Deserialize<List<ScoreReason>>(found.Reasons)!, [.. subjects],
            !masking.ShowsContacts, isListed, clearedBy, decidedBy, state, notes);
    }

    private static IQueryable<ScreeningCase> Matching(ExchangeDbContext db, Actor actor, CaseFilter filter)
    {
        var (me, members) = (actor.Member.Value, db.Members);
        var found = db.ScreeningCases.AsNoTracking().Where(c => c.MemberId != me);
        if (filter.State is { } state) found = found.Where(c => c.State == state);
        if (filter.Source is { } source) found = found.Where(c => c.Source == source);
        if (filter.Uid is { } uid) found = found.Where(c => members.Any(m => m.Id == c.MemberId && m.Uid == uid));
        if (filter.Mine == true) found = found.Where(c => c.AssignedTo == me);
        if (filter.Mine == false) found = found.Where(c => c.AssignedTo == null);
        return filter.MinScore > 0 ? found.Where(c => c.Score >= filter.MinScore) : found;
    }

    private static IQueryable<CaseRow> Rows(ExchangeDbContext db, IQueryable<ScreeningCase> cases)
    {
        var members = db.Members;
        return cases.Select(c => new CaseRow(
            c.Id, members.Where(m => m.Id == c.MemberId).Select(m => m.Uid).First(), c.Source, c.EntryName, c.Score, c.State, c.OpenedAt,
            members.Where(m => m.Id == c.AssignedTo).Select(m => m.Uid).FirstOrDefault()));
    }
}
