using System.Globalization;
using Exchange.Core.Members;
using Exchange.Core.Notifications;
using Exchange.Core.Storage;

namespace Exchange.Core.Compliance;

/// <summary>Tells members what became of what they sent, in the transaction that decides.</summary>
internal sealed class ReviewNotices(Notifier notifier)
{
    public const string Rejected = "review-rejected";
    public const string MoreRequested = "review-more";
    private const string LevelReached = "level-reached";
    private const string Page = "/account/verification";

    /// <summary>Something must be sent again, or sent as well; null tells nothing.</summary>
    public Task AddAsync(ExchangeDbContext db, Member member, string? template, string? reason, CancellationToken cancellationToken) =>
        template is null ? Task.CompletedTask : NotifyAsync(db, member, template, [("reason", reason ?? "")], cancellationToken);

    /// <summary>The level has risen.</summary>
    public Task AddLevelAsync(ExchangeDbContext db, Member member, CancellationToken cancellationToken) => NotifyAsync(
        db, member, LevelReached, [("level", member.Level.ToString(CultureInfo.InvariantCulture))], cancellationToken);

    private Task NotifyAsync(
        ExchangeDbContext db, Member member, string template, (string Name, string Value)[] values, CancellationToken cancellationToken) =>
        notifier.NotifyAsync(
            db, MemberMails.RecipientOf(member), NotificationTopic.Verification, template, Page, values, cancellationToken);
}
