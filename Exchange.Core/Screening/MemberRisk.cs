using Exchange.Core.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Screening;

/// <summary>Whether a member is a politically exposed person. The numbers are stored and never change.</summary>
public enum PepStanding
{
    /// <summary>No list says so.</summary>
    No = 0,

    /// <summary>A case about it is open.</summary>
    Possible = 1,

    /// <summary>Somebody has decided so.</summary>
    Confirmed = 2,
}

/// <summary>How large a risk is.</summary>
public enum RiskBand
{
    /// <summary>As most.</summary>
    Low,

    /// <summary>To be looked at now and then.</summary>
    Medium,

    /// <summary>To be looked at now.</summary>
    High,
}

/// <summary>The risk of a member, and what it was computed from; one row for each who was screened.</summary>
public sealed class MemberRisk
{
    /// <summary>From here on it is medium.</summary>
    public const int Medium = 30;

    /// <summary>From here on it is high.</summary>
    public const int High = 60;

    /// <summary>Whose.</summary>
    public long MemberId { get; init; }

    /// <summary>From 0 to 100.</summary>
    public int Score { get; set; }

    /// <summary>Whether they are a politically exposed person.</summary>
    public PepStanding Pep { get; set; }

    /// <summary>What the score is made of, as JSON.</summary>
    public required string Reasons { get; set; }

    /// <summary>The profile that was compared, by when it was changed; or null.</summary>
    public DateTimeOffset? ProfileAt { get; set; }

    /// <summary>The company that was compared, by when it was changed; or null.</summary>
    public DateTimeOffset? CompanyAt { get; set; }

    /// <summary>The newest version among the lists that they were compared with; 0 for none.</summary>
    public long ListsStamp { get; set; }

    /// <summary>A hash of the options that were in force.</summary>
    public required string RulesStamp { get; set; }

    /// <summary>What a provider was asked last, as a hash; or null.</summary>
    public string? ProviderStamp { get; set; }

    /// <summary>When, or null.</summary>
    public DateTimeOffset? ProviderAt { get; set; }

    /// <summary>When a provider was last asked, whatever came of it; or null.</summary>
    public DateTimeOffset? ProviderAskedAt { get; set; }

    /// <summary>What a provider was asked in vain, as a hash; or null.</summary>
    public string? ProviderTriedStamp { get; set; }

    /// <summary>How often in a row.</summary>
    public int ProviderTries { get; set; }

    /// <summary>When it is asked again; null when nothing was in vain, and when it has refused for good.</summary>
    public DateTimeOffset? ProviderNextAt { get; set; }

    /// <summary>When they were last compared.</summary>
    public DateTimeOffset ScreenedAt { get; set; }

    /// <summary>A provider is asked about them again as if it had never been in vain.</summary>
    internal void ForgetTries() => (ProviderTriedStamp, ProviderTries, ProviderNextAt) = (null, 0, null);

    /// <summary>A score in a word.</summary>
    public static RiskBand BandOf(int score) => score switch
    {
        >= High => RiskBand.High,
        >= Medium => RiskBand.Medium,
        _ => RiskBand.Low,
    };
}

internal sealed class MemberRiskConfiguration : IEntityTypeConfiguration<MemberRisk>
{
    public void Configure(EntityTypeBuilder<MemberRisk> builder)
    {
        builder.ToTable("member_risks");
        builder.HasKey(r => r.MemberId);
        builder.Property(r => r.MemberId).ValueGeneratedNever();
        builder.Property(r => r.RulesStamp).HasMaxLength(ListVersion.HashLength);
        builder.Property(r => r.ProviderStamp).HasMaxLength(ListVersion.HashLength);
        builder.Property(r => r.ProviderTriedStamp).HasMaxLength(ListVersion.HashLength);
        builder.HasOne<Member>().WithMany().HasForeignKey(r => r.MemberId);
    }
}
