using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Engine;

/// <summary>
/// A stretch of old journal rows, compressed and moved out of the table that the engine writes. The chain of hashes goes
/// through it: from <see cref="PreviousHash"/> over every row to <see cref="LastHash"/>.
/// </summary>
public sealed class JournalSegment
{
    /// <summary>The first row's first command.</summary>
    public long FirstSequence { get; set; }

    /// <summary>The last row's last command.</summary>
    public long LastSequence { get; set; }

    /// <summary>How many rows.</summary>
    public int Rows { get; set; }

    /// <summary>The hash of the row before the first.</summary>
    public byte[] PreviousHash { get; set; } = [];

    /// <summary>The hash of the last row.</summary>
    public byte[] LastHash { get; set; } = [];

    /// <summary>SHA-256 of the content, compressed as it is kept.</summary>
    public byte[] ContentHash { get; set; } = [];

    /// <summary>Length of the content before compression.</summary>
    public int RawBytes { get; set; }

    /// <summary>Length of the content as it is kept.</summary>
    public int Bytes { get; set; }

    /// <summary>The content, as <see cref="SegmentCodec"/> writes it; null when it lies in <see cref="File"/>.</summary>
    public byte[]? Payload { get; set; }

    /// <summary>The file's name in the archive directory; null when the content is here.</summary>
    public string? File { get; set; }
}

internal sealed class JournalSegmentConfiguration : IEntityTypeConfiguration<JournalSegment>
{
    public void Configure(EntityTypeBuilder<JournalSegment> builder)
    {
        builder.ToTable("journal_segments");
        builder.HasKey(s => s.FirstSequence);
        builder.Property(s => s.FirstSequence).ValueGeneratedNever();
        builder.Property(s => s.File).HasMaxLength(SegmentFiles.MaxNameLength);
        builder.HasIndex(s => s.LastSequence).IsUnique();
    }
}
