using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Notifications;

/// <summary>What a notice is about; members choose by topic. The numbers are stored and never change.</summary>
public enum NotificationTopic
{
    /// <summary>The safety of the account. Always by mail and on the site.</summary>
    Security = 0,

    /// <summary>Levels, documents and their review.</summary>
    Verification = 1,

    /// <summary>What the operator has to tell.</summary>
    Announcements = 2,
}

/// <summary>A notice that a member reads on the site, in the words and the language of when it came.</summary>
public sealed class Notification
{
    /// <summary>Most characters of a title.</summary>
    public const int MaxTitleLength = 200;

    /// <summary>Most characters of a text.</summary>
    public const int MaxTextLength = 1000;

    /// <summary>1, 2, 3 …</summary>
    public long Id { get; init; }

    /// <summary>Whose.</summary>
    public long MemberId { get; init; }

    /// <summary>What it is about.</summary>
    public NotificationTopic Topic { get; init; }

    /// <summary>In a few words.</summary>
    public required string Title { get; init; }

    /// <summary>In a sentence or two.</summary>
    public required string Text { get; init; }

    /// <summary>The page of this site that it leads to, or null.</summary>
    public string? Link { get; init; }

    /// <summary>When it came.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was read, or null.</summary>
    public DateTimeOffset? ReadAt { get; init; }
}

/// <summary>How a member wants to hear of a topic; without a row, by mail and on the site.</summary>
public sealed class NotificationPreference
{
    /// <summary>Whose.</summary>
    public long MemberId { get; init; }

    /// <summary>Of what.</summary>
    public NotificationTopic Topic { get; init; }

    /// <summary>Whether by mail.</summary>
    public bool ByMail { get; set; }

    /// <summary>Whether on the site.</summary>
    public bool OnSite { get; set; }
}

internal sealed class NotificationConfiguration : IEntityTypeConfiguration<Notification>
{
    public void Configure(EntityTypeBuilder<Notification> builder)
    {
        builder.ToTable("notifications");
        builder.Property(n => n.Title).HasMaxLength(Notification.MaxTitleLength);
        builder.Property(n => n.Text).HasMaxLength(Notification.MaxTextLength);
        builder.Property(n => n.Link).HasMaxLength(200);
        builder.HasIndex(n => new { n.MemberId, n.Id });
        builder.HasIndex(n => n.MemberId).HasFilter("\"ReadAt\" is null").HasDatabaseName("ix_notifications_unread");
    }
}

internal sealed class NotificationPreferenceConfiguration : IEntityTypeConfiguration<NotificationPreference>
{
    public void Configure(EntityTypeBuilder<NotificationPreference> builder)
    {
        builder.ToTable("notification_preferences");
        builder.HasKey(p => new { p.MemberId, p.Topic });
    }
}
