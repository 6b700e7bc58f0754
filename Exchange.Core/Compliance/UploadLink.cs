using Exchange.Core.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Compliance;

/// <summary>Leave to send one picture of one document for one member, from another device, for a few minutes.</summary>
internal sealed class UploadLink
{
    public Guid Id { get; init; } = Guid.NewGuid();

    public long MemberId { get; init; }

    /// <summary>The hash of the token in the link: the table opens nothing.</summary>
    public required string TokenHash { get; init; }

    public required string Type { get; init; }

    public required string Side { get; init; }

    /// <summary>What the member said of the document on the first device, as JSON, encrypted.</summary>
    public required string Facts { get; set; }

    public DateOnly? DocumentExpiresOn { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? UsedAt { get; set; }
}

internal sealed class UploadLinkConfiguration : IEntityTypeConfiguration<UploadLink>
{
    public void Configure(EntityTypeBuilder<UploadLink> builder)
    {
        builder.ToTable("upload_links");
        builder.Property(l => l.Id).ValueGeneratedNever();
        builder.Property(l => l.TokenHash).HasMaxLength(64);
        builder.Property(l => l.Type).HasMaxLength(DocumentType.MaxLength);
        builder.Property(l => l.Side).HasMaxLength(20);
        builder.HasIndex(l => l.TokenHash).IsUnique();
        builder.HasIndex(l => l.MemberId);
        builder.HasOne<Member>().WithMany().HasForeignKey(l => l.MemberId);
    }
}
