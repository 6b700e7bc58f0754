using Exchange.Core.Members;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Screening;

/// <summary>Gives cases to people, and keeps what they find out.</summary>
public sealed class WorkOnCase
{
    /// <summary>The action in the audit log for giving a case to somebody.</summary>
    public const string AssignAction = "screening.case.assign";

    /// <summary>The action for a note.</summary>
    public const string NoteAction = "screening.case.note";

    private const string AssignReason = "to work on it";
    private readonly CaseDesk _desk;

    internal WorkOnCase(CaseDesk desk) => _desk = desk;

    /// <summary>Gives an open case to someone of the staff who may decide it; null gives it to nobody.</summary>
    public Task<StaffOutcome> AssignAsync(Actor actor, long id, string? uid, CancellationToken cancellationToken) =>
        _desk.ActAsync(
            actor, id, AssignReason,
            async (db, member, found) =>
            {
                if (found.State != CaseState.Open) return StaffRejectReason.ChangedMeanwhile;
                if (uid == member.Uid) return StaffRejectReason.ValueUnknown;
                long? to = null;
                if (uid is not null)
                {
                    to = await WorkerAsync(db, uid, cancellationToken);
                    if (to is null) return StaffRejectReason.ValueUnknown;
                }

                if (found.AssignedTo == to) return StaffRejectReason.Unchanged;
                var before = await db.Members.Where(m => m.Id == found.AssignedTo).Select(m => m.Uid)
                    .SingleOrDefaultAsync(cancellationToken);
                found.AssignedTo = to;
                return await _desk.RecordAsync(
                    db, actor, AssignAction, member, found, (before ?? "nobody", uid ?? "nobody"), null, cancellationToken);
            },
            cancellationToken);

    /// <summary>Writes a note; also when the case is decided.</summary>
    public Task<StaffOutcome> NoteAsync(Actor actor, long id, string? text, CancellationToken cancellationToken) =>
        _desk.ActAsync(
            actor, id, text,
            async (db, member, found) =>
            {
                db.CaseNotes.Add(new CaseNote { CaseId = id, AuthorId = actor.Member.Value, Text = text!.Trim(), CreatedAt = _desk.Now });
                return await _desk.RecordAsync(db, actor, NoteAction, member, found, (null, text.Trim()), null, cancellationToken);
            },
            cancellationToken);

    private static async Task<long?> WorkerAsync(ExchangeDbContext db, string uid, CancellationToken cancellationToken)
    {
        var worker = await db.Members.AsNoTracking().SingleOrDefaultAsync(m => m.Uid == uid, cancellationToken);
        if (worker is not { State: MemberState.Active }) return null;
        var held = await db.PermissionsOfAsync(worker.Role, cancellationToken);
        return held.Contains(Permission.ScreeningCases) ? worker.Id : null;
    }
}
