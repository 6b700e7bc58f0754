using Exchange.Core.Members;
using Exchange.Core.Tower;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Tower;

/// <summary>A tab of a member's page: it asks Core for what it shows, and Core decides whether it may.</summary>
public abstract class MemberTab : ComponentBase
{
    /// <summary>The member.</summary>
    [Parameter, EditorRequired]
    public MemberRow Member { get; set; } = null!;

    /// <summary>The request.</summary>
    [CascadingParameter]
    protected HttpContext Http { get; set; } = null!;

    /// <summary>Which page of a long list; 1 is the first.</summary>
    [SupplyParameterFromQuery(Name = "page")]
    protected int? PageNumber { get; set; }

    /// <summary>Reads a member's things.</summary>
    [Inject]
    protected MemberFile File { get; set; } = null!;

    private protected TowerVisit Visit => TowerVisit.Of(Http);

    private protected Actor Actor => Visit.Actor;

    /// <summary>The end of the request.</summary>
    protected CancellationToken Aborted => Http.RequestAborted;

    /// <summary>Which page of a long list.</summary>
    protected int Page => Math.Clamp(PageNumber ?? 1, 1, MaxPage);

    /// <summary>The last page that can be asked for; who looks further back filters instead.</summary>
    protected const int MaxPage = 200;

    /// <summary>Where a page of a tab is.</summary>
    protected string PageHref(string tab, int page) => $"/tower/members/{Member.Uid}?tab={tab}&page={page}";
}
