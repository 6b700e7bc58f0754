using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Notifications;

/// <summary>How a member hears of a topic.</summary>
/// <param name="Topic">Of what.</param>
/// <param name="ByMail">Whether by mail.</param>
/// <param name="OnSite">Whether on the site.</param>
/// <param name="IsFixed">Whether that cannot be chosen.</param>
public sealed record TopicChoice(NotificationTopic Topic, bool ByMail, bool OnSite, bool IsFixed);

/// <summary>A member's notices on the site, and how they want to hear of what.</summary>
public sealed class MemberNotifications(IDbContextFactory<ExchangeDbContext> contexts, TimeProvider time)
{
    /// <summary>Most notices on a page.</summary>
    public const int MaxPage = 50;

    /// <summary>How many a member has not read.</summary>
    public async Task<int> UnreadAsync(MemberId member, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Notifications.CountAsync(n => n.MemberId == member.Value && n.ReadAt == null, cancellationToken);
    }

    /// <summary>A page of notices, newest first; the first page is 1.</summary>
    public async Task<(int Total, IReadOnlyList<Notification> Rows)> ListAsync(
        MemberId member, int page, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = db.Notifications.AsNoTracking().Where(n => n.MemberId == member.Value);
        var total = await rows.CountAsync(cancellationToken);
        var skipped = (Math.Clamp(page, 1, 1_000) - 1) * MaxPage;
        return (total, await rows.OrderByDescending(n => n.Id).Skip(skipped).Take(MaxPage).ToListAsync(cancellationToken));
    }

    /// <summary>Marks one notice of a member as read, or all; another member's is as unknown as none.</summary>
    public async Task<int> MarkReadAsync(MemberId member, long? id, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Notifications
            .Where(n => n.MemberId == member.Value && n.ReadAt == null && (id == null || n.Id == id))
            .ExecuteUpdateAsync(set => set.SetProperty(n => n.ReadAt, now), cancellationToken);
    }

    /// <summary>How a member hears of every topic.</summary>
    public async Task<IReadOnlyList<TopicChoice>> ChoicesAsync(MemberId member, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var chosen = await db.NotificationPreferences.AsNoTracking().Where(p => p.MemberId == member.Value)
            .ToDictionaryAsync(p => p.Topic, cancellationToken);
        return [.. Enum.GetValues<NotificationTopic>().Select(topic => Choice(topic, chosen.GetValueOrDefault(topic)))];
    }

    /// <summary>Chooses for one topic; false for one that cannot be chosen for.</summary>
    public async Task<bool> ChooseAsync(
        MemberId member, NotificationTopic topic, bool byMail, bool onSite, CancellationToken cancellationToken)
    {
        if (topic == NotificationTopic.Security || !Enum.IsDefined(topic)) return false;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into notification_preferences ("MemberId", "Topic", "ByMail", "OnSite")
            values ({member.Value}, {(int)topic}, {byMail}, {onSite})
            on conflict ("MemberId", "Topic") do update set "ByMail" = {byMail}, "OnSite" = {onSite}
            """,
            cancellationToken);
        return true;
    }

    private static TopicChoice Choice(NotificationTopic topic, NotificationPreference? chosen) => topic == NotificationTopic.Security
        ? new TopicChoice(topic, ByMail: true, OnSite: true, IsFixed: true)
        : new TopicChoice(topic, chosen?.ByMail ?? true, chosen?.OnSite ?? true, IsFixed: false);
}
