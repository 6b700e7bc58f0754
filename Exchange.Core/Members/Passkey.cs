using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Members;

/// <summary>A question to a passkey that waits for its answer. It is taken away with the first answer, so none counts twice.</summary>
public sealed class PasskeyCeremony
{
    /// <summary>SHA-256 of the key that the page holds, upper-case hexadecimal.</summary>
    public required string KeyHash { get; init; }

    /// <summary>Who is signed in and adds a passkey; null for a sign-in.</summary>
    public long? MemberId { get; init; }

    /// <summary>What the framework needs to check the answer: the challenge above all.</summary>
    public required string State { get; init; }

    /// <summary>Until when an answer is taken.</summary>
    public DateTimeOffset ExpiresAt { get; init; }
}

internal sealed class PasskeyCeremonyConfiguration : IEntityTypeConfiguration<PasskeyCeremony>
{
    public void Configure(EntityTypeBuilder<PasskeyCeremony> builder)
    {
        builder.ToTable("passkey_ceremonies");
        builder.HasKey(c => c.KeyHash);
        builder.Property(c => c.KeyHash).HasMaxLength(64);
        builder.Property(c => c.State).HasMaxLength(2048);
        builder.HasIndex(c => c.ExpiresAt);
    }
}

internal sealed class PasskeyConfiguration : IEntityTypeConfiguration<IdentityUserPasskey<long>>
{
    /// <summary>The most that the standard allows.</summary>
    private const int MaxCredentialIdBytes = 1023;

    public void Configure(EntityTypeBuilder<IdentityUserPasskey<long>> builder)
    {
        builder.ToTable("passkeys");
        builder.HasKey(p => p.CredentialId);
        builder.Property(p => p.CredentialId).HasMaxLength(MaxCredentialIdBytes);
        builder.OwnsOne(p => p.Data).ToJson();
        builder.HasOne<Member>().WithMany().HasForeignKey(p => p.UserId);
    }
}
