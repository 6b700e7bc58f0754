using Exchange.Core.Members;

namespace Exchange.Core.Compliance;

/// <summary>Accepts one item of a review; where two persons must, the second acceptance counts.</summary>
public sealed class ApproveItem
{
    private readonly ReviewDesk _desk;
    private readonly ItemDecisions _decisions;

    internal ApproveItem(ReviewDesk desk, ItemDecisions decisions) => (_desk, _decisions) = (desk, decisions);

    /// <summary>Accepts the item.</summary>
    public async Task<ReviewRejectReason> ExecuteAsync(Actor actor, Guid item, CancellationToken cancellationToken)
    {
        var review = await _desk.ReviewOfAsync(item, cancellationToken);
        var act = new ReviewAct("review.approve") { What = $"item {item:N}" };
        return await _desk.ActAsync(
            actor, review, act,
            async (db, found) =>
            {
                var (row, reason) = await ItemDecisions.FindAsync(db, found, item, cancellationToken);
                if (row is null) return reason;
                if (_desk.Options.TwoPersons && row.State == ReviewItemState.Pending)
                {
                    (row.State, row.FirstApprovedBy) = (ReviewItemState.ApprovedOnce, actor.Member.Value);
                    return ReviewRejectReason.None;
                }

                // Also when the rule was switched off after the first acceptance: who has looked twice has looked once.
                if (row.FirstApprovedBy == actor.Member.Value) return ReviewRejectReason.SecondPersonNeeded;
                await _decisions.ApplyAsync(
                    _desk, db, found, row, isAccepted: true, new LabelCause(actor.Member.Value), cancellationToken);
                return ReviewRejectReason.None;
            },
            cancellationToken);
    }
}
