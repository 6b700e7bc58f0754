using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Audit;

/// <summary>Who changed what. Rows are only ever added.</summary>
public sealed class AuditEntry
{
    /// <summary>1, 2, 3 …</summary>
    public long Id { get; init; }

    /// <summary>The member who did it, 0 for the program.</summary>
    public long ActorId { get; init; }

    /// <summary>What was done, for example <c>api_key.create</c>.</summary>
    public required string Action { get; init; }

    /// <summary>To what.</summary>
    public required string Target { get; init; }

    /// <summary>What it was.</summary>
    public string? Before { get; init; }

    /// <summary>What it became.</summary>
    public string? After { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>From which address.</summary>
    public string? Address { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
}

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("audit_entries");
        builder.Property(e => e.Action).HasMaxLength(AuditRecord.MaxActionLength);
        builder.Property(e => e.Target).HasMaxLength(AuditRecord.MaxTargetLength);
        builder.Property(e => e.Address).HasMaxLength(AuditRecord.MaxAddressLength);
        builder.HasIndex(e => new { e.Target, e.Id });
        builder.HasIndex(e => new { e.ActorId, e.Id });
    }
}
