using Exchange.Core.Compliance;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Screening;

/// <summary>
/// Tells reviewers whether screening stands in the way of an acceptance. Who is due is compared at once: an officer need not wait for the
/// job.
/// </summary>
internal sealed class MemberScreeningStanding(ScreenMembers screening, DueMembers due) : IScreeningStanding
{
    public Task RefreshAsync(MemberId member, bool asksAgain, CancellationToken cancellationToken) =>
        screening.TryOneAsync(member.Value, asksAgain, cancellationToken);

    public async Task<ScreeningStanding> OfAsync(ExchangeDbContext db, MemberId member, CancellationToken cancellationToken)
    {
        if (await db.ScreeningCases.AnyAsync(c => c.MemberId == member.Value && c.State == CaseState.Open, cancellationToken))
            return ScreeningStanding.CaseOpen;
        return await due.IsDueAsync(db, member.Value, cancellationToken) ? ScreeningStanding.Outstanding : ScreeningStanding.Clear;
    }
}
