using Exchange.Core.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Members;

/// <summary>Who may set a label. The numbers are stored and never change.</summary>
public enum LabelScope
{
    /// <summary>The exchange; levels and states are computed from these.</summary>
    Private = 0,

    /// <summary>The member, through programs of theirs; means nothing here.</summary>
    Public = 1,
}

/// <summary>A short fact about a member, in Barong's shape: <c>email</c> is <c>verified</c>.</summary>
public sealed class MemberLabel
{
    /// <summary>Fewest characters of a key or value.</summary>
    public const int MinLength = 3;

    /// <summary>Most characters of a key or value.</summary>
    public const int MaxLength = 255;

    /// <summary>Most characters of a description.</summary>
    public const int MaxDescriptionLength = 500;

    /// <summary>1, 2, 3 …</summary>
    public long Id { get; init; }

    /// <summary>Whose.</summary>
    public long MemberId { get; init; }

    /// <summary>What it is about.</summary>
    public required string Key { get; init; }

    /// <summary>What is so.</summary>
    public required string Value { get; set; }

    /// <summary>Who may set it.</summary>
    public LabelScope Scope { get; init; }

    /// <summary>Why, for those who review; or null.</summary>
    public string? Description { get; set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Whether a text can be a key or a value: lower-case letters, digits, underscores and hyphens.</summary>
    public static bool IsWord(string? text) =>
        text is { Length: >= MinLength and <= MaxLength }
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-');
}

/// <summary>The labels that levels are computed from.</summary>
public static class LabelKeys
{
    /// <summary>The e-mail address.</summary>
    public const string Email = "email";

    /// <summary>The telephone number.</summary>
    public const string Phone = "phone";

    /// <summary>Name, day of birth and address.</summary>
    public const string Profile = "profile";

    /// <summary>The proof of identity.</summary>
    public const string Document = "document";

    /// <summary>The proof of address.</summary>
    public const string Address = "address";

    /// <summary>The company, for accounts of companies.</summary>
    public const string Company = "company";

    /// <summary>The value of what was shown to be true.</summary>
    public const string Verified = "verified";

    /// <summary>The value of what waits for a decision.</summary>
    public const string Pending = "pending";

    /// <summary>The value of what was not accepted.</summary>
    public const string Rejected = "rejected";
}

/// <summary>A label as others see it.</summary>
/// <param name="Key">What it is about.</param>
/// <param name="Value">What is so.</param>
/// <param name="Scope">Who may set it.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
public sealed record LabelView(string Key, string Value, LabelScope Scope, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

internal sealed class MemberLabelConfiguration : IEntityTypeConfiguration<MemberLabel>
{
    public void Configure(EntityTypeBuilder<MemberLabel> builder)
    {
        builder.ToTable("labels");
        builder.Property(l => l.Key).HasMaxLength(MemberLabel.MaxLength);
        builder.Property(l => l.Value).HasMaxLength(MemberLabel.MaxLength);
        builder.Property(l => l.Description).HasMaxLength(MemberLabel.MaxDescriptionLength);
        builder.HasIndex(l => new { l.MemberId, l.Key, l.Scope }).IsUnique();
        builder.HasIndex(l => new { l.Key, l.Value });
        builder.HasOne<Member>().WithMany().HasForeignKey(l => l.MemberId);
    }
}
