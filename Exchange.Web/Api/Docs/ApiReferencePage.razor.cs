using Exchange.Core.Members;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Exchange.Web.Api;

/// <summary>The reference of the API for people, rendered from the route table.</summary>
public sealed partial class ApiReferencePage
{
    /// <summary>Where the page is.</summary>
    public const string Address = "/docs/api";

    private IReadOnlyList<IGrouping<string, ApiRoute>> _modules = [];
    private string? _csrf;

    [CascadingParameter]
    private Task<AuthenticationState>? Session { get; set; }

    private static IEnumerable<string> Prefixes => ApiDocs.Modules.Select(module => module.Prefix);

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _modules = [.. Table.Routes.OrderBy(ApiDocs.PlaceOf).GroupBy(TitleOf)];
        if (Session is not null) _csrf = (await Session).User.FindFirst(MemberClaims.CsrfToken)?.Value;
    }

    /// <summary>A place on this page: the page's base address is not its own.</summary>
    internal static string Here(string fragment) => Address + fragment;

    /// <summary>Parts of the API other than the first have modules of the same names.</summary>
    private static string TitleOf(ApiRoute route) =>
        route.Path.StartsWith(PeatioApiRoutes.Prefix, StringComparison.Ordinal) ? route.Module : $"{route.Part} {route.Module}";

    private int IndexOf(ApiRoute route) => Table.Routes.TakeWhile(other => other != route).Count();

    private static string HeadingOf(string title) => "module-" + title.Replace(' ', '-');

    private static string IdOf(ApiRoute route) =>
        $"{route.Method}{route.Path}".Replace('/', '-').Replace("{", "", StringComparison.Ordinal)
            .Replace("}", "", StringComparison.Ordinal).ToLowerInvariant();

    private static string SearchTextOf(ApiRoute route) =>
        $"{route.Method} {route.Path} {ApiDocs.Of(route).Summary}".ToLowerInvariant();

    private static string TailOf(ApiRoute route)
    {
        var start = route.Path.IndexOf("/" + route.Module, StringComparison.Ordinal) + route.Module.Length + 1;
        return start < route.Path.Length ? route.Path[start..] : route.Path;
    }
}
