using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Screening;

/// <summary>A file of a list that was loaded. The row stays when a later version takes its place.</summary>
public sealed class ListVersion
{
    /// <summary>Characters of a hash.</summary>
    public const int HashLength = 64;

    /// <summary>1, 2, 3 …</summary>
    public long Id { get; init; }

    /// <summary>Whose list.</summary>
    public ListSource Source { get; init; }

    /// <summary>The SHA-256 of the file.</summary>
    public required string Hash { get; init; }

    /// <summary>The day that the file gives, or null.</summary>
    public DateOnly? PublishedOn { get; init; }

    /// <summary>How many entries it has.</summary>
    public int Entries { get; init; }

    /// <summary>Who loaded it.</summary>
    public long LoadedBy { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset LoadedAt { get; init; }

    /// <summary>Whether members are compared with it.</summary>
    public bool IsCurrent { get; set; }
}

/// <summary>An entry of the version of a list that is current.</summary>
public sealed class ListEntryRow
{
    /// <summary>1, 2, 3 …</summary>
    public long Id { get; init; }

    /// <summary>In which version.</summary>
    public long VersionId { get; init; }

    /// <summary>Whose list.</summary>
    public ListSource Source { get; init; }

    /// <summary>The list's own number.</summary>
    public required string Reference { get; init; }

    /// <summary>The hash of <see cref="Content"/>.</summary>
    public required string Digest { get; init; }

    /// <summary>The entry, as JSON.</summary>
    public required string Content { get; init; }
}

internal sealed class ListVersionConfiguration : IEntityTypeConfiguration<ListVersion>
{
    public void Configure(EntityTypeBuilder<ListVersion> builder)
    {
        builder.ToTable("list_versions");
        builder.Property(v => v.Hash).HasMaxLength(ListVersion.HashLength);
        builder.HasIndex(v => v.Source).IsUnique().HasFilter("\"IsCurrent\"");
    }
}

internal sealed class ListEntryConfiguration : IEntityTypeConfiguration<ListEntryRow>
{
    public void Configure(EntityTypeBuilder<ListEntryRow> builder)
    {
        builder.ToTable("list_entries");
        builder.Property(e => e.Reference).HasMaxLength(ListFile.MaxReferenceLength);
        builder.Property(e => e.Digest).HasMaxLength(ListVersion.HashLength);
        builder.HasIndex(e => new { e.Source, e.Reference }).IsUnique();
        builder.HasOne<ListVersion>().WithMany().HasForeignKey(e => e.VersionId);
    }
}
