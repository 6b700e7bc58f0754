using System.Globalization;
using Exchange.Core.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Compliance;

/// <summary>What a provider found. The numbers are stored and never change.</summary>
public enum ProviderVerdict
{
    /// <summary>Nothing yet.</summary>
    None = 0,

    /// <summary>They are who they say.</summary>
    Approved = 1,

    /// <summary>Something is wrong.</summary>
    Rejected = 2,

    /// <summary>A person must look.</summary>
    NeedsReview = 3,
}

/// <summary>
/// A review at a provider, once for each time that it was sent. The message that sends it lies in the outbox, under
/// <see cref="MessageId"/>, in the transaction that made this row.
/// </summary>
public sealed class ProviderCheck
{
    /// <summary>Most characters of the provider's number of it.</summary>
    public const int MaxApplicantLength = 100;

    /// <summary>The key.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Of which review.</summary>
    public long ReviewId { get; init; }

    /// <summary>Whose.</summary>
    public long MemberId { get; init; }

    /// <summary>1 for the first time that the review was sent, then 2, 3 …</summary>
    public int Attempt { get; init; }

    /// <summary>What the provider was called when this was made.</summary>
    public required string Provider { get; init; }

    /// <summary>The message in the outbox.</summary>
    public Guid MessageId { get; init; }

    /// <summary>The items that it is about; of no other is anything believed.</summary>
    public required Guid[] Items { get; init; }

    /// <summary>The provider's number of it; null until it has answered.</summary>
    public string? ApplicantId { get; set; }

    /// <summary>Where the member goes on, encrypted; or null.</summary>
    public string? HostedUrl { get; set; }

    /// <summary>What was found.</summary>
    public ProviderVerdict Verdict { get; set; }

    /// <summary>Score and reasons, as JSON, encrypted; or null.</summary>
    public string? Findings { get; set; }

    /// <summary>When it was found, by the provider's clock: an older word does not undo a newer one.</summary>
    public DateTimeOffset? FoundAt { get; set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the provider took it, or null.</summary>
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>By which both sides know this try: the same at every repetition.</summary>
    public string Reference => string.Create(CultureInfo.InvariantCulture, $"review-{ReviewId}-{Attempt}");
}

/// <summary>A message of the provider that was taken; one that comes again changes nothing.</summary>
public sealed class ProviderMessage
{
    /// <summary>For how long names are kept: far longer than anyone repeats a message.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(30);

    /// <summary>Its name.</summary>
    public required string Id { get; init; }

    /// <summary>When it came.</summary>
    public DateTimeOffset ReceivedAt { get; init; }
}

/// <summary>That a member lets us send their data to the provider.</summary>
public sealed class ProviderConsent
{
    /// <summary>Whose.</summary>
    public long MemberId { get; init; }

    /// <summary>To which provider: another one is another consent.</summary>
    public required string Provider { get; set; }

    /// <summary>When it was given.</summary>
    public DateTimeOffset GivenAt { get; set; }
}

internal sealed class ProviderCheckConfiguration : IEntityTypeConfiguration<ProviderCheck>
{
    public void Configure(EntityTypeBuilder<ProviderCheck> builder)
    {
        builder.ToTable("provider_checks");
        builder.Ignore(c => c.Reference);
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.Provider).HasMaxLength(KycProviderOptions.MaxNameLength);
        builder.Property(c => c.ApplicantId).HasMaxLength(ProviderCheck.MaxApplicantLength);
        builder.HasIndex(c => c.ApplicantId).IsUnique();
        builder.HasIndex(c => new { c.ReviewId, c.Attempt }).IsUnique();
        builder.HasIndex(c => c.MemberId);
        builder.HasOne<Review>().WithMany().HasForeignKey(c => c.ReviewId);
        builder.HasOne<Member>().WithMany().HasForeignKey(c => c.MemberId);
    }
}

internal sealed class ProviderMessageConfiguration : IEntityTypeConfiguration<ProviderMessage>
{
    public void Configure(EntityTypeBuilder<ProviderMessage> builder)
    {
        builder.ToTable("provider_messages");
        builder.Property(m => m.Id).HasMaxLength(StandardWebhook.MaxIdLength);
        builder.HasIndex(m => m.ReceivedAt);
    }
}

internal sealed class ProviderConsentConfiguration : IEntityTypeConfiguration<ProviderConsent>
{
    public void Configure(EntityTypeBuilder<ProviderConsent> builder)
    {
        builder.ToTable("provider_consents");
        builder.HasKey(c => c.MemberId);
        builder.Property(c => c.MemberId).ValueGeneratedNever();
        builder.Property(c => c.Provider).HasMaxLength(KycProviderOptions.MaxNameLength);
        builder.HasOne<Member>().WithMany().HasForeignKey(c => c.MemberId);
    }
}
