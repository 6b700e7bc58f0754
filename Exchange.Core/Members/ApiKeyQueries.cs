using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>An API key as its owner sees it: without the secret.</summary>
/// <param name="Kid">Its id.</param>
/// <param name="Terms">What the member chose.</param>
/// <param name="IsActive">False once disabled.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
/// <param name="LastUsedAt">When it last signed a request, to the minute.</param>
public sealed record ApiKeyView(
    string Kid, ApiKeyTerms Terms, bool IsActive, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? LastUsedAt);

/// <summary>Reads API keys.</summary>
public sealed class ApiKeyQueries(IDbContextFactory<ExchangeDbContext> contexts)
{
    /// <summary>A member's keys, newest first.</summary>
    public async Task<IReadOnlyList<ApiKeyView>> ListAsync(MemberId member, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var keys = await db.ApiKeys.AsNoTracking().Where(k => k.MemberId == member.Value)
            .OrderByDescending(k => k.CreatedAt).ThenBy(k => k.Kid).ToListAsync(cancellationToken);
        return [.. keys.Select(ViewOf)];
    }

    /// <summary>One key of a member, or null.</summary>
    public async Task<ApiKeyView?> FindAsync(MemberId member, string kid, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var key = await db.ApiKeys.AsNoTracking()
            .SingleOrDefaultAsync(k => k.Kid == kid && k.MemberId == member.Value, cancellationToken);
        return key is null ? null : ViewOf(key);
    }

    private static ApiKeyView ViewOf(ApiKey key) =>
        new(key.Kid, key.Terms, key.IsActive, key.CreatedAt, key.UpdatedAt, key.LastUsedAt);
}
