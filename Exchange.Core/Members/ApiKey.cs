using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Members;

/// <summary>What an API key may do. The numbers are stored and never change.</summary>
[Flags]
public enum ApiKeyScopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>See balances, orders and trades.</summary>
    Read = 1,

    /// <summary>Place and cancel orders.</summary>
    Trade = 2,

    /// <summary>Withdraw. Only for keys that are bound to network addresses.</summary>
    Withdraw = 4,
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
    public required string Label { get; set; }

    /// <summary>The secret, encrypted: checking a signature needs the secret itself, a hash would not do.</summary>
    public required string ProtectedSecret { get; init; }

    /// <summary>What it may do.</summary>
    public ApiKeyScopes Scopes { get; set; }

    /// <summary>From where it may be used, as <see cref="AddressList"/> writes it; empty for everywhere.</summary>
    public string Addresses { get; set; } = "";

    /// <summary>From when on it is refused; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>True when a signature must cover method, path, query and body.</summary>
    public bool SignsWholeRequest { get; set; }

    /// <summary>True when each nonce counts once.</summary>
    public bool UsesNonceOnce { get; set; }

    /// <summary>False once disabled.</summary>
    public bool IsActive { get; set; }

    /// <summary>Counts the changes, so that whoever keeps a copy sees that it is old.</summary>
    public int Version { get; set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>When it last signed a request, to the minute.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>What the member chose.</summary>
    internal ApiKeyTerms Terms => new()
    {
        Label = Label,
        Scopes = Scopes,
        Addresses = Addresses,
        ExpiresAt = ExpiresAt,
        SignsWholeRequest = SignsWholeRequest,
        UsesNonceOnce = UsesNonceOnce,
    };
}

internal sealed class ApiKeyConfiguration : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> builder)
    {
        builder.ToTable("api_keys");
        builder.HasKey(k => k.Kid);
        builder.Ignore(k => k.Terms);
        builder.Property(k => k.Kid).HasMaxLength(ApiKey.KidDigits);
        builder.Property(k => k.Label).HasMaxLength(ApiKey.MaxLabelLength);
        builder.Property(k => k.ProtectedSecret).HasMaxLength(500);
        builder.Property(k => k.Addresses).HasMaxLength(AddressList.MaxLength);
        builder.Property(k => k.Version).IsConcurrencyToken();
        builder.HasIndex(k => k.MemberId);
        builder.HasOne<Member>().WithMany().HasForeignKey(k => k.MemberId);
    }
}
