using Exchange.Core.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Compliance;

/// <summary>How far a review has come. The numbers are stored and never change.</summary>
public enum ReviewState
{
    /// <summary>Waits for a decision.</summary>
    Open = 0,

    /// <summary>Waits for the member, who was asked for more.</summary>
    MoreRequested = 1,

    /// <summary>All is decided.</summary>
    Closed = 2,
}

/// <summary>What is reviewed. The numbers are stored and never change.</summary>
public enum ReviewItemKind
{
    /// <summary>A person's profile.</summary>
    Profile = 1,

    /// <summary>A company.</summary>
    Company = 2,

    /// <summary>A document.</summary>
    Document = 3,
}

/// <summary>How far an item has come. The numbers are stored and never change.</summary>
public enum ReviewItemState
{
    /// <summary>Waits for a decision.</summary>
    Pending = 0,

    /// <summary>Accepted by one, waits for a second person.</summary>
    ApprovedOnce = 1,

    /// <summary>Accepted.</summary>
    Approved = 2,

    /// <summary>Not accepted.</summary>
    Rejected = 3,

    /// <summary>The member sent another in its place.</summary>
    Replaced = 4,
}

/// <summary>What a member has sent and someone looks at. A member has at most one that is not closed.</summary>
public sealed class Review
{
    /// <summary>Most characters of what is asked of the member.</summary>
    public const int MaxRequestLength = 500;

    /// <summary>1, 2, 3 …</summary>
    public long Id { get; init; }

    /// <summary>Whose.</summary>
    public long MemberId { get; init; }

    /// <summary>The member again while it is not closed, else null; unique.</summary>
    public long? OpenMemberId { get; set; }

    /// <summary>How far it has come.</summary>
    public ReviewState State { get; set; }

    /// <summary>What the member was asked for last, or null.</summary>
    public string? Request { get; set; }

    /// <summary>Who is at it, or null.</summary>
    public long? ClaimedBy { get; set; }

    /// <summary>Until when nobody else may, or null.</summary>
    public DateTimeOffset? ClaimedUntil { get; set; }

    /// <summary>When the first item came.</summary>
    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>When something last happened.</summary>
    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>One thing of a review, decided by itself.</summary>
public sealed class ReviewItem
{
    /// <summary>Most characters of a reason.</summary>
    public const int MaxReasonLength = 500;

    /// <summary>The key.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Of which review.</summary>
    public long ReviewId { get; init; }

    /// <summary>What it is.</summary>
    public ReviewItemKind Kind { get; init; }

    /// <summary>The profile, company or document.</summary>
    public Guid SubjectId { get; init; }

    /// <summary>How far it has come.</summary>
    public ReviewItemState State { get; set; }

    /// <summary>Why it was rejected, as the member reads it; or null.</summary>
    public string? Reason { get; set; }

    /// <summary>Who accepted it first, where two persons must.</summary>
    public long? FirstApprovedBy { get; set; }

    /// <summary>Who decided.</summary>
    public long? DecidedBy { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>When the member sent it.</summary>
    public DateTimeOffset SubmittedAt { get; init; }
}

internal sealed class ReviewConfiguration : IEntityTypeConfiguration<Review>
{
    public void Configure(EntityTypeBuilder<Review> builder)
    {
        builder.ToTable("reviews");
        builder.Property(r => r.Request).HasMaxLength(Review.MaxRequestLength);
        builder.HasIndex(r => r.OpenMemberId).IsUnique();
        builder.HasIndex(r => new { r.State, r.OpenedAt });
        builder.HasIndex(r => r.MemberId);
        builder.HasOne<Member>().WithMany().HasForeignKey(r => r.MemberId);
    }
}

internal sealed class ReviewItemConfiguration : IEntityTypeConfiguration<ReviewItem>
{
    public void Configure(EntityTypeBuilder<ReviewItem> builder)
    {
        builder.ToTable("review_items");
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.Property(i => i.Reason).HasMaxLength(ReviewItem.MaxReasonLength);
        builder.HasIndex(i => i.SubjectId);
        builder.HasOne<Review>().WithMany().HasForeignKey(i => i.ReviewId);
    }
}
