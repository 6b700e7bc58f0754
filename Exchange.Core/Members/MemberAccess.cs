using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>The standing of members, at most five seconds old.</summary>
public sealed class MemberAccess : IMemberAccess
{
    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly LevelRule _rule;
    private readonly ShortLivedCache<long, MemberStanding> _standings;

    /// <summary>Reads from the members table.</summary>
    public MemberAccess(IDbContextFactory<ExchangeDbContext> contexts, LevelRule rule, TimeProvider time)
    {
        (_contexts, _rule) = (contexts, rule);
        _standings = new ShortLivedCache<long, MemberStanding>(time, LoadAsync);
    }

    /// <inheritdoc/>
    public ValueTask<CapabilityVerdict> MayAsync(MemberId member, Capability capability, CancellationToken cancellationToken)
    {
        var minimum = _rule.MinimumFor(capability);
        var standing = StandingAsync(member);
        return standing.IsCompletedSuccessfully ? new(Verdict(standing.GetAwaiter().GetResult(), minimum)) : Slow(standing, minimum);

        static async ValueTask<CapabilityVerdict> Slow(ValueTask<MemberStanding?> standing, int minimum) =>
            Verdict(await standing, minimum);
    }

    /// <summary>A member's standing, or null for a stranger.</summary>
    public ValueTask<MemberStanding?> StandingAsync(MemberId member) => _standings.GetAsync(member.Value);

    /// <summary>Forgets what was read, after a change.</summary>
    public void Invalidate(MemberId member) => _standings.Invalidate(member.Value);

    private static CapabilityVerdict Verdict(MemberStanding? standing, int minimum)
    {
        if (standing?.State != MemberState.Active) return CapabilityVerdict.NotActive;
        return standing.Level >= minimum ? CapabilityVerdict.Allowed : CapabilityVerdict.LevelTooLow;
    }

    private async Task<MemberStanding?> LoadAsync(long id)
    {
        await using var db = await _contexts.CreateDbContextAsync();
        return await db.Members.AsNoTracking().Where(m => m.Id == id)
            .Select(m => new MemberStanding(new MemberId(m.Id), m.Uid, m.Email!, m.State, m.Level, m.Role))
            .SingleOrDefaultAsync();
    }
}
