using Exchange.Core.Members;
using Exchange.Core.Storage;

namespace Exchange.Core.Compliance;

/// <summary>
/// Accepts one item of a review for a reason; where two persons must, the second acceptance counts. Not before the member was compared
/// with the lists, and not while a case of screening is open, unless somebody who may says that they want it all the same.
/// </summary>
public sealed class ApproveItem
{
    internal const string ActionName = "review.approve";

    private readonly ReviewDesk _desk;
    private readonly ItemDecisions _decisions;
    private readonly PermissionChecks _permissions;

    internal ApproveItem(ReviewDesk desk, ItemDecisions decisions, PermissionChecks permissions) =>
        (_desk, _decisions, _permissions) = (desk, decisions, permissions);

    /// <summary>Accepts the item. The reason is for the audit log; the member does not read it.</summary>
    public Task<ReviewRejectReason> ExecuteAsync(Actor actor, Guid item, string? reason, CancellationToken cancellationToken) =>
        ExecuteAsync(actor, item, reason, despiteScreening: false, cancellationToken);

    /// <summary>The same, also when screening stands in the way.</summary>
    public async Task<ReviewRejectReason> ExecuteAsync(
        Actor actor, Guid item, string? reason, bool despiteScreening, CancellationToken cancellationToken)
    {
        var text = reason?.Trim();
        var review = await _desk.ReviewOfAsync(item, cancellationToken);
        if (despiteScreening && await _permissions.CheckAsync(
            actor, Permission.ScreeningOverride, $"review {review}", cancellationToken) != PermissionVerdict.Granted)
            return ReviewRejectReason.NotPermitted;
        var act = new ReviewAct(ActionName) { Reason = text, NeedsScreening = true };
        return await _desk.ActAsync(
            actor, review, act,
            async (db, found) =>
            {
                var (row, refusal) = await ItemDecisions.FindAsync(db, found, item, cancellationToken);
                if (row is null) return refusal;
                if (!RejectItem.IsReason(text)) return ReviewRejectReason.ReasonInvalid;
                var obstacle = await _desk.ScreeningObstacleAsync(db, found, cancellationToken);
                if (obstacle != ReviewRejectReason.None && !despiteScreening) return obstacle;
                var despite = obstacle == ReviewRejectReason.None ? "" : $", in spite of {obstacle}";
                return await ApplyAsync(db, found, row, act, actor.Member.Value, despite, cancellationToken);
            },
            cancellationToken);
    }

    /// <summary>Accepts an item in the caller's act: of a person, or of the program, whose number is 0.</summary>
    internal async Task<ReviewRejectReason> ApplyAsync(
        ExchangeDbContext db, Review review, ReviewItem row, ReviewAct act, long by, string despite, CancellationToken cancellationToken)
    {
        var what = await ItemDecisions.NameOfAsync(db, row, cancellationToken);
        if (_desk.Options.TwoPersons && row.State == ReviewItemState.Pending)
        {
            act.Changes(what, row.State, ReviewItemState.ApprovedOnce, despite);
            (row.State, row.FirstApprovedBy) = (ReviewItemState.ApprovedOnce, by);
            return ReviewRejectReason.None;
        }

        // Also when the rule was switched off after the first acceptance: who has looked twice has looked once.
        if (row.FirstApprovedBy == by) return ReviewRejectReason.SecondPersonNeeded;
        act.Changes(what, row.State, ReviewItemState.Approved, despite);
        await _decisions.ApplyAsync(_desk, db, review, row, isAccepted: true, new LabelCause(by), cancellationToken);
        return ReviewRejectReason.None;
    }
}
