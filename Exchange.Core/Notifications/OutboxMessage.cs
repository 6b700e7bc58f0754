using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Notifications;

/// <summary>By which way a message leaves. The numbers are stored and never change.</summary>
public enum OutboxChannel
{
    /// <summary>E-mail.</summary>
    Mail = 1,

    /// <summary>A short message to a telephone.</summary>
    Sms = 2,

    /// <summary>A signed event for another system.</summary>
    Event = 3,

    /// <summary>A check for a provider of identity checks.</summary>
    Provider = 4,
}

/// <summary>How far a message has come. The numbers are stored and never change.</summary>
public enum OutboxState
{
    /// <summary>To be sent, now or later.</summary>
    Waiting = 0,

    /// <summary>The other side has taken it.</summary>
    Sent = 1,

    /// <summary>Given up; an operator may look why.</summary>
    Dead = 2,
}

/// <summary>A message that was decided on in a transaction and leaves after it.</summary>
public sealed class OutboxMessage
{
    /// <summary>Most characters of a recipient: an address, a number, or the address of another system.</summary>
    public const int MaxRecipientLength = 400;

    /// <summary>The template of what tells a provider that somebody is erased here.</summary>
    public const string ErasureTemplate = "provider-erasure";

    /// <summary>Most characters of what is kept of a failure.</summary>
    public const int MaxProblemLength = 200;

    /// <summary>1, 2, 3 …; messages to one recipient leave in this order.</summary>
    public long Id { get; init; }

    /// <summary>The same at every try, so that who has got it twice can tell.</summary>
    public Guid MessageId { get; init; } = Guid.NewGuid();

    /// <summary>By which way.</summary>
    public OutboxChannel Channel { get; init; }

    /// <summary>The member it is about, or 0.</summary>
    public long MemberId { get; init; }

    /// <summary>To whom.</summary>
    public required string Recipient { get; init; }

    /// <summary>The template, or the name of the event.</summary>
    public required string Template { get; init; }

    /// <summary>The language of the template.</summary>
    public required string Language { get; init; }

    /// <summary>What goes into the template, encrypted: it may hold a link that opens an account. Gone once it is sent.</summary>
    public string? Payload { get; set; }

    /// <summary>How far it has come.</summary>
    public OutboxState State { get; set; }

    /// <summary>Tries that were begun.</summary>
    public int Attempts { get; set; }

    /// <summary>When the next try may begin; while one is under way, when another process may take it for dead.</summary>
    public DateTimeOffset NextAttemptAt { get; set; }

    /// <summary>When it was decided on.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was sent or given up.</summary>
    public DateTimeOffset? DoneAt { get; set; }

    /// <summary>Why the last try failed, without addresses or content.</summary>
    public string? Problem { get; set; }
}

internal sealed class OutboxMessageConfiguration : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> builder)
    {
        builder.ToTable("outbox_messages");
        builder.Property(m => m.Recipient).HasMaxLength(OutboxMessage.MaxRecipientLength);
        builder.Property(m => m.Template).HasMaxLength(60);
        builder.Property(m => m.Language).HasMaxLength(5);
        builder.Property(m => m.Problem).HasMaxLength(OutboxMessage.MaxProblemLength);
        builder.HasIndex(m => new { m.State, m.NextAttemptAt });
        builder.HasIndex(m => new { m.Recipient, m.Template, m.CreatedAt });
    }
}

/// <summary>The tables of this room.</summary>
internal static class NotificationSets
{
    extension(ExchangeDbContext db)
    {
        public DbSet<OutboxMessage> OutboxMessages => db.Set<OutboxMessage>();

        public DbSet<Notification> Notifications => db.Set<Notification>();

        public DbSet<NotificationPreference> NotificationPreferences => db.Set<NotificationPreference>();

        public DbSet<MailboxMessage> MailboxMessages => db.Set<MailboxMessage>();
    }
}
