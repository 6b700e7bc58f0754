using Exchange.Core.Compliance;
using Exchange.Core.Members;
using Exchange.Web.Identity;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Tower;

/// <summary>What can be done with a review for a reason.</summary>
internal enum ReviewAction
{
    /// <summary>Accept an item.</summary>
    Approve,

    /// <summary>Reject an item.</summary>
    Reject,

    /// <summary>Ask the member for more.</summary>
    More,

    /// <summary>Show what is masked.</summary>
    Reveal,

    /// <summary>Send it to the provider.</summary>
    Send,
}

/// <summary>One review: what the member says beside what they sent, each item decided by itself.</summary>
public sealed partial class ReviewDetailPage
{
    private const string DeskForm = "desk";
    private const string ChangeForm = "change";

    private ReviewDetails? _review;
    private MemberRow? _member;
    private RevealedProfile? _revealed;
    private IReadOnlyList<ProviderCheckView> _checks = [];

    /// <summary>Which review.</summary>
    [Parameter]
    public long Id { get; set; }

    [SupplyParameterFromQuery(Name = "act")]
    private string? Act { get; set; }

    [SupplyParameterFromQuery(Name = "item")]
    private string? ItemKey { get; set; }

    [SupplyParameterFromForm(Name = "desk", FormName = DeskForm)]
    private string? Desk { get; set; }

    [SupplyParameterFromForm(Name = "reason", FormName = ChangeForm)]
    private string? Reason { get; set; }

    [SupplyParameterFromForm(Name = "despite", FormName = ChangeForm)]
    private bool Despite { get; set; }

    [Inject]
    private ReviewQueue Queue { get; set; } = null!;

    [Inject]
    private MemberDirectory Directory { get; set; } = null!;

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

    [Inject]
    private ProviderQueries Providers { get; set; } = null!;

    [Inject]
    private SendToProvider Sending { get; set; } = null!;

    private string Here => $"/tower/reviews/{Id}";

    private string? Me => Http.User.FindFirst(MemberClaims.Uid)?.Value;

    private bool IsMine => _review?.Row.ClaimedBy is { } uid && uid == Me;

    private bool IsOwn => _review?.Row.Uid == Me;

    private ReviewAction? Asked =>
        Enum.GetValues<ReviewAction>().Cast<ReviewAction?>().FirstOrDefault(a => WordOf(a!.Value) == Act);

    private ReviewItemView? Chosen => _review?.Items.FirstOrDefault(i => i.Item.Id.ToString("N") == ItemKey);

    /// <summary>The dialog that is open: only one whose act can still be done.</summary>
    private ReviewAction? Shown => _revealed is null && Obstacle == ReviewRejectReason.None ? Asked : null;

    /// <summary>Why what is asked for cannot be done any more, as the page now sees it. Core decides again.</summary>
    private ReviewRejectReason Obstacle => Asked switch
    {
        null => ReviewRejectReason.None,
        ReviewAction.Reveal => May(Permission.PiiReveal) ? ReviewRejectReason.None : ReviewRejectReason.NotPermitted,
        _ when IsOwn => ReviewRejectReason.OwnReview,
        ReviewAction.Approve or ReviewAction.Reject when Chosen is null => ReviewRejectReason.Unknown,
        ReviewAction.Approve or ReviewAction.Reject when Chosen is { Item.State: ReviewItemState.Replaced } => ReviewRejectReason.Replaced,
        ReviewAction.Approve or ReviewAction.Reject when Chosen is { IsWaiting: false } => ReviewRejectReason.AlreadyDecided,
        ReviewAction.Send when Providers.Provider is null => ReviewRejectReason.NotComplete,
        ReviewAction.More or ReviewAction.Send when _review!.Row.State == ReviewState.Closed => ReviewRejectReason.AlreadyDecided,
        _ when IsMine => ReviewRejectReason.None,
        _ => _review!.Row.ClaimedBy is null ? ReviewRejectReason.NotClaimed : ReviewRejectReason.ClaimedByOther,
    };

