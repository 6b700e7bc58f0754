using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Storage;

/// <summary>A key that encrypts columns and files. It stands here wrapped by a key that is not in this table.</summary>
internal sealed class FieldKey
{
    /// <summary>The purpose of keys that encrypt.</summary>
    public const string ToEncrypt = "encrypt";

    /// <summary>The purpose of the key of blind indexes.</summary>
    public const string ToIndex = "index";

    /// <summary>1, 2, 3 …; every text names the key that it is encrypted with.</summary>
    public int Id { get; init; }

    /// <summary><see cref="ToEncrypt"/> or <see cref="ToIndex"/>.</summary>
    public required string Purpose { get; init; }

    /// <summary>The key, encrypted.</summary>
    public required string Wrapped { get; set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When a newer one took its place and all that it had encrypted was encrypted anew; or null.</summary>
    public DateTimeOffset? RetiredAt { get; set; }
}

internal sealed class FieldKeyConfiguration : IEntityTypeConfiguration<FieldKey>
{
    public void Configure(EntityTypeBuilder<FieldKey> builder)
    {
        builder.ToTable("field_keys");
        builder.Property(k => k.Id).ValueGeneratedNever();
        builder.Property(k => k.Purpose).HasMaxLength(20);
        builder.Property(k => k.Wrapped).HasMaxLength(1000);
    }
}

/// <summary>Where the keys of columns and files come from, section <c>Encryption</c> of the configuration.</summary>
public sealed class FieldEncryptionOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Encryption";

    /// <summary>What makes the section right.</summary>
    public const string Rules = "Encryption:MasterKey and Encryption:PreviousMasterKey must each be 32 bytes in base64.";

    /// <summary>Bytes of a key.</summary>
    public const int KeyBytes = 32;

    /// <summary>
    /// 32 bytes in base64 that wrap the keys in the table, so that who steals the database alone can read nothing. Empty: they are
    /// wrapped with the keys of the program's data protection, which are in the same database.
    /// </summary>
    public string MasterKey { get; set; } = "";

    /// <summary>The master key before, while keys are being wrapped anew.</summary>
    public string PreviousMasterKey { get; set; } = "";

    /// <summary>True when each is a key or empty.</summary>
    public bool IsValid => IsKey(MasterKey) && IsKey(PreviousMasterKey);

    private static bool IsKey(string text) =>
        text.Length == 0 || (Convert.TryFromBase64String(text, new byte[text.Length], out var length) && length == KeyBytes);
}
