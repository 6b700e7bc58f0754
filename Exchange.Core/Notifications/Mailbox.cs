using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Notifications;

/// <summary>A message that a developer reads on a page of this program instead of in a mailbox or on a telephone.</summary>
public sealed class MailboxMessage
{
    /// <summary>1, 2, 3 …</summary>
    public long Id { get; init; }

    /// <summary>Mail or short message.</summary>
    public OutboxChannel Channel { get; init; }

    /// <summary>To whom.</summary>
    public required string Recipient { get; init; }

    /// <summary>The subject; empty for a short message.</summary>
    public required string Subject { get; init; }

    /// <summary>The text.</summary>
    public required string Text { get; init; }

    /// <summary>The same as HTML; empty for a short message.</summary>
    public required string Html { get; init; }

    /// <summary>When it was sent.</summary>
    public DateTimeOffset At { get; init; }
}

internal sealed class MailboxMessageConfiguration : IEntityTypeConfiguration<MailboxMessage>
{
    public void Configure(EntityTypeBuilder<MailboxMessage> builder)
    {
        builder.ToTable("mailbox_messages");
        builder.Property(m => m.Recipient).HasMaxLength(OutboxMessage.MaxRecipientLength);
        builder.HasIndex(m => new { m.Recipient, m.Id });
    }
}

/// <summary>The mailbox of a development installation.</summary>
public sealed class Mailbox(IDbContextFactory<ExchangeDbContext> contexts, IOptions<MailOptions> options)
{
    /// <summary>Most messages that are kept.</summary>
    public const int MaxMessages = 500;

    /// <summary>Whether mail goes here. If not, there is no such page.</summary>
    public bool IsInUse => options.Value.Transport == MailOptions.MailboxTransport;

    /// <summary>The newest messages first, of all or of one recipient.</summary>
    public async Task<IReadOnlyList<MailboxMessage>> ListAsync(
        string? recipient, int limit, CancellationToken cancellationToken)
    {
        if (!IsInUse) return [];
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = db.MailboxMessages.AsNoTracking();
        if (!string.IsNullOrEmpty(recipient)) rows = rows.Where(m => m.Recipient == recipient);
        return await rows.OrderByDescending(m => m.Id).Take(Math.Clamp(limit, 1, MaxMessages)).ToListAsync(cancellationToken);
    }

    /// <summary>One message, or null.</summary>
    public async Task<MailboxMessage?> FindAsync(long id, CancellationToken cancellationToken)
    {
        if (!IsInUse) return null;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.MailboxMessages.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, cancellationToken);
    }

    internal async Task AddAsync(MailboxMessage message, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.MailboxMessages.Add(message);
        await db.SaveChangesAsync(cancellationToken);
        var last = message.Id - MaxMessages;
        await db.MailboxMessages.Where(m => m.Id <= last).ExecuteDeleteAsync(cancellationToken);
    }
}

/// <summary>Puts mail into the mailbox.</summary>
internal sealed class MailboxMailTransport(Mailbox mailbox, MailTemplates templates, TimeProvider time) : IOutboxTransport
{
    public OutboxChannel Channel => OutboxChannel.Mail;

    public Task DeliverAsync(OutboxMessage message, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken)
    {
        var mail = templates.Mail(message.Template, message.Language, values);
        return mailbox.AddAsync(
            new MailboxMessage
            {
                Channel = OutboxChannel.Mail,
                Recipient = message.Recipient,
                Subject = mail.Subject,
                Text = mail.Text,
                Html = mail.Html,
                At = time.GetUtcNow(),
            },
            cancellationToken);
    }
}