    private string ClaimText => _review!.Row switch
    {
        { ClaimedUntil: not null } row => $"{(IsMine ? "you" : row.ClaimedBy)}, until {TowerTexts.Time(row.ClaimedUntil.Value)} UTC",
        _ => "nobody",
    };

    private string? LevelText =>
        _review!.Dossier.Standing is var standing && standing.MissingFor(standing.Level + 1) is { Count: > 0 } missing
            ? $"Level {standing.Level + 1} asks for: {string.Join(", ", missing)}."
            : null;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        await LoadAsync();
        if (_review is null) Http.Response.StatusCode = StatusCodes.Status404NotFound;
        else if (HttpMethods.IsGet(Http.Request.Method) && Obstacle != ReviewRejectReason.None) Alert = TowerTexts.Refusal(Obstacle);
    }

    private async Task LoadAsync()
    {
        _review = await Queue.FindAsync(Actor, Id, Aborted);
        if (_review is not null && May(Permission.MembersRead))
            _member = (await Directory.FindAsync(Actor, _review.Row.Uid, Aborted)).Value;
        if (_review is not null) _checks = await Providers.OfReviewAsync(Actor, Id, Aborted);
    }

    private static string WordOf(ReviewAction action) => action.ToString().ToLowerInvariant();

    private string ActHref(ReviewAction action, ReviewItemView? item = null) =>
        $"{Here}?act={WordOf(action)}{(item is null ? "" : $"&item={item.Item.Id:N}")}";

    private string? Revealed(ReviewItemView item) =>
        item.Document is { } document ? _revealed?.Numbers.GetValueOrDefault(document.Id) : null;

    private string Approved(ReviewItemView item)
    {
        var isFirst = _review!.TwoPersons && item.Item.State == ReviewItemState.Pending;
        return TowerTexts.Item(isFirst ? ReviewItemState.ApprovedOnce : ReviewItemState.Approved).Word;
    }

    private async Task DeskAsync()
    {
        if (Desk == "release") await LeaveAsync(await Claims.ReleaseAsync(Actor, Id, Aborted), "released");
        else if (Desk == "claim") await LeaveAsync(await Claims.ExecuteAsync(Actor, Id, Aborted), "claimed");
    }

    private Task ChangeAsync(string? reason) => Asked switch
    {
        ReviewAction.Approve => DecideAsync(item => Approvals.ExecuteAsync(Actor, item, reason, Despite, Aborted), "approved"),
        ReviewAction.Reject => DecideAsync(item => Rejections.ExecuteAsync(Actor, item, reason, Aborted), "rejected"),
        ReviewAction.More => DecideAsync(_ => Requests.ExecuteAsync(Actor, Id, reason, Aborted), "requested"),
        ReviewAction.Reveal => RevealAsync(reason),
        ReviewAction.Send => DecideAsync(_ => Sending.ExecuteAsync(Actor, Id, reason, Aborted), "sent"),
        null => Task.CompletedTask,
    };

    private async Task DecideAsync(Func<Guid, Task<ReviewRejectReason>> act, string mark) =>
        await LeaveAsync(await act(Chosen?.Item.Id ?? Guid.Empty), mark);

    /// <summary>Shown in this answer alone: to see it again takes a reason again.</summary>
    private async Task RevealAsync(string? reason)
    {
        var (refusal, profile) = await Reveals.ExecuteAsync(Actor, _review!.Row.Member, reason, Aborted);
        Alert = refusal == ReviewRejectReason.None ? null : TowerTexts.Refusal(refusal);
        _revealed = profile;
    }

    private async Task LeaveAsync(ReviewRejectReason reason, string mark)
    {
        if (reason == ReviewRejectReason.None)
        {
            BrowserSession.SeeOther(Http, Navigation, $"{Here}?done={mark}");
            return;
        }

        Alert = TowerTexts.Refusal(reason);
        await LoadAsync();
    }
}
