using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Members;

/// <summary>What a link in a mail is good for. The numbers are stored and never change.</summary>
public enum EmailTokenPurpose
{
    /// <summary>To confirm the address of a sign-up.</summary>
    ConfirmAddress = 1,

    /// <summary>To choose another password.</summary>
    ResetPassword = 2,

    /// <summary>To allow a change of address, from the address until now.</summary>
    LeaveAddress = 3,

    /// <summary>To confirm a change of address, from the new one.</summary>
    TakeAddress = 4,
}

/// <summary>A link that was sent to an address. The mail holds a random key; only its hash is here.</summary>
public sealed class EmailToken
{
    /// <summary>1, 2, 3 …</summary>
    public long Id { get; init; }

    /// <summary>SHA-256 of the key, upper-case hexadecimal.</summary>
    public required string KeyHash { get; init; }

    /// <summary>Whose.</summary>
    public long MemberId { get; init; }

    /// <summary>What it is good for.</summary>
    public EmailTokenPurpose Purpose { get; init; }

    /// <summary>The address that it is about: the one to confirm, or to change to.</summary>
    public required string Email { get; init; }

    /// <summary>When it was sent.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Until when it can be used.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was used; once only.</summary>
    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>For how long a link is good.</summary>
    public static TimeSpan LifetimeOf(EmailTokenPurpose purpose) =>
        purpose == EmailTokenPurpose.ResetPassword ? TimeSpan.FromHours(1) : TimeSpan.FromHours(24);
}

internal sealed class EmailTokenConfiguration : IEntityTypeConfiguration<EmailToken>
{
    public void Configure(EntityTypeBuilder<EmailToken> builder)
    {
        builder.ToTable("email_tokens");
        builder.Property(t => t.KeyHash).HasMaxLength(64);
        builder.Property(t => t.Email).HasMaxLength(EmailAddress.MaxLength);
        builder.HasIndex(t => t.KeyHash).IsUnique();
        builder.HasIndex(t => new { t.MemberId, t.Purpose });
        builder.HasIndex(t => t.ExpiresAt);
        builder.HasOne<Member>().WithMany().HasForeignKey(t => t.MemberId);
    }
}
