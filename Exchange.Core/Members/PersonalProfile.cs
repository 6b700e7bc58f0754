using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Members;

/// <summary>How far a profile or a company has come, in Barong's numbers, which are stored and never change.</summary>
public enum ProfileState
{
    /// <summary>The member may change it.</summary>
    Drafted = 0,

    /// <summary>In review.</summary>
    Submitted = 1,

    /// <summary>Accepted.</summary>
    Verified = 3,

    /// <summary>Not accepted; the member may change it and submit it again.</summary>
    Rejected = 4,
}

/// <summary>What a member says of themselves; one row a member.</summary>
public sealed class PersonalProfile
{
    /// <summary>The key.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Whose.</summary>
    public long MemberId { get; init; }

    /// <summary>How far it has come.</summary>
    public ProfileState State { get; set; }

    /// <summary>All fields, as JSON, encrypted.</summary>
    public required string Fields { get; set; }

    /// <summary>The country again, in two letters, so that reviewers can be found by it; or null.</summary>
    public string? Country { get; set; }

    /// <summary>When it was begun.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Whether the member may change it.</summary>
    public bool IsEditable => State is ProfileState.Drafted or ProfileState.Rejected;

    /// <summary>A state in Barong's words.</summary>
    public static string NameOf(ProfileState state) => state switch
    {
        ProfileState.Drafted => "drafted",
        ProfileState.Submitted => "submitted",
        ProfileState.Verified => LabelKeys.Verified,
        ProfileState.Rejected => LabelKeys.Rejected,
    };
}

internal sealed class PersonalProfileConfiguration : IEntityTypeConfiguration<PersonalProfile>
{
    public void Configure(EntityTypeBuilder<PersonalProfile> builder)
    {
        builder.ToTable("profiles");
        builder.Ignore(p => p.IsEditable);
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.Property(p => p.Country).HasMaxLength(2);
        builder.HasIndex(p => p.MemberId).IsUnique();
        builder.HasOne<Member>().WithMany().HasForeignKey(p => p.MemberId);
    }
}
