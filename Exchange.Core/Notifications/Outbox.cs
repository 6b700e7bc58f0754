using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Notifications;

/// <summary>
/// Takes messages in the caller's transaction: the change and the message about it are both there or neither. They leave when the
/// transaction is committed, whatever becomes of this process.
/// </summary>
public sealed class Outbox
{
    /// <summary>Most mails of one kind to one address in an hour: nobody's mailbox is flooded through our forms.</summary>
    public const int MaxAlikePerHour = 5;

    private readonly OutboxPayload _payload;
    private readonly TimeProvider _time;

    internal Outbox(OutboxPayload payload, bool hasSms, TimeProvider time) => (_payload, HasSms, _time) = (payload, hasSms, time);

    /// <summary>Whether anything sends short messages to telephones.</summary>
    public bool HasSms { get; }

    /// <summary>Adds a mail to the caller's context.</summary>
    public void AddMail(
        ExchangeDbContext db, MailRecipient recipient, string template, params IEnumerable<(string Name, string Value)> values)
    {
        var all = values.ToDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal);
        if (recipient.Code is { } code) all[MailTemplates.CodeName] = code;
        Add(db, OutboxChannel.Mail, recipient.MemberId, recipient.Address, template, recipient.Language, all);
    }

    /// <summary>Adds a short message to a telephone to the caller's context.</summary>
    public void AddSms(
        ExchangeDbContext db, long member, string number, string language, string template,
        params IEnumerable<(string Name, string Value)> values) => Add(
            db, OutboxChannel.Sms, member, number, template, language,
            values.ToDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal));

    /// <summary>Whether an address may get one more mail of a kind that anyone can ask for.</summary>
    public async Task<bool> MayMailAsync(
        ExchangeDbContext db, string address, string template, CancellationToken cancellationToken)
    {
        var since = _time.GetUtcNow() - TimeSpan.FromHours(1);
        return await db.OutboxMessages.CountAsync(
            m => m.Recipient == address && m.Template == template && m.CreatedAt > since, cancellationToken) < MaxAlikePerHour;
    }

    /// <summary>Adds a message to the caller's context, and says by which name it will be found.</summary>
    internal Guid Add(
        ExchangeDbContext db, OutboxChannel channel, long member, string recipient, string template, string language,
        IReadOnlyDictionary<string, string> values)
    {
        var now = _time.GetUtcNow();
        var message = new OutboxMessage
        {
            Channel = channel,
            MemberId = member,
            Recipient = recipient,
            Template = template,
            Language = language,
            Payload = _payload.Protect(values),
            NextAttemptAt = now,
            CreatedAt = now,
        };
        db.OutboxMessages.Add(message);
        return message.MessageId;
    }
}
