using Exchange.Core.Members;

namespace Exchange.Core.Compliance;

/// <summary>Takes a review to oneself, so that two persons do not do the same work, and gives it back.</summary>
public sealed class ClaimReview
{
    private readonly ReviewDesk _desk;

    internal ClaimReview(ReviewDesk desk) => _desk = desk;

    /// <summary>Claims a review, or goes on with it.</summary>
    public Task<ReviewRejectReason> ExecuteAsync(Actor actor, long review, CancellationToken cancellationToken) => _desk.ActAsync(
        actor, review, new ReviewAct("review.claim", needsClaim: false),
        (_, found) => Task.FromResult(found.State == ReviewState.Closed ? ReviewRejectReason.AlreadyDecided : ReviewRejectReason.None),
        cancellationToken);

    /// <summary>Claims the review that has waited longest of those that nobody is at; null when there is none.</summary>
    public async Task<(ReviewRejectReason Reason, long? Review)> NextAsync(Actor actor, CancellationToken cancellationToken)
    {
        foreach (var review in await _desk.WaitingForAsync(actor, cancellationToken))
        {
            var reason = await ExecuteAsync(actor, review, cancellationToken);
            if (reason == ReviewRejectReason.None) return (reason, review);
            if (reason == ReviewRejectReason.NotPermitted) return (reason, null);
        }

        return (ReviewRejectReason.None, null);
    }

    /// <summary>Gives it back.</summary>
    public Task<ReviewRejectReason> ReleaseAsync(Actor actor, long review, CancellationToken cancellationToken) => _desk.ActAsync(
        actor, review, new ReviewAct("review.release"),
        (_, found) =>
        {
            (found.ClaimedBy, found.ClaimedUntil) = (null, null);
            return Task.FromResult(ReviewRejectReason.None);
        },
        cancellationToken);
}
