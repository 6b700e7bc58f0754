using Exchange.Core.Members;
using Exchange.Core.Tower;
using Exchange.Web.Identity;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Tower;

/// <summary>What the pages of Tower have in common.</summary>
public abstract class TowerPage : ComponentBase
{
    /// <summary>The request.</summary>
    [CascadingParameter]
    protected HttpContext Http { get; set; } = null!;

    /// <summary>Where the page is.</summary>
    [Inject]
    protected NavigationManager Navigation { get; set; } = null!;

    /// <summary>What was just done, after a redirect.</summary>
    [SupplyParameterFromQuery(Name = "done")]
    protected string? DoneMark { get; set; }

    /// <summary>What the visitor reads about what was just done.</summary>
    protected string? Done => TowerTexts.Done(DoneMark);

    /// <summary>Why what was asked for was not done.</summary>
    protected string? Alert { get; set; }

    private protected TowerVisit Visit => TowerVisit.Of(Http);

    private protected Actor Actor => Visit.Actor;

    /// <summary>The end of the request.</summary>
    protected CancellationToken Aborted => Http.RequestAborted;

    /// <summary>Whether the visitor may do something.</summary>
    protected bool May(string permission) => Visit.Standing.May(permission);

    /// <summary>Leaves for a page that says that it is done, or stays and says why not.</summary>
    protected void Finish(StaffOutcome outcome, string path, string mark)
    {
        if (outcome.IsDone) Leave(path, mark);
        else Alert = TowerTexts.Refusal(outcome);
    }

    /// <summary>The same for a change of a market.</summary>
    protected void Finish(MarketOutcome outcome, string path, string mark)
    {
        if (outcome.IsDone) Leave(path, mark);
        else Alert = MarketTexts.Refusal(outcome);
    }

    private void Leave(string path, string mark)
    {
        var query = new Dictionary<string, object?> { ["done"] = mark };
        BrowserSession.SeeOther(Http, Navigation, Navigation.GetUriWithQueryParameters(Navigation.ToAbsoluteUri(path).AbsoluteUri, query));
    }
}
