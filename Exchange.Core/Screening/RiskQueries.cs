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
public sealed record MemberRiskView(int Score, PepStanding Pep, IReadOnlyList<ScoreReason> Reasons, DateTimeOffset ScreenedAt);

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
            : new(risk.Score, risk.Pep, JsonSerializer.Deserialize<List<ScoreReason>>(risk.Reasons)!, risk.ScreenedAt));
    }
}
