using System.Globalization;
using Exchange.Core.Audit;
using Exchange.Core.Members;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Tower;

/// <summary>What an announcement is to say and when.</summary>
/// <param name="Title">In a few words.</param>
/// <param name="Text">All of it.</param>
/// <param name="Kind">How loud.</param>
/// <param name="PublishAt">From when on, or null for a draft.</param>
/// <param name="EndsAt">Until when, or null.</param>
public sealed record AnnouncementTerms(
    string? Title, string? Text, AnnouncementKind Kind, DateTimeOffset? PublishAt, DateTimeOffset? EndsAt)
{
    /// <summary>What an announcement says now.</summary>
    public static AnnouncementTerms Of(Announcement announcement) => new(
        announcement.Title, announcement.Text, announcement.Kind, announcement.PublishAt, announcement.EndsAt);

    /// <summary>In the audit log.</summary>
    public string InWords() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Title?.Trim()} | {Text?.Trim()} | {Kind} | from {Moment(PublishAt)} until {Moment(EndsAt)}");

    private static string Moment(DateTimeOffset? at) =>
        at is { } set ? set.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture) : "unset";
}

/// <summary>Writes, schedules, publishes and withdraws announcements.</summary>
public sealed class EditAnnouncements(
    IDbContextFactory<ExchangeDbContext> contexts, LiveAnnouncements live, PermissionChecks checks, IAuditLog audit, TimeProvider time)
{
    /// <summary>The action in the audit log.</summary>
    public const string Action = "announcement.save";

    /// <summary>What all of them are called in the audit log.</summary>
    public const string Target = "announcements";

    /// <summary>Most announcements in the list.</summary>
    public const int MaxListed = 200;

    /// <summary>All announcements, newest first.</summary>
    public async Task<StaffAnswer<IReadOnlyList<Announcement>>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var verdict = await checks.CheckAsync(db, actor, Permission.AnnouncementsEdit, Target, cancellationToken);
        if (verdict != PermissionVerdict.Granted) return new(verdict, null);
        return new(verdict, await db.Set<Announcement>().AsNoTracking().OrderByDescending(a => a.Id).Take(MaxListed)
            .ToListAsync(cancellationToken));
    }

    /// <summary>Writes a new one when <paramref name="id"/> is null, else changes the one that still has the version.</summary>
    public async Task<StaffOutcome> SaveAsync(
        Actor actor, long? id, int version, AnnouncementTerms terms, string? reason, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var target = id is { } known ? string.Create(CultureInfo.InvariantCulture, $"announcement:{known}") : Target;
        var verdict = await checks.CheckAsync(db, actor, Permission.AnnouncementsEdit, target, cancellationToken);
        if (verdict != PermissionVerdict.Granted) return new StaffOutcome(StaffRejectReason.NotPermitted, verdict);
        if (StaffReason.Check(reason) is var problem and not StaffRejectReason.None) return new StaffOutcome(problem);
        if (Check(terms) is var wrong and not StaffRejectReason.None) return new StaffOutcome(wrong);
        var row = id is null ? null : await db.Set<Announcement>().SingleOrDefaultAsync(a => a.Id == id, cancellationToken);
        if (id is not null && row is null) return new StaffOutcome(StaffRejectReason.NotFound);
        if (row is not null && row.Version != version) return new StaffOutcome(StaffRejectReason.ChangedMeanwhile);
        var before = row is null ? null : AnnouncementTerms.Of(row).InWords();
        if (before == terms.InWords()) return new StaffOutcome(StaffRejectReason.Unchanged);
        var record = new AuditRecord(actor.Member.Value, Action, target)
        {
            Before = before,
            After = terms.InWords(),
            Reason = reason!.Trim(),
            Address = actor.Origin.Address,
        };
        Put(db, row, terms);
        await audit.AppendAsync(db, record, cancellationToken);
        return await SavedAsync(db, cancellationToken);
    }

    /// <summary>What is wrong with some terms; none when nothing.</summary>
    public static StaffRejectReason Check(AnnouncementTerms terms)
    {
        if (!IsText(terms.Title, 1, Announcement.MaxTitleLength) || !IsText(terms.Text, 0, Announcement.MaxTextLength))
            return StaffRejectReason.TextInvalid;
        var timed = terms.EndsAt is null || (terms.PublishAt is { } start && start < terms.EndsAt);
        return timed && Enum.IsDefined(terms.Kind) ? StaffRejectReason.None : StaffRejectReason.ValueUnknown;
    }

    private async Task<StaffOutcome> SavedAsync(ExchangeDbContext db, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new StaffOutcome(StaffRejectReason.ChangedMeanwhile);
        }

        live.Invalidate();
        return StaffOutcome.Done;
    }

    private void Put(ExchangeDbContext db, Announcement? row, AnnouncementTerms terms)
    {
        var now = time.GetUtcNow();
        if (row is null) db.Set<Announcement>().Add(row = new Announcement { Title = "", Text = "", CreatedAt = now });
        row.Title = terms.Title!.Trim();
        row.Text = terms.Text?.Trim() ?? "";
        row.Kind = terms.Kind;
        row.PublishAt = terms.PublishAt;
        row.EndsAt = terms.EndsAt;
        row.Version++;
        row.UpdatedAt = now;
    }

    private static bool IsText(string? text, int least, int most) =>
        (text?.Trim() ?? "") is var trimmed && trimmed.Length >= least && trimmed.Length <= most
        && !trimmed.Contains('\0', StringComparison.Ordinal);
}
