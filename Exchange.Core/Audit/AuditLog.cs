using Exchange.Core.Storage;

namespace Exchange.Core.Audit;

internal sealed class AuditLog(TimeProvider time) : IAuditLog
{
    public async ValueTask AppendAsync(ExchangeDbContext db, AuditRecord record, CancellationToken cancellationToken) =>
        await db.Set<AuditEntry>().AddAsync(
            new AuditEntry
            {
                ActorId = record.ActorId,
                Action = record.Action,
                Target = record.Target,
                Before = record.Before,
                After = record.After,
                Reason = record.Reason,
                Address = record.Address,
                At = time.GetUtcNow(),
            },
            cancellationToken);
}
