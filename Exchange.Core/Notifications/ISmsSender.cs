namespace Exchange.Core.Notifications;

/// <summary>Sends short messages to telephones: the seam for providers.</summary>
public interface ISmsSender
{
    /// <summary>
    /// Ends when the provider has taken the message. Throws <see cref="DeliveryRefusedException"/> when it never will, and anything else
    /// when a later try may help.
    /// </summary>
    /// <param name="number">With a plus and the country's code.</param>
    /// <param name="text">What to say.</param>
    /// <param name="messageId">The same at every try, for providers that tell doubles.</param>
    /// <param name="cancellationToken">Ends the try.</param>
    Task SendAsync(string number, string text, Guid messageId, CancellationToken cancellationToken);
}

/// <summary>Shows short messages in the mailbox of a development installation.</summary>
internal sealed class MailboxSmsSender(Mailbox mailbox, TimeProvider time) : ISmsSender
{
    public Task SendAsync(string number, string text, Guid messageId, CancellationToken cancellationToken) => mailbox.AddAsync(
        new MailboxMessage
        {
            Channel = OutboxChannel.Sms,
            Recipient = number,
            Subject = "",
            Text = text,
            Html = "",
            At = time.GetUtcNow(),
        },
        cancellationToken);
}

/// <summary>Hands the short messages of the outbox to a provider.</summary>
internal sealed class SmsTransport(ISmsSender sender, MailTemplates templates) : IOutboxTransport
{
    public OutboxChannel Channel => OutboxChannel.Sms;

    public Task DeliverAsync(OutboxMessage message, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken) =>
        sender.SendAsync(
            message.Recipient, templates.Line(message.Template, "Sms", message.Language, values), message.MessageId, cancellationToken);
}
