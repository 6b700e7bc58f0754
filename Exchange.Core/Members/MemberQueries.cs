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
/// <param name="UpdatedAt">When the account was last changed.</param>
/// <param name="Data">What a program of theirs keeps with the account, or null.</param>
/// <param name="HasSecondFactor">Whether a second factor is on.</param>
public sealed record MemberProfile(
    string Uid, string Email, MemberState State, int Level, string Role, DateTimeOffset CreatedAt,
    string? QuoteCurrency, DateTimeOffset UpdatedAt, string? Data, bool HasSecondFactor);

/// <summary>What a member is called.</summary>
/// <param name="Uid">The public name.</param>
/// <param name="Email">The address.</param>
public sealed record MemberName(string Uid, string Email);

/// <summary>Which activities are wanted.</summary>
public sealed record ActivityFilter
{
    /// <summary>The topic, or null for all.</summary>
    public string? Topic { get; init; }

    /// <summary>The result, or null for all.</summary>
    public string? Result { get; init; }

    /// <summary>From when on, or null.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before when, or null.</summary>
    public DateTimeOffset? To { get; init; }
}

/// <summary>One page of a member's activities.</summary>
/// <param name="Total">How many there are on all pages.</param>
/// <param name="Rows">Those of this page, newest first.</param>
public sealed record ActivityPage(int Total, IReadOnlyList<Activity> Rows);

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
            .Select(m => new MemberProfile(m.Uid, m.Email!, m.State, m.Level, m.Role, m.CreatedAt, m.QuoteCurrency, m.UpdatedAt,
                m.Data, m.TwoFactorEnabled))
            .SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>A member's second factors.</summary>
    public async Task<MemberFactors> FactorsAsync(MemberId member, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await SecondFactors.OfAsync(db, member.Value, cancellationToken);
    }

    /// <summary>A member's id by e-mail address, for the program itself.</summary>
    public async Task<MemberId?> FindByEmailAsync(EmailAddress email, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var id = await db.Members.Where(m => m.NormalizedEmail == email.Key).Select(m => (long?)m.Id)
            .SingleOrDefaultAsync(cancellationToken);
        return id is { } value ? new MemberId(value) : null;
    }

    /// <summary>What members are called, for lists that know their numbers.</summary>
    public async Task<IReadOnlyDictionary<long, MemberName>> NamesAsync(
        IEnumerable<long> members, CancellationToken cancellationToken)
    {
        long[] wanted = [.. members.Distinct()];
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Members.AsNoTracking().Where(m => wanted.Contains(m.Id))
            .ToDictionaryAsync(m => m.Id, m => new MemberName(m.Uid, m.Email!), cancellationToken);
    }

    /// <summary>A member's id by uid.</summary>
    public async Task<MemberId?> FindByUidAsync(string uid, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var id = await db.Members.Where(m => m.Uid == uid).Select(m => (long?)m.Id).SingleOrDefaultAsync(cancellationToken);
        return id is { } value ? new MemberId(value) : null;
    }

    /// <summary>How many members there are in each state.</summary>
    public async Task<IReadOnlyDictionary<MemberState, int>> CountByStateAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Members.GroupBy(m => m.State).Select(g => new { State = g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.State, g => g.Count, cancellationToken);
    }

    /// <summary>A page of what a member did, newest first; the first page is 1.</summary>
    public async Task<ActivityPage> ActivityPageAsync(
        MemberId member, ActivityFilter filter, int page, int limit, CancellationToken cancellationToken)
    {
        var size = Math.Clamp(limit, 1, MaxActivities);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = db.Activities.AsNoTracking().Where(a => a.MemberId == member.Value);
        if (filter.Topic is { } topic) rows = rows.Where(a => a.Topic == topic);
        if (filter.Result is { } result) rows = rows.Where(a => a.Result == result);
        if (filter.From is { } from) rows = rows.Where(a => a.At >= from);
        if (filter.To is { } to) rows = rows.Where(a => a.At < to);
        var total = await rows.CountAsync(cancellationToken);
        return new ActivityPage(total, await rows.OrderByDescending(a => a.Id).Skip((page - 1) * size).Take(size)
            .ToListAsync(cancellationToken));
    }
}
