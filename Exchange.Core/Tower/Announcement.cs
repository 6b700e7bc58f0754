using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Tower;

/// <summary>How loud an announcement is. The numbers are stored and never change.</summary>
public enum AnnouncementKind
{
    /// <summary>Good to know.</summary>
    Information = 0,

    /// <summary>Somebody may have to act.</summary>
    Warning = 1,
}

/// <summary>Where an announcement is in its life.</summary>
public enum AnnouncementPhase
{
    /// <summary>Nobody but the staff sees it, and there is no time set.</summary>
    Draft = 0,

    /// <summary>It will be seen from a set time on.</summary>
    Scheduled,

    /// <summary>Everybody sees it.</summary>
    Live,

    /// <summary>It was seen, and no longer is.</summary>
    Ended,
}

/// <summary>Something the exchange tells everybody, as a banner that each of them can dismiss.</summary>
public sealed class Announcement
{
    /// <summary>Most characters of a title.</summary>
    public const int MaxTitleLength = 100;

    /// <summary>Most characters of a text.</summary>
    public const int MaxTextLength = 1000;

    /// <summary>1, 2, 3 …</summary>
    public long Id { get; init; }

    /// <summary>In a few words.</summary>
    public required string Title { get; set; }

    /// <summary>All of it; plain text, may be empty.</summary>
    public required string Text { get; set; }

    /// <summary>How loud.</summary>
    public AnnouncementKind Kind { get; set; }

    /// <summary>From when on everybody sees it; null for a draft.</summary>
    public DateTimeOffset? PublishAt { get; set; }

    /// <summary>Until when; null for until somebody withdraws it.</summary>
    public DateTimeOffset? EndsAt { get; set; }

    /// <summary>How often it was changed; who dismissed an older wording sees the new one.</summary>
    public int Version { get; set; }

    /// <summary>When it was written.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Where it is in its life.</summary>
    public AnnouncementPhase PhaseAt(DateTimeOffset now) => this switch
    {
        { PublishAt: null } => AnnouncementPhase.Draft,
        { EndsAt: { } end } when end <= now => AnnouncementPhase.Ended,
        { PublishAt: { } start } when start > now => AnnouncementPhase.Scheduled,
        _ => AnnouncementPhase.Live,
    };
}

internal sealed class AnnouncementConfiguration : IEntityTypeConfiguration<Announcement>
{
    public void Configure(EntityTypeBuilder<Announcement> builder)
    {
        builder.ToTable("announcements");
        builder.Property(a => a.Title).HasMaxLength(Announcement.MaxTitleLength);
        builder.Property(a => a.Text).HasMaxLength(Announcement.MaxTextLength);
        builder.Property(a => a.Version).IsConcurrencyToken();
        builder.HasIndex(a => a.PublishAt);
    }
}
