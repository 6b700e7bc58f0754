using Exchange.Core.Tower;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Tower;

/// <summary>The audit log, with what each act changed.</summary>
public sealed partial class AuditPage
{
    private AuditView? _view;
    private IReadOnlyList<string> _actions = [];

    [SupplyParameterFromQuery(Name = "actor")]
    private string? ActorName { get; set; }

    [SupplyParameterFromQuery(Name = "action")]
    private string? Action { get; set; }

    [SupplyParameterFromQuery(Name = "target")]
    private string? Target { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    private string? From { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    private string? To { get; set; }

    [Inject]
    private ReadAudit Audit { get; set; } = null!;

    private string ExportHref => AuditExport.Path + Http.Request.QueryString;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _view = (await Audit.PageAsync(Actor, AuditExport.RequestOf(Http.Request.Query), Aborted)).Value;
        _actions = await Audit.ActionsAsync(Actor, Aborted);
    }

    private string Href(string direction, long id) => Navigation.GetUriWithQueryParameters(
        new Dictionary<string, object?> { ["newer"] = null, ["older"] = null, [direction] = id });
}
