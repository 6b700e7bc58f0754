using Exchange.Web.Demo;

namespace Exchange.Web.Api;

/// <summary>What the reference says about one route.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path behind the module's prefix, parameters in braces, as in the route table.</param>
/// <param name="Summary">One line.</param>
internal sealed record ApiDoc(string Method, string Path, string Summary)
{
    /// <summary>More, where one line is not enough.</summary>
    public string Description { get; init; } = "";

    /// <summary>What may be asked, see <see cref="ApiParameter.ParseAll"/>.</summary>
    public IReadOnlyList<ApiParameter> Parameters { get; init; } = [];

    /// <summary>The body's shape where it is not simply the parameters as an object.</summary>
    public string? Body { get; init; }

    /// <summary>The shape of a good answer; null for an empty one.</summary>
    public string? Answer { get; init; }

    /// <summary>The status of a good answer.</summary>
    public int Status { get; init; } = 200;

    /// <summary>Statuses and codes of refusals beyond those that every endpoint may give: <c>422 market.order.cancel_error</c>.</summary>
    public IReadOnlyList<string> Refusals { get; init; } = [];

    /// <summary>The answer is a page of a list: <c>page</c> and <c>limit</c>, and the headers for it.</summary>
    public bool IsPaged { get; init; }

    /// <summary>The old servers do not have it.</summary>
    public bool IsOurs { get; init; }

    /// <summary>The capability is not built yet.</summary>
    public bool IsLater => Status == StatusCodes.Status501NotImplemented;
}

/// <summary>One parameter of a route.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">What it looks like.</param>
/// <param name="Text">What it means.</param>
/// <param name="IsRequired">It must be there.</param>
internal sealed record ApiParameter(string Name, string Shape, string Text, bool IsRequired)
{
    /// <summary>The two parameters of every list.</summary>
    public static readonly IReadOnlyList<ApiParameter> Paging =
        ParseAll("""
            page: int - from 1
            limit: int - rows per page, 1 to 1000; 100 when absent
            """);

    /// <summary>Reads one parameter per line: <c>name!: shape - text</c>, the exclamation mark only when it must be there.</summary>
    public static IReadOnlyList<ApiParameter> ParseAll(string lines) => [.. lines.Split('\n').Select(Parse)];

    private static ApiParameter Parse(string line)
    {
        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        var dash = line.IndexOf(" - ", colon, StringComparison.Ordinal);
        var name = line[..colon];
        return new ApiParameter(name.TrimEnd('!'), line[(colon + 2)..dash], line[(dash + 3)..], name.EndsWith('!'));
    }
}

/// <summary>The reference of a part of the API.</summary>
/// <param name="Prefix">Its address.</param>
/// <param name="Docs">Its routes.</param>
internal sealed record ApiDocModule(string Prefix, IReadOnlyList<ApiDoc> Docs);

/// <summary>The whole reference. A part of the API adds its routes here.</summary>
internal static class ApiDocs
{
    public static readonly IReadOnlyList<ApiDocModule> Modules =
    [
        new(PeatioApiRoutes.Prefix, [.. PublicDocs.All, .. ListingDocs.All, .. AccountDocs.All, .. MarketDocs.All, .. ReferenceDocs.All]),
        new(BarongApiRoutes.Prefix, [.. BarongDocs.All, .. ReferenceDocs.All]),
        DemoFaucetEndpoint.Docs,
    ];

    private static readonly Dictionary<string, ApiDoc> ByRoute = Modules
        .SelectMany(module => module.Docs.Select(doc => (Route: $"{doc.Method} {module.Prefix}{doc.Path}", Doc: doc)))
        .ToDictionary(entry => entry.Route, entry => entry.Doc);

    private static readonly Dictionary<string, int> Places =
        ByRoute.Keys.Select((route, place) => (route, place)).ToDictionary(entry => entry.route, entry => entry.place);

    /// <summary>Where a route comes in the reference.</summary>
    public static int PlaceOf(ApiRoute route) => Places.GetValueOrDefault($"{route.Method} {route.Path}", int.MaxValue);

    /// <summary>What is said about a route; a bare entry when nobody has said anything.</summary>
    public static ApiDoc Of(ApiRoute route) =>
        ByRoute.GetValueOrDefault($"{route.Method} {route.Path}") ?? new ApiDoc(route.Method, route.Path, "");

    /// <summary>Whether anything is said about a route.</summary>
    public static bool Has(ApiRoute route) => ByRoute.ContainsKey($"{route.Method} {route.Path}");
}
