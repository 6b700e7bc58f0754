using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Notifications;

/// <summary>Sends mail through a mail server.</summary>
internal sealed class SmtpMailTransport(IOptions<MailOptions> options, IOptions<SiteOptions> site, MailTemplates templates)
    : IOutboxTransport
{
    public OutboxChannel Channel => OutboxChannel.Mail;

    public async Task DeliverAsync(
        OutboxMessage message, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken)
    {
        var smtp = options.Value.Smtp;
        using var mail = Compose(message, templates.Mail(message.Template, message.Language, values));
        using var client = new SmtpClient(smtp.Host, smtp.Port) { EnableSsl = smtp.Tls };
        if (smtp.User.Length > 0) client.Credentials = new NetworkCredential(smtp.User, smtp.Password);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(smtp.Timeout);
        try
        {
            await client.SendMailAsync(mail, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("The mail server took too long.");
        }
        catch (SmtpFailedRecipientException e) when (IsForGood(e.StatusCode))
        {
            throw new DeliveryRefusedException($"The mail server refuses the recipient: {e.StatusCode}.", e);
        }
    }

    /// <summary>What is about this mailbox, and not about our server or its mood.</summary>
    private static bool IsForGood(SmtpStatusCode status) => status is SmtpStatusCode.MailboxUnavailable
        or SmtpStatusCode.MailboxNameNotAllowed or SmtpStatusCode.UserNotLocalTryAlternatePath;

    private MailMessage Compose(OutboxMessage message, MailContent content)
    {
        var mail = new MailMessage
        {
            From = new MailAddress(options.Value.From, site.Value.Name, Encoding.UTF8),
            Subject = content.Subject,
            SubjectEncoding = Encoding.UTF8,
            HeadersEncoding = Encoding.UTF8,
        };
        mail.To.Add(new MailAddress(message.Recipient));
        mail.Headers.Add("Message-ID", $"<{message.MessageId:N}@{mail.From.Host}>");
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        mail.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(content.Text, Encoding.UTF8, MediaTypeNames.Text.Plain));
        mail.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(content.Html, Encoding.UTF8, MediaTypeNames.Text.Html));
        return mail;
    }
}
