using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Engine;

/// <summary>
/// The engine's whole state after some command, so that a start need not replay everything. This is its head; the
/// state itself, as <see cref="SnapshotCodec"/> writes it, lies in <see cref="SnapshotChunk"/> rows.
/// </summary>
public sealed class Snapshot
{
    /// <summary>The last command included; also the last of its journal row.</summary>
    public long Sequence { get; set; }

    /// <summary>SHA-256 of the content: the state hash.</summary>
    public byte[] StateHash { get; set; } = [];

    /// <summary>The hash of the journal row that ends at <see cref="Sequence"/>, so that verification goes on from
    /// there.</summary>
    public byte[] JournalHash { get; set; } = [];

    /// <summary>Length of the content.</summary>
    public long Bytes { get; set; }

    /// <summary>When it was made, microseconds since 1970 UTC.</summary>
    public long MadeAtMicroseconds { get; set; }
}

/// <summary>A piece of a snapshot's content.</summary>
public sealed class SnapshotChunk
{
    /// <summary>Longest piece: the database copies a value several times on its way in, so pieces stay small.</summary>
    public const int MaxBytes = 4 << 20;

    /// <summary>The snapshot's.</summary>
    public long Sequence { get; set; }

    /// <summary>Its place, from 0.</summary>
    public int Index { get; set; }

    /// <summary>The bytes.</summary>
    public byte[] Payload { get; set; } = [];
}

internal sealed class SnapshotConfiguration : IEntityTypeConfiguration<Snapshot>
{
    public void Configure(EntityTypeBuilder<Snapshot> builder)
    {
        builder.ToTable("engine_snapshots");
        builder.HasKey(s => s.Sequence);
        builder.Property(s => s.Sequence).ValueGeneratedNever();
    }
}

internal sealed class SnapshotChunkConfiguration : IEntityTypeConfiguration<SnapshotChunk>
{
    public void Configure(EntityTypeBuilder<SnapshotChunk> builder)
    {
        builder.ToTable("engine_snapshot_chunks");
        builder.HasKey(c => new { c.Sequence, c.Index });
        builder.HasOne<Snapshot>().WithMany().HasForeignKey(c => c.Sequence).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class JournalRowConfiguration : IEntityTypeConfiguration<JournalRow>
{
    public void Configure(EntityTypeBuilder<JournalRow> builder)
    {
        builder.ToTable("journal");
        builder.HasKey(r => r.FirstSequence);
        builder.Property(r => r.FirstSequence).ValueGeneratedNever();
    }
}
