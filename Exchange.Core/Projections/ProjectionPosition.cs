using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Projections;

/// <summary>How far a projection has come; written in the transaction that writes its rows, so each event counts
/// exactly once.</summary>
public sealed class ProjectionPosition
{
    /// <summary>The projection's name.</summary>
    public required string Name { get; set; }

    /// <summary>The last sequence whose events are in the tables.</summary>
    public long Sequence { get; set; }

    /// <summary>Counts the starts that took the tables over; only the last one may write them.</summary>
    public long Epoch { get; set; }
}

internal sealed class ProjectionPositionConfiguration : IEntityTypeConfiguration<ProjectionPosition>
{
    public void Configure(EntityTypeBuilder<ProjectionPosition> builder)
    {
        builder.ToTable("projection_positions");
        builder.HasKey(p => p.Name);
        builder.Property(p => p.Name).HasMaxLength(50);
    }
}
