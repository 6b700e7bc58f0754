using Exchange.Core.Members;

namespace Exchange.Core.Compliance;

/// <summary>Sends a review to the provider because a reviewer wants it: again, or after what failed.</summary>
public sealed class SendToProvider
{
    private readonly ReviewDesk _desk;
    private readonly ProviderChecks _checks;

    internal SendToProvider(ReviewDesk desk, ProviderChecks checks) => (_desk, _checks) = (desk, checks);

    /// <summary>Sends it, for a reason.</summary>
    public Task<ReviewRejectReason> ExecuteAsync(Actor actor, long review, string? reason, CancellationToken cancellationToken)
    {
        var text = reason?.Trim();
        return _desk.ActAsync(
            actor, review, new ReviewAct("review.send_to_provider") { Reason = text },
            async (db, found) =>
            {
                if (found.State == ReviewState.Closed) return ReviewRejectReason.AlreadyDecided;
                if (!RejectItem.IsReason(text)) return ReviewRejectReason.ReasonInvalid;
                return await _checks.AddAgainAsync(db, found, cancellationToken);
            },
            cancellationToken);
    }
}
