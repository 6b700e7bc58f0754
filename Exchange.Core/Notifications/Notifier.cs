using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Notifications;

/// <summary>Tells members something, by mail and on the site as they have chosen for its topic, in the caller's transaction.</summary>
public sealed class Notifier
{
    private readonly Outbox _outbox;
    private readonly MailTemplates _templates;
    private readonly TimeProvider _time;

    internal Notifier(Outbox outbox, MailTemplates templates, TimeProvider time) =>
        (_outbox, _templates, _time) = (outbox, templates, time);

    /// <summary>Adds the mail and the notice to the caller's context.</summary>
    /// <param name="db">The caller's context.</param>
    /// <param name="recipient">Who is told.</param>
    /// <param name="topic">What it is about.</param>
    /// <param name="template">The template, which has a <c>Subject</c> and a <c>Brief</c>.</param>
    /// <param name="link">The page of this site that it leads to, or null.</param>
    /// <param name="values">What goes into the template.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task NotifyAsync(
        ExchangeDbContext db, MailRecipient recipient, NotificationTopic topic, string template, string? link,
        IReadOnlyList<(string Name, string Value)> values, CancellationToken cancellationToken)
    {
        var wish = topic == NotificationTopic.Security
            ? null
            : await db.NotificationPreferences.AsNoTracking()
                .SingleOrDefaultAsync(p => p.MemberId == recipient.MemberId && p.Topic == topic, cancellationToken);
        if (wish?.ByMail ?? true) _outbox.AddMail(db, recipient, template, values);
        if (!(wish?.OnSite ?? true)) return;
        var all = values.ToDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal);
        db.Notifications.Add(new Notification
        {
            MemberId = recipient.MemberId,
            Topic = topic,
            Title = Cut(_templates.Line(template, "Subject", recipient.Language, all), Notification.MaxTitleLength),
            Text = Cut(_templates.Line(template, "Brief", recipient.Language, all), Notification.MaxTextLength),
            Link = link,
            CreatedAt = _time.GetUtcNow(),
        });
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
