using Exchange.Core.Compliance;
using Exchange.Core.Members;
using Exchange.Web.Identity;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Tower;

/// <summary>One review: what the member says beside what they sent, each item decided by itself.</summary>
public sealed partial class ReviewDetailPage
{
    private ReviewDetails? _review;
    private RevealedProfile? _revealed;

    /// <summary>Which review.</summary>
    [Parameter]
    public long Id { get; set; }

    [SupplyParameterFromQuery(Name = "reject")]
    private string? Reject { get; set; }

    [SupplyParameterFromQuery(Name = "more")]
    private string? More { get; set; }

    [SupplyParameterFromQuery(Name = "reveal")]
    private string? Reveal { get; set; }

    [Inject]
    private ReviewQueue Queue { get; set; } = null!;

    [Inject]
    private ClaimReview Claims { get; set; } = null!;

    [Inject]
    private ApproveItem Approvals { get; set; } = null!;

    [Inject]
    private RejectItem Rejections { get; set; } = null!;

    [Inject]
    private RequestMore Requests { get; set; } = null!;

    [Inject]
    private RevealProfile Reveals { get; set; } = null!;

    private string Here => $"/tower/reviews/{Id}";

    private bool IsMine => _review?.Row.ClaimedBy is { } uid && uid == Http.User.FindFirst(MemberClaims.Uid)?.Value;

    private bool IsAsking => More is not null || Reject is not null || Reveal is not null;

    private ReviewItemView? Rejected => _review?.Items.FirstOrDefault(i => i.Item.Id.ToString("N") == Reject && IsWaiting(i.Item));

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _review = await Queue.FindAsync(Actor, Id, Aborted);
        if (_review is null) Http.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    private static bool IsWaiting(ReviewItem item) => item.State is ReviewItemState.Pending or ReviewItemState.ApprovedOnce;

    private async Task ClaimAsync() => Leave(await Claims.ExecuteAsync(Actor, Id, Aborted), "claimed");

    private async Task ReleaseAsync() => Leave(await Claims.ReleaseAsync(Actor, Id, Aborted), "released");

    private async Task ApproveAsync(Guid item) => Leave(await Approvals.ExecuteAsync(Actor, item, Aborted), "approved");

    private async Task RejectAsync(string? reason) =>
        Leave(await Rejections.ExecuteAsync(Actor, Rejected!.Item.Id, reason, Aborted), "rejected");

    private async Task RequestAsync(string? text) => Leave(await Requests.ExecuteAsync(Actor, Id, text, Aborted), "requested");

    /// <summary>Shown in this answer alone: to see it again takes a reason again.</summary>
    private async Task RevealAsync(string? reason)
    {
        var (refusal, profile) = await Reveals.ExecuteAsync(Actor, _review!.Row.Member, reason, Aborted);
        Alert = refusal == ReviewRejectReason.None ? null : TowerTexts.Refusal(refusal);
        _revealed = profile;
    }

    private void Leave(ReviewRejectReason reason, string mark)
    {
        if (reason == ReviewRejectReason.None) BrowserSession.SeeOther(Http, Navigation, $"{Here}?done={mark}");
        else Alert = TowerTexts.Refusal(reason);
    }
}
