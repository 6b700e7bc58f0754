using Exchange.Core.Members;
using Exchange.Core.Storage;

namespace Exchange.Core.Compliance;

/// <summary>Rejects one item of a review with a reason that the member reads; they redo only that. One person is enough.</summary>
public sealed class RejectItem
{
    private readonly ReviewDesk _desk;
    private readonly ItemDecisions _decisions;

    internal RejectItem(ReviewDesk desk, ItemDecisions decisions) => (_desk, _decisions) = (desk, decisions);

    /// <summary>Rejects the item.</summary>
    public async Task<ReviewRejectReason> ExecuteAsync(
        Actor actor, Guid item, string? reason, CancellationToken cancellationToken)
    {
        var text = reason?.Trim();
        var review = await _desk.ReviewOfAsync(item, cancellationToken);
        var act = ActOf(text);
        return await _desk.ActAsync(
            actor, review, act,
            async (db, found) =>
            {
                var (row, refusal) = await ItemDecisions.FindAsync(db, found, item, cancellationToken);
                if (row is null) return refusal;
                if (!IsReason(text)) return ReviewRejectReason.ReasonInvalid;
                return await ApplyAsync(db, found, row, act, actor.Member.Value, cancellationToken);
            },
            cancellationToken);
    }

    /// <summary>The act, with the reason that the member reads.</summary>
    internal static ReviewAct ActOf(string? reason) => new("review.reject") { Reason = reason, Notice = ReviewNotices.Rejected };

    /// <summary>Rejects an item in the caller's act: of a person, or of the program, whose number is 0.</summary>
    internal async Task<ReviewRejectReason> ApplyAsync(
        ExchangeDbContext db, Review review, ReviewItem row, ReviewAct act, long by, CancellationToken cancellationToken)
    {
        act.Changes(await ItemDecisions.NameOfAsync(db, row, cancellationToken), row.State, ReviewItemState.Rejected);
        await _decisions.ApplyAsync(_desk, db, review, row, isAccepted: false, new LabelCause(by, act.Reason), cancellationToken);
        return ReviewRejectReason.None;
    }

    /// <summary>One line or more that someone can read.</summary>
    internal static bool IsReason(string? text) =>
        text is { Length: > 2 and <= ReviewItem.MaxReasonLength } && text.All(c => !char.IsControl(c) || c is '\n' or '\r');
}
