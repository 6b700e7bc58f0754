using Exchange.Core.Compliance;
using Exchange.Web.Identity;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Tower;

/// <summary>What waits for a reviewer; the one that has waited longest first.</summary>
public sealed partial class ReviewsPage
{
    private const int PageSize = 50;
    private const int MaxPage = 1000;

    private static readonly (string Value, string Label, ReviewState State)[] States =
    [
        ("open", "Open", ReviewState.Open), ("more", "More asked for", ReviewState.MoreRequested), ("closed", "Closed", ReviewState.Closed),
    ];

    private ReviewFilter _filter = new();
    private Exchange.Core.Compliance.ReviewPage? _page;
    private ReviewCounts? _counts;

    [SupplyParameterFromQuery(Name = "uid")]
    private string? Uid { get; set; }

    [SupplyParameterFromQuery(Name = "state")]
    private string? State { get; set; }

    [SupplyParameterFromQuery(Name = "kind")]
    private string? Kind { get; set; }

    [SupplyParameterFromQuery(Name = "country")]
    private string? Country { get; set; }

    [SupplyParameterFromQuery(Name = "claimed")]
    private string? Claimed { get; set; }

    [SupplyParameterFromQuery(Name = "account")]
    private string? Account { get; set; }

    [SupplyParameterFromQuery(Name = "sort")]
    private string? Sort { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private int? PageNumber { get; set; }

    [Inject]
    private ReviewQueue Queue { get; set; } = null!;

    [Inject]
    private ClaimReview Claims { get; set; } = null!;

    private int Number => Math.Clamp(PageNumber ?? 1, 1, MaxPage);

    /// <summary>A state, for people.</summary>
    internal static string StateWord(ReviewState state) => States.First(s => s.State == state).Label;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _filter = new ReviewFilter
        {
            State = States.Where(s => s.Value == State).Select(s => (ReviewState?)s.State).FirstOrDefault(),
            WithClosed = State == "any",
            IsCompany = Account switch
            {
                "company" => true,
                "person" => false,
                _ => null,
            },
            NewestFirst = Sort == "newest",
            Kind = Enum.GetValues<ReviewItemKind>().Cast<ReviewItemKind?>()
                .FirstOrDefault(k => string.Equals(k!.Value.ToString(), Kind, StringComparison.OrdinalIgnoreCase)),
            Country = string.IsNullOrWhiteSpace(Country) ? null : Country.Trim().ToUpperInvariant(),
            Uid = string.IsNullOrWhiteSpace(Uid) ? null : Uid.Trim().ToUpperInvariant(),
            Mine = Claimed switch
            {
                "me" => true,
                "nobody" => false,
                _ => null,
            },
        };
        _page = await Queue.ListAsync(Actor, _filter, Number, PageSize, Aborted);
        _counts = await Queue.CountAsync(Actor, Aborted);
    }

    private static IEnumerable<(string Label, string Href, int Count)> Queues(ReviewCounts counts) =>
    [
        ("Open", "/tower/reviews?state=open", counts.Open), ("Nobody's", "/tower/reviews?state=open&claimed=nobody", counts.Unclaimed),
        ("Mine", "/tower/reviews?claimed=me", counts.Mine), ("More asked for", "/tower/reviews?state=more", counts.MoreRequested),
    ];

    private bool IsAt(string href) => Http.Request.Path + Http.Request.QueryString == href;

    private async Task TakeNextAsync()
    {
        var (reason, review) = await Claims.NextAsync(Actor, Aborted);
        var next = review is { } id ? $"/tower/reviews/{id}?done=claimed" : "/tower/reviews?done=nothing";
        if (reason == ReviewRejectReason.None) BrowserSession.SeeOther(Http, Navigation, next);
        else Alert = TowerTexts.Refusal(reason);
    }

    private string PageHref(int page) => Navigation.GetUriWithQueryParameter("page", page);
}
