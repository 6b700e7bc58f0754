using Exchange.Core.Members;

namespace Exchange.Core.Compliance;

/// <summary>Asks the member for something more; the review waits for them, and goes on when they send something.</summary>
public sealed class RequestMore
{
    private readonly ReviewDesk _desk;

    internal RequestMore(ReviewDesk desk) => _desk = desk;

    /// <summary>Asks, in words that the member reads.</summary>
    public Task<ReviewRejectReason> ExecuteAsync(Actor actor, long review, string? request, CancellationToken cancellationToken)
    {
        var text = request?.Trim();
        return _desk.ActAsync(
            actor, review, new ReviewAct("review.request_more") { Reason = text, Notice = ReviewNotices.MoreRequested },
            (_, found) =>
            {
                if (found.State == ReviewState.Closed) return Task.FromResult(ReviewRejectReason.AlreadyDecided);
                if (!RejectItem.IsReason(text)) return Task.FromResult(ReviewRejectReason.ReasonInvalid);
                (found.State, found.Request) = (ReviewState.MoreRequested, text);
                (found.ClaimedBy, found.ClaimedUntil) = (null, null);
                return Task.FromResult(ReviewRejectReason.None);
            },
            cancellationToken);
    }
}
