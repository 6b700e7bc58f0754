using Exchange.Core.Audit;
using Exchange.Core.Members;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Compliance;

/// <summary>A document's file in the clear.</summary>
/// <param name="ContentType">Its type, found from its content when it came.</param>
/// <param name="Bytes">The file.</param>
public sealed record DocumentFile(string ContentType, byte[] Bytes);

/// <summary>Opens documents for reviewers, and for nobody else; each opening is in the audit log before the file is read.</summary>
public sealed class ReadDocument
{
    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly PermissionChecks _permissions;
    private readonly DocumentVault _vault;
    private readonly IAuditLog _audit;

    internal ReadDocument(
        IDbContextFactory<ExchangeDbContext> contexts, PermissionChecks permissions, DocumentVault vault, IAuditLog audit) =>
        (_contexts, _permissions, _vault, _audit) = (contexts, permissions, vault, audit);

    /// <summary>The file; null when there is none, or when the person may not see it.</summary>
    public async Task<DocumentFile?> ExecuteAsync(Actor actor, Guid id, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var document = await db.Documents.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, cancellationToken);
        var target = document is null ? $"document {id:N}" : $"member {document.MemberId}";
        if (await _permissions.CheckAsync(actor, Permission.KycReview, target, cancellationToken) != PermissionVerdict.Granted) return null;
        if (document is null) return null;
        var record = new AuditRecord(actor.Member.Value, "document.read", target)
        {
            After = $"document {id:N}",
            Address = actor.Origin.Address,
        };
        await _audit.AppendAsync(db, record, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return await _vault.ReadAsync(id, cancellationToken) is { } bytes ? new DocumentFile(document.ContentType, bytes) : null;
    }
}
