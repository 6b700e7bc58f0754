using System.Text.Json;
using Exchange.Core.Members;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Screening;

/// <summary>A member's risk as the staff sees it.</summary>
/// <param name="Score">From 0 to 100.</param>
/// <param name="Pep">Whether they are a politically exposed person.</param>
/// <param name="Reasons">What the score is made of.</param>
/// <param name="ScreenedAt">When they were last compared with the lists.</param>
/// <param name="Provider">That a provider was asked in vain; null when it was not.</param>
public sealed record MemberRiskView(
    int Score, PepStanding Pep, IReadOnlyList<ScoreReason> Reasons, DateTimeOffset ScreenedAt, ProviderTrouble? Provider);

/// <summary>That a provider was asked about a member in vain.</summary>
/// <param name="Tries">How often in a row.</param>
/// <param name="NextAt">When it is asked again; null when it has refused for good.</param>
public sealed record ProviderTrouble(int Tries, DateTimeOffset? NextAt);

/// <summary>Shows members' risk to those who decide about it: a member must not learn of it from someone else.</summary>
public sealed class RiskQueries(IDbContextFactory<ExchangeDbContext> contexts, PermissionChecks checks)
{
    /// <summary>The risk of a member; no value for who was never compared, and for one's own.</summary>
    public async Task<StaffAnswer<MemberRiskView>> FindAsync(Actor actor, MemberRow member, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var verdict = await checks.CheckAsync(db, actor, Permission.ScreeningCases, member.Uid, cancellationToken);
        if (verdict != PermissionVerdict.Granted || member.Id == actor.Member) return new(verdict, null);
        var risk = await db.MemberRisks.AsNoTracking().SingleOrDefaultAsync(r => r.MemberId == member.Id.Value, cancellationToken);
        return new(verdict, risk is null
            ? null
            : new(risk.Score, risk.Pep, JsonSerializer.Deserialize<List<ScoreReason>>(risk.Reasons)!, risk.ScreenedAt,
                risk.ProviderTriedStamp is null ? null : new ProviderTrouble(risk.ProviderTries, risk.ProviderNextAt)));
    }
}
