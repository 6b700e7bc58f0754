using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>An API key as its owner sees it: without the secret.</summary>
/// <param name="Kid">Its id.</param>
/// <param name="Label">The member's name for it.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="IsActive">False once disabled.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="LastUsedAt">When it last signed a request, to the minute.</param>
public sealed record ApiKeyView(
    string Kid, string Label, ApiKeyScopes Scopes, bool IsActive, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt);

/// <summary>Reads API keys.</summary>
public sealed class ApiKeyQueries(IDbContextFactory<ExchangeDbContext> contexts)
{
    /// <summary>A member's keys, newest first.</summary>
    public async Task<IReadOnlyList<ApiKeyView>> ListAsync(MemberId member, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.ApiKeys.AsNoTracking().Where(k => k.MemberId == member.Value)
            .OrderByDescending(k => k.CreatedAt)
            .Select(k => new ApiKeyView(k.Kid, k.Label, k.Scopes, k.IsActive, k.CreatedAt, k.LastUsedAt))
            .ToListAsync(cancellationToken);
    }
}
