using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Compliance;

/// <summary>
/// What follows from a provider's verdict by itself: nothing, unless the operator wants it. Then the acts of reviewers are done, one for
/// each item, with their rules: what a person is at is left alone, two persons stay two, and nothing is accepted while screening stands in
/// the way.
/// </summary>
internal sealed class ProviderPolicy(
    ReviewDesk desk, ApproveItem approvals, RejectItem rejections, IScreeningStanding screening, IOptions<KycProviderOptions> options)
{
    /// <summary>Compares the member with the lists before the transaction, where an acceptance may follow.</summary>
    public Task PrepareAsync(MemberId member, ProviderVerdict verdict, CancellationToken cancellationToken) =>
        options.Value.AutoApprove && verdict == ProviderVerdict.Approved
            ? screening.RefreshAsync(member, asksAgain: false, cancellationToken)
            : Task.CompletedTask;

    /// <summary>Does what follows, in the caller's transaction and under the member's lock.</summary>
    public async Task ApplyAsync(
        ExchangeDbContext db, ProviderCheck check, ProviderFindings findings, CancellationToken cancellationToken)
    {
        if (!options.Value.AutoApprove && !options.Value.AutoReject) return;
        if (await db.ProviderChecks.AnyAsync(c => c.ReviewId == check.ReviewId && c.Attempt > check.Attempt, cancellationToken)) return;
        var review = await db.Reviews.SingleAsync(r => r.Id == check.ReviewId, cancellationToken);
        foreach (var id in check.Items)
        {
            var (item, _) = await ItemDecisions.FindAsync(db, review, id, cancellationToken);
            // Of two who must accept, the program is never the second: that is a person.
            if (item is not { State: ReviewItemState.Pending }) continue;
            var found = findings.Of(id);
            if (found is { Verdict: ProviderVerdict.Rejected, Reasons.Count: > 0 })
                await RejectAsync(db, review, item, found, cancellationToken);
            else if (check.Verdict == ProviderVerdict.Approved && found is null or { Verdict: ProviderVerdict.Approved })
                await ApproveAsync(db, review, item, check, cancellationToken);
        }
    }

    private async Task ApproveAsync(
        ExchangeDbContext db, Review review, ReviewItem item, ProviderCheck check, CancellationToken cancellationToken)
    {
        if (!options.Value.AutoApprove) return;
        if (await desk.ScreeningObstacleAsync(db, review, cancellationToken) != ReviewRejectReason.None) return;
        var act = new ReviewAct(ApproveItem.ActionName) { Reason = $"{check.Provider}: {check.Reference} is approved" };
        await desk.DoAsync(
            db, review, null, act, () => approvals.ApplyAsync(db, review, item, act, by: 0, despite: "", cancellationToken),
            cancellationToken);
    }

    private async Task RejectAsync(
        ExchangeDbContext db, Review review, ReviewItem item, ItemFinding found, CancellationToken cancellationToken)
    {
        if (!options.Value.AutoReject) return;
        var text = found.Reasons[0];
        foreach (var more in found.Reasons.Skip(1))
            if (text.Length + more.Length < ReviewItem.MaxReasonLength) text += " " + more;
        var act = RejectItem.ActOf(text);
        await desk.DoAsync(
            db, review, null, act, () => rejections.ApplyAsync(db, review, item, act, by: 0, cancellationToken), cancellationToken);
    }
}
