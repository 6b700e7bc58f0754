using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Members;

/// <summary>What someone of the staff wrote down about a member; the member never sees it. Barong calls it a comment.</summary>
public sealed class MemberNote
{
    /// <summary>Most characters of a title.</summary>
    public const int MaxTitleLength = 64;

    /// <summary>Most characters of a text.</summary>
    public const int MaxTextLength = 65_535;

    /// <summary>1, 2, 3 …</summary>
    public long Id { get; init; }

    /// <summary>About whom.</summary>
    public long MemberId { get; init; }

    /// <summary>Who wrote it.</summary>
    public long AuthorId { get; init; }

    /// <summary>In a few words.</summary>
    public required string Title { get; set; }

    /// <summary>All of it.</summary>
    public required string Text { get; set; }

    /// <summary>When it was written.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; set; }
}

internal sealed class MemberNoteConfiguration : IEntityTypeConfiguration<MemberNote>
{
    public void Configure(EntityTypeBuilder<MemberNote> builder)
    {
        builder.ToTable("member_notes");
        builder.Property(n => n.Title).HasMaxLength(MemberNote.MaxTitleLength);
        builder.Property(n => n.Text).HasMaxLength(MemberNote.MaxTextLength);
        builder.HasIndex(n => new { n.MemberId, n.Id });
        builder.HasOne<Member>().WithMany().HasForeignKey(n => n.MemberId);
    }
}
