using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>The standing of members, at most five seconds old.</summary>
public sealed class MemberAccess : IMemberAccess
{
    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly ShortLivedCache<long, MemberStanding> _standings;

    /// <summary>Reads from the members table.</summary>
    public MemberAccess(IDbContextFactory<ExchangeDbContext> contexts, TimeProvider time)
    {
        _contexts = contexts;
        _standings = new ShortLivedCache<long, MemberStanding>(time, LoadAsync);
    }

    /// <inheritdoc/>
    public ValueTask<bool> MayTradeAsync(MemberId member, CancellationToken cancellationToken)
    {
        var standing = StandingAsync(member);
        return standing.IsCompletedSuccessfully ? new(IsActive(standing.GetAwaiter().GetResult())) : Slow(standing);

        static async ValueTask<bool> Slow(ValueTask<MemberStanding?> standing) => IsActive(await standing);
        static bool IsActive(MemberStanding? standing) => standing?.State == MemberState.Active;
    }

    /// <summary>A member's standing, or null for a stranger.</summary>
    public ValueTask<MemberStanding?> StandingAsync(MemberId member) => _standings.GetAsync(member.Value);

    /// <summary>Forgets what was read, after a change.</summary>
    public void Invalidate(MemberId member) => _standings.Invalidate(member.Value);

    private async Task<MemberStanding?> LoadAsync(long id)
    {
        await using var db = await _contexts.CreateDbContextAsync();
        return await db.Members.AsNoTracking().Where(m => m.Id == id)
            .Select(m => new MemberStanding(new MemberId(m.Id), m.Uid, m.Email!, m.State, m.Level, m.Role))
            .SingleOrDefaultAsync();
    }
}
