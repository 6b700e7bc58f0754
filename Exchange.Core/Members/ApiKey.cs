using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Members;

/// <summary>What an API key may do.</summary>
[Flags]
public enum ApiKeyScopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>See balances, orders and trades.</summary>
    Read = 1,

    /// <summary>Place and cancel orders.</summary>
    Trade = 2,
}

/// <summary>A pair of id and secret with which a program acts for a member.</summary>
public sealed class ApiKey
{
    /// <summary>Most keys that a member may have.</summary>
    public const int MaxPerMember = 10;

    /// <summary>Most characters of a label.</summary>
    public const int MaxLabelLength = 50;

    /// <summary>Digits of a key's id.</summary>
    public const int KidDigits = 16;

    /// <summary>Digits of a secret.</summary>
    public const int SecretDigits = 32;

    /// <summary>Sixteen lower-case hexadecimal digits; public.</summary>
    public required string Kid { get; init; }

    /// <summary>Whose.</summary>
    public long MemberId { get; init; }

    /// <summary>The member's name for it.</summary>
    public required string Label { get; init; }

    /// <summary>The secret, encrypted: checking a signature needs the secret itself, a hash would not do.</summary>
    public required string ProtectedSecret { get; init; }

    /// <summary>What it may do.</summary>
    public ApiKeyScopes Scopes { get; init; }

    /// <summary>False once disabled.</summary>
    public bool IsActive { get; set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last signed a request, to the minute.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }
}

internal sealed class ApiKeyConfiguration : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> builder)
    {
        builder.ToTable("api_keys");
        builder.HasKey(k => k.Kid);
        builder.Property(k => k.Kid).HasMaxLength(ApiKey.KidDigits);
        builder.Property(k => k.Label).HasMaxLength(ApiKey.MaxLabelLength);
        builder.Property(k => k.ProtectedSecret).HasMaxLength(500);
        builder.HasIndex(k => k.MemberId);
        builder.HasOne<Member>().WithMany().HasForeignKey(k => k.MemberId);
    }
}
