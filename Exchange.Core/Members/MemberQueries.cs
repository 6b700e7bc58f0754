using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>A member as they see themselves.</summary>
/// <param name="Uid">The public name.</param>
/// <param name="Email">The address.</param>
/// <param name="State">The state.</param>
/// <param name="Level">The level.</param>
/// <param name="Role">The role.</param>
/// <param name="CreatedAt">When they signed up.</param>
/// <param name="QuoteCurrency">In what they want to see values, or null.</param>
public sealed record MemberProfile(
    string Uid, string Email, MemberState State, int Level, string Role, DateTimeOffset CreatedAt,
    string? QuoteCurrency);

/// <summary>Reads members and what they did.</summary>
public sealed class MemberQueries(IDbContextFactory<ExchangeDbContext> contexts)
{
    /// <summary>Most activities in one answer.</summary>
    public const int MaxActivities = 100;

    /// <summary>A member's own data.</summary>
    public async Task<MemberProfile?> ProfileAsync(MemberId member, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Members.AsNoTracking().Where(m => m.Id == member.Value)
            .Select(m => new MemberProfile(m.Uid, m.Email!, m.State, m.Level, m.Role, m.CreatedAt, m.QuoteCurrency))
            .SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>A member's id by e-mail address, for the program itself.</summary>
    public async Task<MemberId?> FindByEmailAsync(EmailAddress email, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var id = await db.Members.Where(m => m.NormalizedEmail == email.Key).Select(m => (long?)m.Id)
            .SingleOrDefaultAsync(cancellationToken);
        return id is { } value ? new MemberId(value) : null;
    }

    /// <summary>What a member did last, newest first.</summary>
    public async Task<IReadOnlyList<Activity>> ActivitiesAsync(
        MemberId member, int limit, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Activities.AsNoTracking().Where(a => a.MemberId == member.Value).OrderByDescending(a => a.Id)
            .Take(Math.Clamp(limit, 0, MaxActivities)).ToListAsync(cancellationToken);
    }
}
