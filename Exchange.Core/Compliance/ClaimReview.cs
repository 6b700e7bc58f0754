using Exchange.Core.Members;

namespace Exchange.Core.Compliance;

/// <summary>Takes a review to oneself, so that two persons do not do the same work, and gives it back.</summary>
public sealed class ClaimReview
{
    private readonly ReviewDesk _desk;

    internal ClaimReview(ReviewDesk desk) => _desk = desk;

    /// <summary>Claims a review, or goes on with it.</summary>
    public Task<ReviewRejectReason> ExecuteAsync(Actor actor, long review, CancellationToken cancellationToken) => _desk.ActAsync(
        actor, review, new ReviewAct("review.claim", NeedsClaim: false),
        (_, found) => Task.FromResult(found.State == ReviewState.Closed ? ReviewRejectReason.AlreadyDecided : ReviewRejectReason.None),
        cancellationToken);

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
