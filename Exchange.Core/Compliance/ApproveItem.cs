using Exchange.Core.Members;

namespace Exchange.Core.Compliance;

/// <summary>Accepts one item of a review for a reason; where two persons must, the second acceptance counts.</summary>
public sealed class ApproveItem
{
    private readonly ReviewDesk _desk;
    private readonly ItemDecisions _decisions;

    internal ApproveItem(ReviewDesk desk, ItemDecisions decisions) => (_desk, _decisions) = (desk, decisions);

    /// <summary>Accepts the item. The reason is for the audit log; the member does not read it.</summary>
    public async Task<ReviewRejectReason> ExecuteAsync(Actor actor, Guid item, string? reason, CancellationToken cancellationToken)
    {
        var text = reason?.Trim();
        var review = await _desk.ReviewOfAsync(item, cancellationToken);
        var act = new ReviewAct("review.approve") { Reason = text };
        return await _desk.ActAsync(
            actor, review, act,
            async (db, found) =>
            {
                var (row, refusal) = await ItemDecisions.FindAsync(db, found, item, cancellationToken);
                if (row is null) return refusal;
                if (!RejectItem.IsReason(text)) return ReviewRejectReason.ReasonInvalid;
                var what = await ItemDecisions.NameOfAsync(db, row, cancellationToken);
                if (_desk.Options.TwoPersons && row.State == ReviewItemState.Pending)
                {
                    act.Changes(what, row.State, ReviewItemState.ApprovedOnce);
                    (row.State, row.FirstApprovedBy) = (ReviewItemState.ApprovedOnce, actor.Member.Value);
                    return ReviewRejectReason.None;
                }

                // Also when the rule was switched off after the first acceptance: who has looked twice has looked once.
                if (row.FirstApprovedBy == actor.Member.Value) return ReviewRejectReason.SecondPersonNeeded;
                act.Changes(what, row.State, ReviewItemState.Approved);
                await _decisions.ApplyAsync(
                    _desk, db, found, row, isAccepted: true, new LabelCause(actor.Member.Value), cancellationToken);
                return ReviewRejectReason.None;
            },
            cancellationToken);
    }
}
