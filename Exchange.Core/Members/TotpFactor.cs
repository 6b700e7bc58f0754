using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Members;

/// <summary>A member's authenticator: one at most, on from the first right code on.</summary>
public sealed class TotpFactor
{
    /// <summary>Whose.</summary>
    public long MemberId { get; init; }

    /// <summary>Another one for every secret; the place that the secret is encrypted for.</summary>
    public Guid Id { get; init; }

    /// <summary>The secret, encrypted.</summary>
    public required string Secret { get; set; }

    /// <summary>The time step of the last code that was taken. It and all earlier ones are refused from then on.</summary>
    public long LastStep { get; init; }

    /// <summary>When the secret was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the first code was right; null while the member sets it up.</summary>
    public DateTimeOffset? EnabledAt { get; init; }
}

/// <summary>One of the codes that stand in for a lost authenticator. Only its hash is here.</summary>
public sealed class RecoveryCode
{
    /// <summary>1, 2, 3 …</summary>
    public long Id { get; init; }

    /// <summary>Whose.</summary>
    public long MemberId { get; init; }

    /// <summary>SHA-256 of the member and the code, upper-case hexadecimal.</summary>
    public required string CodeHash { get; init; }

    /// <summary>When it was used; once only.</summary>
    public DateTimeOffset? UsedAt { get; init; }
}

internal sealed class TotpFactorConfiguration : IEntityTypeConfiguration<TotpFactor>
{
    public void Configure(EntityTypeBuilder<TotpFactor> builder)
    {
        builder.ToTable("totp_factors");
        builder.HasKey(f => f.MemberId);
        builder.Property(f => f.MemberId).ValueGeneratedNever();
        builder.Property(f => f.Secret).HasMaxLength(256);
        builder.HasOne<Member>().WithMany().HasForeignKey(f => f.MemberId);
    }
}

internal sealed class RecoveryCodeConfiguration : IEntityTypeConfiguration<RecoveryCode>
{
    public void Configure(EntityTypeBuilder<RecoveryCode> builder)
    {
        builder.ToTable("recovery_codes");
        builder.Property(c => c.CodeHash).HasMaxLength(64);
        builder.HasIndex(c => new { c.MemberId, c.CodeHash }).IsUnique();
        builder.HasOne<Member>().WithMany().HasForeignKey(c => c.MemberId);
    }
}
