using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>Which activities the staff wants to see.</summary>
public sealed record ActivityRequest
{
    /// <summary>Whose, by uid; null for anybody's.</summary>
    public string? Uid { get; init; }

    /// <summary>Whose, by the whole address; null for anybody's.</summary>
    public string? Email { get; init; }

    /// <summary>What they did, or null for anything.</summary>
    public string? Action { get; init; }

    /// <summary>Topic, result and time.</summary>
    public ActivityFilter Filter { get; init; } = new();
}

/// <summary>What somebody did, and their name.</summary>
/// <param name="Activity">What they did.</param>
/// <param name="Member">Who; null for tries with an address that nobody has.</param>
public sealed record ActivityLine(Activity Activity, MemberName? Member);

/// <summary>One page of what all members did.</summary>
/// <param name="Total">How many there are on all pages, counted up to <see cref="ActivityLog.MaxCounted"/>.</param>
/// <param name="Rows">Those of this page, newest first.</param>
public sealed record ActivityLines(int Total, IReadOnlyList<ActivityLine> Rows);

/// <summary>What was done on one day, in UTC.</summary>
/// <param name="Day">The day.</param>
/// <param name="SignUps">Members who signed up.</param>
/// <param name="Logins">Sign-ins that succeeded.</param>
/// <param name="FailedLogins">Sign-ins that did not.</param>
public sealed record ActivityDay(DateOnly Day, int SignUps, int Logins, int FailedLogins);

/// <summary>How busy some days were.</summary>
/// <param name="Days">Each day in order.</param>
/// <param name="PendingApplications">Members whose documents wait for a review now.</param>
public sealed record ActivityFigures(IReadOnlyList<ActivityDay> Days, int PendingApplications);

/// <summary>Shows the staff what all members did, and how many did it.</summary>
public sealed class ActivityLog(IDbContextFactory<ExchangeDbContext> contexts, PermissionChecks checks)
{
    /// <summary>More are not counted.</summary>
    public const int MaxCounted = 10_000;

    /// <summary>Most rows of a page.</summary>
    public const int MaxSize = 100;

    /// <summary>Most days in one answer.</summary>
    public const int MaxDays = 366;

    private const string Target = "activities";

    /// <summary>A page by its number; the first is 1. Pages beyond <see cref="MaxCounted"/> rows are empty.</summary>
    public async Task<StaffAnswer<ActivityLines>> PageAsync(
        Actor actor, ActivityRequest request, int page, int size, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (verdict, standing) = await checks.DemandAsync(db, actor, Permission.ActivityRead, request.Uid ?? Target, cancellationToken);
        if (verdict != PermissionVerdict.Granted) return new(verdict, null);
        var limit = Math.Clamp(size, 1, MaxSize);
        var matching = Matching(db, request);
        var total = await matching.OrderByDescending(a => a.Id).Take(MaxCounted).CountAsync(cancellationToken);
        var skipped = (page - 1L) * limit;
        if (skipped >= total) return new(verdict, new ActivityLines(total, []));
        var rows = await matching.OrderByDescending(a => a.Id).Skip((int)skipped).Take(limit).ToListAsync(cancellationToken);
        long[] ids = [.. rows.Select(a => a.MemberId).Distinct()];
        var names = await db.Members.AsNoTracking().Where(m => ids.Contains(m.Id))
            .ToDictionaryAsync(m => m.Id, m => new MemberName(m.Uid, m.Email!), cancellationToken);
        var masking = Masking.For(standing);
        return new(verdict, new ActivityLines(total, [.. rows.Select(a => new ActivityLine(masking.Of(a), NameOf(a.MemberId)))]));

        MemberName? NameOf(long member) => names.GetValueOrDefault(member) is { } name ? masking.Of(name) : null;
    }

    /// <summary>How many signed up and in on each day from one to another, both included, at most <see cref="MaxDays"/>.</summary>
    public async Task<StaffAnswer<ActivityFigures>> FiguresAsync(
        Actor actor, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var verdict = await checks.CheckAsync(db, actor, Permission.SystemRead, Target, cancellationToken);
        if (verdict != PermissionVerdict.Granted) return new(verdict, null);
        if (from > to || to.DayNumber - from.DayNumber >= MaxDays) throw new ArgumentException("No such days.", nameof(to));
        var (begin, end) = (StartOf(from), StartOf(to.AddDays(1)));
        var signUps = await db.Members.Where(m => m.CreatedAt >= begin && m.CreatedAt < end)
            .GroupBy(m => DateOnly.FromDateTime(m.CreatedAt.UtcDateTime)).Select(g => new { Day = g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Day, g => g.Count, cancellationToken);
        var logins = await db.Activities.Where(a => a.At >= begin && a.At < end && a.Topic == Activity.SessionTopic
                && (a.Action == Activity.Login || a.Action == Activity.SecondFactorLogin))
            .GroupBy(a => new { Day = DateOnly.FromDateTime(a.At.UtcDateTime), a.Result })
            .Select(g => new { g.Key.Day, g.Key.Result, Count = g.Count() }).ToListAsync(cancellationToken);
        var counted = logins.ToDictionary(l => (l.Day, l.Result), l => l.Count);
        var pending = await db.Labels.CountAsync(
            l => l.Scope == LabelScope.Private && l.Key == LabelKeys.Document && l.Value == LabelKeys.Pending, cancellationToken);
        return new(verdict, new ActivityFigures(
        [
            .. Enumerable.Range(0, to.DayNumber - from.DayNumber + 1).Select(from.AddDays).Select(day => new ActivityDay(
                day, signUps.GetValueOrDefault(day), counted.GetValueOrDefault((day, Activity.Succeeded)),
                counted.GetValueOrDefault((day, Activity.Failed)))),
        ], pending));
    }

    private static DateTimeOffset StartOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    private static IQueryable<Activity> Matching(ExchangeDbContext db, ActivityRequest request)
    {
        var (filter, members) = (request.Filter, db.Members);
        var rows = db.Activities.AsNoTracking();
        if (request.Uid is { } uid) rows = rows.Where(a => members.Any(m => m.Id == a.MemberId && m.Uid == uid));
        if (request.Email is { } email)
        {
            var key = EmailAddress.TryParse(email, out var address) ? address.Key : "";
            rows = rows.Where(a => members.Any(m => m.Id == a.MemberId && m.NormalizedEmail == key));
        }

        if (request.Action is { } action) rows = rows.Where(a => a.Action == action);
        if (filter.Topic is { } topic) rows = rows.Where(a => a.Topic == topic);
        if (filter.Result is { } result) rows = rows.Where(a => a.Result == result);
        if (filter.From is { } from) rows = rows.Where(a => a.At >= from);
        if (filter.To is { } to) rows = rows.Where(a => a.At < to);
        return rows;
    }
}
