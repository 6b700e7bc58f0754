using System.Globalization;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>A note as the staff sees it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="AuthorUid">Who wrote it.</param>
/// <param name="AuthorEmail">Their address.</param>
/// <param name="Title">In a few words.</param>
/// <param name="Text">All of it.</param>
/// <param name="CreatedAt">When it was written.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
public sealed record MemberNoteView(
    long Id, string AuthorUid, string AuthorEmail, string Title, string Text, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <summary>Reads, writes, changes and removes notes on members. Each change is in the audit log with what stood there before.</summary>
public sealed class MemberNotes
{
    /// <summary>The action in the audit log for a new note.</summary>
    public const string AddAction = "member.note.add";

    /// <summary>The action for another wording.</summary>
    public const string ChangeAction = "member.note.change";

    /// <summary>The action for a note that goes.</summary>
    public const string RemoveAction = "member.note.remove";

    /// <summary>Most notes in one answer.</summary>
    public const int MaxListed = 200;

    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly PermissionChecks _checks;
    private readonly StaffActs _acts;

    internal MemberNotes(IDbContextFactory<ExchangeDbContext> contexts, PermissionChecks checks, StaffActs acts) =>
        (_contexts, _checks, _acts) = (contexts, checks, acts);

    /// <summary>The notes on a member, newest first.</summary>
    public async Task<StaffAnswer<IReadOnlyList<MemberNoteView>>> ListAsync(
        Actor actor, string uid, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var (verdict, standing) = await _checks.DemandAsync(db, actor, Permission.MembersRead, uid, cancellationToken);
        if (verdict != PermissionVerdict.Granted) return new(verdict, null);
        var masking = Masking.For(standing);
        var notes =
            from note in db.MemberNotes.AsNoTracking()
            join member in db.Members on note.MemberId equals member.Id
            join author in db.Members on note.AuthorId equals author.Id
            where member.Uid == uid
            orderby note.Id descending
            select new MemberNoteView(
                note.Id, author.Uid, author.Email!, note.Title, note.Text, note.CreatedAt, note.UpdatedAt);
        var rows = await notes.Take(MaxListed).ToListAsync(cancellationToken);
        return new(verdict, [.. rows.Select(n => n with { AuthorEmail = masking.Email(n.AuthorEmail) })]);
    }

    /// <summary>Writes a note. It explains itself: no reason is asked.</summary>
    public Task<StaffOutcome> AddAsync(Actor actor, string uid, string? title, string? text, CancellationToken cancellationToken) =>
        RunAsync(
            actor, uid,
            async db =>
            {
                if (!IsValid(title, text)) return StaffRejectReason.TextInvalid;
                var member = await db.Members.SingleOrDefaultAsync(m => m.Uid == uid, cancellationToken);
                if (member is null) return StaffRejectReason.NotFound;
                db.MemberNotes.Add(new MemberNote
                {
                    MemberId = member.Id,
                    AuthorId = actor.Member.Value,
                    Title = title!.Trim(),
                    Text = text!.Trim(),
                    CreatedAt = _acts.Now,
                    UpdatedAt = _acts.Now,
                });
                await _acts.RecordAsync(db, actor, AddAction, uid, null, Words(title, text), null, cancellationToken);
                return StaffRejectReason.None;
            },
            cancellationToken);

    /// <summary>Words a note anew, for a reason; null keeps what stands there.</summary>
    public Task<StaffOutcome> ChangeAsync(
        Actor actor, long id, string? title, string? text, string? reason, CancellationToken cancellationToken) =>
        RunAsync(
            actor, NoteTarget(id),
            async db =>
            {
                if (StaffReason.Check(reason) is var problem and not StaffRejectReason.None) return problem;
                if (await FindAsync(db, id, cancellationToken) is not var (note, uid)) return StaffRejectReason.NotFound;
                if (!IsValid(title ?? note.Title, text ?? note.Text)) return StaffRejectReason.TextInvalid;
                var before = Words(note.Title, note.Text);
                note.Title = (title ?? note.Title).Trim();
                note.Text = (text ?? note.Text).Trim();
                note.UpdatedAt = _acts.Now;
                if (Words(note.Title, note.Text) == before) return StaffRejectReason.Unchanged;
                await _acts.RecordAsync(
                    db, actor, ChangeAction, uid, before, Words(note.Title, note.Text), reason, cancellationToken);
                return StaffRejectReason.None;
            },
            cancellationToken);

    /// <summary>Removes a note, for a reason; the audit log keeps its text.</summary>
    public Task<StaffOutcome> RemoveAsync(Actor actor, long id, string? reason, CancellationToken cancellationToken) => RunAsync(
        actor, NoteTarget(id),
        async db =>
        {
            if (StaffReason.Check(reason) is var problem and not StaffRejectReason.None) return problem;
            if (await FindAsync(db, id, cancellationToken) is not var (note, uid)) return StaffRejectReason.NotFound;
            db.MemberNotes.Remove(note);
            await _acts.RecordAsync(db, actor, RemoveAction, uid, Words(note.Title, note.Text), null, reason, cancellationToken);
            return StaffRejectReason.None;
        },
        cancellationToken);

    private static async Task<(MemberNote Note, string Uid)?> FindAsync(
        ExchangeDbContext db, long id, CancellationToken cancellationToken)
    {
        var note = await db.MemberNotes.SingleOrDefaultAsync(n => n.Id == id, cancellationToken);
        if (note is null) return null;
        return (note, await db.Members.Where(m => m.Id == note.MemberId).Select(m => m.Uid).SingleAsync(cancellationToken));
    }

    private Task<StaffOutcome> RunAsync(
        Actor actor, string target, Func<ExchangeDbContext, Task<StaffRejectReason>> act, CancellationToken cancellationToken) =>
        StaffTransaction.RunAsync(
            _contexts,
            async db =>
            {
                var verdict = await _checks.CheckAsync(db, actor, Permission.NotesEdit, target, cancellationToken);
                return verdict == PermissionVerdict.Granted
                    ? new StaffOutcome(await act(db))
                    : new StaffOutcome(StaffRejectReason.NotPermitted, verdict);
            },
            cancellationToken);

    private static bool IsValid(string? title, string? text) =>
        IsText(title, MemberNote.MaxTitleLength) && IsText(text, MemberNote.MaxTextLength);

    private static bool IsText(string? text, int length) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= length && !text.Contains('\0', StringComparison.Ordinal);

    private static string NoteTarget(long id) => string.Create(CultureInfo.InvariantCulture, $"note:{id}");

    private static string Words(string? title, string? text) => $"{title?.Trim()}: {text?.Trim()}";
}
