using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Members;

/// <summary>
/// The public half of a key pair that a member's device made for this site. What else the device told at the time is not kept: nothing
/// here reads it.
/// </summary>
public sealed class Passkey
{
    /// <summary>Most a member can have.</summary>
    public const int MaxPerMember = 10;

    /// <summary>Most characters of a name.</summary>
    public const int MaxNameLength = 50;

    /// <summary>The most that the standard allows.</summary>
    public const int MaxCredentialIdBytes = 1023;

    /// <summary>1, 2, 3 …; names it to its owner.</summary>
    public long Id { get; init; }

    /// <summary>Whose.</summary>
    public long MemberId { get; init; }

    /// <summary>The device's id of it, of which there is no second one.</summary>
    public required byte[] CredentialId { get; init; }

    /// <summary>As the device encoded it (COSE).</summary>
    public required byte[] PublicKey { get; init; }

    /// <summary>The member's name for it.</summary>
    public required string Name { get; init; }

    /// <summary>How often it had signed at its last use; always 0 where the device does not count.</summary>
    public long SignCount { get; init; }

    /// <summary>How the device can be reached, so that the browser asks for it in the right way.</summary>
    public required string[] Transports { get; init; }

    /// <summary>Whether it may leave its device.</summary>
    public bool IsBackupEligible { get; init; }

    /// <summary>Whether it is kept elsewhere, too, such as in its maker's cloud.</summary>
    public bool IsBackedUp { get; init; }

    /// <summary>When it was added.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last used; null for never.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>As the framework wants it.</summary>
    internal UserPasskeyInfo ToInfo() => new(
        CredentialId, PublicKey, CreatedAt, checked((uint)SignCount), Transports, isUserVerified: true, IsBackupEligible, IsBackedUp,
        attestationObject: [], clientDataJson: []);
}

/// <summary>
/// A question to a passkey that waits for its answer: from one member, in one session, for one act with exactly its data, for minutes.
/// It is taken away with its answer, so none counts twice.
/// </summary>
public sealed class PasskeyCeremony
{
    /// <summary>Most characters of <see cref="State"/>.</summary>
    public const int MaxStateLength = 2048;

    /// <summary>SHA-256 of the key that the page holds, upper-case hexadecimal.</summary>
    public required string KeyHash { get; init; }

    /// <summary>Who is asked; null while nobody knows, at a sign-in without a password.</summary>
    public long? MemberId { get; init; }

    /// <summary>In which session; null at a sign-in.</summary>
    public long? SessionId { get; init; }

    /// <summary>For what: the name of a <see cref="SensitiveAct"/>.</summary>
    public required string Act { get; init; }

    /// <summary>The hash of its data.</summary>
    public required string DataHash { get; init; }

    /// <summary>What the framework needs to check the answer: the challenge above all.</summary>
    public required string State { get; init; }

    /// <summary>Until when an answer is taken.</summary>
    public DateTimeOffset ExpiresAt { get; init; }
}

internal sealed class PasskeyConfiguration : IEntityTypeConfiguration<Passkey>
{
    public void Configure(EntityTypeBuilder<Passkey> builder)
    {
        builder.ToTable("passkeys");
        builder.Property(p => p.CredentialId).HasMaxLength(Passkey.MaxCredentialIdBytes);
        builder.Property(p => p.Name).HasMaxLength(Passkey.MaxNameLength);
        builder.HasIndex(p => p.CredentialId).IsUnique();
        builder.HasIndex(p => p.MemberId);
        builder.HasOne<Member>().WithMany().HasForeignKey(p => p.MemberId);
    }
}

internal sealed class PasskeyCeremonyConfiguration : IEntityTypeConfiguration<PasskeyCeremony>
{
    public void Configure(EntityTypeBuilder<PasskeyCeremony> builder)
    {
        builder.ToTable("passkey_ceremonies");
        builder.HasKey(c => c.KeyHash);
        builder.Property(c => c.KeyHash).HasMaxLength(64);
        builder.Property(c => c.Act).HasMaxLength(SensitiveAct.MaxNameLength);
        builder.Property(c => c.DataHash).HasMaxLength(64);
        builder.Property(c => c.State).HasMaxLength(PasskeyCeremony.MaxStateLength);
        builder.HasIndex(c => c.ExpiresAt);
        builder.HasIndex(c => c.MemberId);
        builder.HasOne<Member>().WithMany().HasForeignKey(c => c.MemberId);
    }
}
