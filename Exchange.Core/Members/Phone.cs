using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Members;

/// <summary>A telephone number of a member, shown to be theirs or not yet.</summary>
public sealed class Phone
{
    /// <summary>The key.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Whose; a member has one.</summary>
    public long MemberId { get; init; }

    /// <summary>Where it belongs: two letters.</summary>
    public required string Country { get; set; }

    /// <summary>The number, encrypted.</summary>
    public required string Number { get; set; }

    /// <summary>By which an equal number is found.</summary>
    public required string NumberIndex { get; set; }

    /// <summary>The same once it is verified, else null; unique, so that a number is one member's.</summary>
    public string? VerifiedIndex { get; set; }

    /// <summary>When it was shown to be theirs, or null.</summary>
    public DateTimeOffset? ValidatedAt { get; set; }

    /// <summary>When it was given.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A code that was sent to a number. Rows stay a day: they are what the limits count.</summary>
internal sealed class PhoneCode
{
    public long Id { get; init; }

    public long MemberId { get; init; }

    public required string NumberIndex { get; init; }

    /// <summary>A keyed hash: a million codes are guessed in no time.</summary>
    public required string Hash { get; init; }

    public DateTimeOffset SentAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>How many codes were compared with it.</summary>
    public int Attempts { get; set; }

    /// <summary>When it was used, or a newer one took its place.</summary>
    public DateTimeOffset? ClosedAt { get; set; }
}

internal sealed class PhoneConfiguration : IEntityTypeConfiguration<Phone>
{
    public void Configure(EntityTypeBuilder<Phone> builder)
    {
        builder.ToTable("phones");
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.Property(p => p.Country).HasMaxLength(2);
        builder.Property(p => p.Number).HasMaxLength(200);
        builder.Property(p => p.NumberIndex).HasMaxLength(64);
        builder.Property(p => p.VerifiedIndex).HasMaxLength(64);
        builder.HasIndex(p => p.MemberId).IsUnique();
        builder.HasIndex(p => p.VerifiedIndex).IsUnique();
        builder.HasOne<Member>().WithMany().HasForeignKey(p => p.MemberId);
    }
}

internal sealed class PhoneCodeConfiguration : IEntityTypeConfiguration<PhoneCode>
{
    public void Configure(EntityTypeBuilder<PhoneCode> builder)
    {
        builder.ToTable("phone_codes");
        builder.Property(c => c.NumberIndex).HasMaxLength(64);
        builder.Property(c => c.Hash).HasMaxLength(64);
        builder.HasIndex(c => new { c.MemberId, c.SentAt });
        builder.HasIndex(c => new { c.NumberIndex, c.SentAt });
        builder.HasOne<Member>().WithMany().HasForeignKey(c => c.MemberId);
    }
}
