using System.Globalization;
using Exchange.Core.Members;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Tower;

/// <summary>The list of members. Its address says all of the view, so it can be kept and sent to a colleague.</summary>
public sealed partial class MembersPage
{
    private const int PageSize = 50;
    private const int MaxLevel = 3;
    private const string Day = "yyyy-MM-dd";
    private const string Down = "-";

    private MemberFilter _filter = new();
    private MemberPage? _page;

    [SupplyParameterFromQuery(Name = "q")]
    private string? Search { get; set; }

    [SupplyParameterFromQuery(Name = "state")]
    private string? State { get; set; }

    [SupplyParameterFromQuery(Name = "role")]
    private string? Role { get; set; }

    [SupplyParameterFromQuery(Name = "level")]
    private string? Level { get; set; }

    [SupplyParameterFromQuery(Name = "label")]
    private string? Label { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    private string? From { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    private string? To { get; set; }

    [SupplyParameterFromQuery(Name = "sort")]
    private string? Sort { get; set; }

    [SupplyParameterFromQuery(Name = "after")]
    private string? After { get; set; }

    [SupplyParameterFromQuery(Name = "before")]
    private string? Before { get; set; }

    [Inject]
    private MemberDirectory Directory { get; set; } = null!;

    private string SortName => Sort?.TrimStart('-') is "email" or "level" ? Sort.TrimStart('-') : "created";

    private bool IsDescending => string.IsNullOrEmpty(Sort) || Sort.StartsWith(Down, StringComparison.Ordinal);

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _filter = new MemberFilter
        {
            Search = Search,
            State = Enum.GetValues<MemberState>().Cast<MemberState?>().FirstOrDefault(s => MemberStanding.StateName(s!.Value) == State),
            Role = Roles.All.FirstOrDefault(r => r == Role),
            Level = int.TryParse(Level, NumberStyles.None, CultureInfo.InvariantCulture, out var level) ? level : null,
            Label = Label,
            From = DayOf(From),
            To = DayOf(To),
            Sort = SortName switch
            {
                "email" => MemberSort.Email,
                "level" => MemberSort.Level,
                _ => MemberSort.Created,
            },
            Ascending = !IsDescending,
        };
        _page = (await Directory.SearchAsync(Actor, _filter, After, Before, PageSize, Aborted)).Value;
    }

    private static DateTimeOffset? DayOf(string? day) => DateTimeOffset.TryParseExact(
        day, Day, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    private string PageHref(string direction, string uid) => Href(("after", null), ("before", null), (direction, uid));

    private string SortHref(string name) =>
        Href(("after", null), ("before", null), ("sort", SortName == name && !IsDescending ? Down + name : name));

    private string? SortOf(string name) => SortName != name ? null : IsDescending ? "descending" : "ascending";

    private string Arrow(string name) => SortName != name ? "" : IsDescending ? "↓" : "↑";

    private string Href(params (string Name, string? Value)[] changes)
    {
        var values = new Dictionary<string, object?>();
        foreach (var (name, value) in changes) values[name] = value;
        return Navigation.GetUriWithQueryParameters(values);
    }
}
