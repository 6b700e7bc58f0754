using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;

namespace Exchange.Core.Engine;

/// <summary>How far the journal has been verified by the regular job.</summary>
public sealed class VerifiedPoint
{
    /// <summary>There is one.</summary>
    public const int OnlyId = 1;

    /// <summary><see cref="OnlyId"/>.</summary>
    public int Id { get; set; } = OnlyId;

    /// <summary>The last command verified.</summary>
    public long Sequence { get; set; }

    /// <summary>The hash of its row.</summary>
    public byte[] Hash { get; set; } = [];
}

internal sealed class VerifiedPointConfiguration : IEntityTypeConfiguration<VerifiedPoint>
{
    public void Configure(EntityTypeBuilder<VerifiedPoint> builder)
    {
        builder.ToTable("journal_verified");
        builder.HasKey(p => p.Id);
        builder.Property(p => p.Id).ValueGeneratedNever();
    }
}

/// <summary>Keeps the <see cref="VerifiedPoint"/>.</summary>
internal sealed class VerifiedPointStore(DatabaseConnectionString connectionString)
{
    public async Task<JournalPoint?> ReadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await BulkConnection.OpenAsync(connectionString, cancellationToken);
        await using var command = new NpgsqlCommand("""select "Sequence", "Hash" from journal_verified""", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new JournalPoint(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1))
            : null;
    }

    public async Task WriteAsync(JournalPoint point, CancellationToken cancellationToken)
    {
        await using var connection = await BulkConnection.OpenAsync(connectionString, cancellationToken);
        await using var command = new NpgsqlCommand(
            """
            insert into journal_verified ("Id", "Sequence", "Hash") values ($1, $2, $3)
            on conflict ("Id") do update set "Sequence" = excluded."Sequence", "Hash" = excluded."Hash"
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = VerifiedPoint.OnlyId });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = point.Sequence });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = point.Hash });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
