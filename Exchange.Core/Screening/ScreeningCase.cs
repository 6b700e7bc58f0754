using Exchange.Core.Members;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Screening;

/// <summary>How far a case has come. The numbers are stored and never change.</summary>
public enum CaseState
{
    /// <summary>Waits for a decision.</summary>
    Open = 0,

    /// <summary>Somebody else is listed: quiet until the member or the entry changes.</summary>
    FalsePositive = 1,

    /// <summary>They are listed.</summary>
    TrueMatch = 2,
}

/// <summary>A member resembles an entry of a list, and somebody decides whether they are the same.</summary>
public sealed class ScreeningCase
{
    /// <summary>1, 2, 3 …</summary>
    public long Id { get; init; }

    /// <summary>Which member.</summary>
    public long MemberId { get; init; }

    /// <summary>Whose list.</summary>
    public ListSource Source { get; init; }

    /// <summary>The list's number of the entry.</summary>
    public required string Reference { get; init; }

    /// <summary>What of the member resembles it.</summary>
    public SubjectRole Role { get; set; }

    /// <summary>A blind index of what the member said: another one when they say something else.</summary>
    public required string SubjectDigest { get; set; }

    /// <summary>The hash of what the list said.</summary>
    public required string EntryDigest { get; set; }

    /// <summary>In which version it said so.</summary>
    public long VersionId { get; set; }

    /// <summary>What it said, as JSON: the list may say something else today.</summary>
    public required string Entry { get; set; }

    /// <summary>The entry's main name, for the queue.</summary>
    public required string EntryName { get; set; }

    /// <summary>How much speaks for it, to 100.</summary>
    public int Score { get; set; }

    /// <summary>What the score is made of, as JSON.</summary>
    public required string Reasons { get; set; }

    /// <summary>How far it has come.</summary>
    public CaseState State { get; set; }

    /// <summary>Who works on it, or null.</summary>
    public long? AssignedTo { get; set; }

    /// <summary>Who said first that it is somebody else, where two persons must; or null.</summary>
    public long? ClearedOnceBy { get; set; }

    /// <summary>Who decided, or null.</summary>
    public long? DecidedBy { get; set; }

    /// <summary>When, or null.</summary>
    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>Why, or null.</summary>
    public string? Decision { get; set; }

    /// <summary>Since when it waits.</summary>
    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>When something last happened.</summary>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>What both sides said, in one text: who decides names it, so that nobody decides what they have not seen.</summary>
    public string Seen => SubjectDigest + EntryDigest;
}

/// <summary>What somebody found out about a case.</summary>
public sealed class CaseNote
{
    /// <summary>1, 2, 3 …</summary>
    public long Id { get; init; }

    /// <summary>About which case.</summary>
    public long CaseId { get; init; }

    /// <summary>Who wrote it.</summary>
    public long AuthorId { get; init; }

    /// <summary>What it says.</summary>
    public required string Text { get; init; }

    /// <summary>When it was written.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}

internal sealed class ScreeningCaseConfiguration : IEntityTypeConfiguration<ScreeningCase>
{
    public void Configure(EntityTypeBuilder<ScreeningCase> builder)
    {
        builder.ToTable("screening_cases");
        builder.Ignore(c => c.Seen);
        builder.Property(c => c.Reference).HasMaxLength(ListFile.MaxReferenceLength);
        builder.Property(c => c.SubjectDigest).HasMaxLength(ListVersion.HashLength);
        builder.Property(c => c.EntryDigest).HasMaxLength(ListVersion.HashLength);
        builder.Property(c => c.EntryName).HasMaxLength(ListFile.MaxNameLength);
        builder.Property(c => c.Decision).HasMaxLength(StaffReason.MaxLength);
        builder.HasIndex(c => new { c.MemberId, c.Source, c.Reference }).IsUnique().HasFilter("\"State\" = 0")
            .HasDatabaseName("IX_screening_cases_open");
        builder.HasIndex(c => new { c.MemberId, c.Source, c.Reference, c.SubjectDigest, c.EntryDigest }).IsUnique()
            .HasDatabaseName("IX_screening_cases_hit");
        builder.HasIndex(c => new { c.State, c.OpenedAt });
        builder.HasOne<Member>().WithMany().HasForeignKey(c => c.MemberId);
    }
}

internal sealed class CaseNoteConfiguration : IEntityTypeConfiguration<CaseNote>
{
    public void Configure(EntityTypeBuilder<CaseNote> builder)
    {
        builder.ToTable("screening_notes");
        builder.Property(n => n.Text).HasMaxLength(StaffReason.MaxLength);
        builder.HasIndex(n => n.CaseId);
        builder.HasOne<ScreeningCase>().WithMany().HasForeignKey(n => n.CaseId);
    }
}
