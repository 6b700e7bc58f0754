using System.Globalization;
using Exchange.Core.Screening;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Tower;

/// <summary>Members who resemble somebody listed; the highest scores first.</summary>
public sealed partial class CasesPage
{
    private const int PageSize = 50;
    private const int MaxPage = 1000;
    private const string All = "all";

    private CaseFilter _filter = new();
    private CasePage? _page;

    [SupplyParameterFromQuery(Name = "uid")]
    private string? Uid { get; set; }

    [SupplyParameterFromQuery(Name = "state")]
    private string? State { get; set; }

    [SupplyParameterFromQuery(Name = "list")]
    private string? List { get; set; }

    [SupplyParameterFromQuery(Name = "score")]
    private string? Score { get; set; }

    [SupplyParameterFromQuery(Name = "by")]
    private string? By { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private int? PageNumber { get; set; }

    [Inject]
    private CaseQueue Queue { get; set; } = null!;

    private int Number => Math.Clamp(PageNumber ?? 1, 1, MaxPage);

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _filter = new CaseFilter
        {
            State = State == All ? null : Enum.GetValues<CaseState>().FirstOrDefault(s => ScreeningTexts.Slug(s) == State),
            Source = ListSources.Find(List),
            Uid = string.IsNullOrWhiteSpace(Uid) ? null : Uid.Trim().ToUpperInvariant(),
            Mine = By switch
            {
                "me" => true,
                "nobody" => false,
                _ => null,
            },
            MinScore = int.TryParse(Score, NumberStyles.None, CultureInfo.InvariantCulture, out var least) ? least : 0,
        };
        _page = (await Queue.ListAsync(Actor, _filter, Number, PageSize, Aborted)).Value;
    }

    private string PageHref(int page) => Navigation.GetUriWithQueryParameter("page", page);
}
