using Exchange.Core.Audit;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>Disables and deletes a member's own API keys; another member's key is as unknown as none.</summary>
public sealed class ChangeApiKey(
    IDbContextFactory<ExchangeDbContext> contexts, ApiKeyVerifier verifier, IAuditLog audit)
{
    /// <summary>Disables a key: it signs nothing any more, and stays in the list. False when there is none.</summary>
    public Task<bool> DisableAsync(
        MemberId member, string kid, RequestOrigin origin, CancellationToken cancellationToken) =>
        ChangeAsync(member, kid, origin, "api_key.disable", (_, key) => key.IsActive = false, cancellationToken);

    /// <summary>Deletes a key. False when there is none.</summary>
    public Task<bool> DeleteAsync(
        MemberId member, string kid, RequestOrigin origin, CancellationToken cancellationToken) =>
        ChangeAsync(member, kid, origin, "api_key.delete", (db, key) => db.ApiKeys.Remove(key), cancellationToken);

    private async Task<bool> ChangeAsync(
        MemberId member, string kid, RequestOrigin origin, string action, Action<ExchangeDbContext, ApiKey> change,
        CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var key = await db.ApiKeys.SingleOrDefaultAsync(
            k => k.Kid == kid && k.MemberId == member.Value, cancellationToken);
        if (key is null) return false;
        var record = new AuditRecord(member.Value, action, kid)
        {
            Before = key.IsActive ? "active" : "disabled",
            Address = origin.Address,
        };
        change(db, key);
        await audit.AppendAsync(db, record, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        verifier.Invalidate(kid);
        return true;
    }
}
