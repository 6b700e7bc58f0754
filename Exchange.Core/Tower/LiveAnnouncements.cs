using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Tower;

/// <summary>What everybody is told now. Read for each page, so it is kept for less than five seconds.</summary>
public sealed class LiveAnnouncements
{
    /// <summary>Most banners at a time, the newest.</summary>
    public const int MaxShown = 3;

    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly TimeProvider _time;
    private readonly ShortLivedCache<string, IReadOnlyList<Announcement>> _published;

    /// <summary>Reads the announcements table.</summary>
    public LiveAnnouncements(IDbContextFactory<ExchangeDbContext> contexts, TimeProvider time)
    {
        _contexts = contexts;
        _time = time;
        _published = new ShortLivedCache<string, IReadOnlyList<Announcement>>(time, LoadAsync);
    }

    /// <summary>Those that are live, newest first.</summary>
    public async ValueTask<IReadOnlyList<Announcement>> NowAsync()
    {
        var now = _time.GetUtcNow();
        var published = await _published.GetAsync("");
        return [.. (published ?? []).Where(a => a.PhaseAt(now) == AnnouncementPhase.Live).Take(MaxShown)];
    }

    /// <summary>Forgets what was read, after a change.</summary>
    internal void Invalidate() => _published.InvalidateAll();

    private async Task<IReadOnlyList<Announcement>?> LoadAsync(string all)
    {
        var (now, soon) = (_time.GetUtcNow(), _time.GetUtcNow() + ShortLivedCache<string, object>.Lifetime);
        await using var db = await _contexts.CreateDbContextAsync();
        return await db.Set<Announcement>().AsNoTracking()
            .Where(a => a.PublishAt <= soon && (a.EndsAt == null || a.EndsAt > now))
            .OrderByDescending(a => a.PublishAt).ThenByDescending(a => a.Id).Take(MaxShown * 2).ToListAsync();
    }
}
