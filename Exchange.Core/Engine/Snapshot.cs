using System.Security.Cryptography;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Engine;

/// <summary>The engine's whole state after some command, so that a start need not replay everything.</summary>
public sealed class Snapshot
{
    /// <summary>The last command included; also the last of its journal row.</summary>
    public long Sequence { get; set; }

    /// <summary>SHA-256 of the payload: the state hash.</summary>
    public byte[] StateHash { get; set; } = [];

    /// <summary>The hash of the journal row that ends at <see cref="Sequence"/>, so that verification goes on from
    /// there.</summary>
    public byte[] JournalHash { get; set; } = [];

    /// <summary>The state as <see cref="SnapshotCodec"/> writes it.</summary>
    public byte[] Payload { get; set; } = [];

    /// <summary>True when the payload is what was written.</summary>
    public bool IsIntact => SHA256.HashData(Payload).AsSpan().SequenceEqual(StateHash);
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

internal sealed class JournalRowConfiguration : IEntityTypeConfiguration<JournalRow>
{
    public void Configure(EntityTypeBuilder<JournalRow> builder)
    {
        builder.ToTable("journal");
        builder.HasKey(r => r.FirstSequence);
        builder.Property(r => r.FirstSequence).ValueGeneratedNever();
    }
}

/// <summary>Where snapshots are kept.</summary>
internal sealed class SnapshotStore(IDbContextFactory<ExchangeDbContext> contexts)
{
    /// <summary>How many snapshots are kept; older ones are deleted when a new one is saved.</summary>
    public const int Kept = 3;

    /// <summary>The newest snapshot at or before a sequence whose hash is right, or null.</summary>
    public async Task<Snapshot?> FindIntactAsync(long atMostSequence, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var candidates = await db.Set<Snapshot>().Where(s => s.Sequence <= atMostSequence)
            .OrderByDescending(s => s.Sequence).Select(s => s.Sequence).ToListAsync(cancellationToken);
        foreach (var sequence in candidates)
        {
            var snapshot = await db.Set<Snapshot>().AsNoTracking()
                .SingleAsync(s => s.Sequence == sequence, cancellationToken);
            if (snapshot.IsIntact) return snapshot;
        }

        return null;
    }

    /// <summary>The state hash of each stored snapshot, by sequence.</summary>
    public async Task<Dictionary<long, byte[]>> HashesAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<Snapshot>().ToDictionaryAsync(s => s.Sequence, s => s.StateHash, cancellationToken);
    }

    public async Task SaveAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Snapshot>().AnyAsync(s => s.Sequence == snapshot.Sequence, cancellationToken)) return;
        db.Add(snapshot);
        await db.SaveChangesAsync(cancellationToken);
        var oldestKept = await db.Set<Snapshot>().OrderByDescending(s => s.Sequence).Select(s => s.Sequence)
            .Skip(Kept - 1).FirstOrDefaultAsync(cancellationToken);
        await db.Set<Snapshot>().Where(s => s.Sequence < oldestKept).ExecuteDeleteAsync(cancellationToken);
    }
}
