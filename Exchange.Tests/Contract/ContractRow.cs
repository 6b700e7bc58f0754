namespace Exchange.Tests.Contract;

/// <summary>
/// One line of the contract's table: a request and what must come back. In paths, bodies and expectations <c>&lt;name&gt;</c> stands
/// for what the run found or made: <c>&lt;resting&gt;</c>, <c>&lt;done&gt;</c> … of <see cref="ContractWorld"/>.
/// </summary>
/// <param name="Endpoint">Method and path as the contract writes them: <c>GET /public/markets/:market/depth</c>.</param>
/// <param name="Case">What is tried, in a few words.</param>
/// <param name="Path">The path and query that are really asked for.</param>
/// <param name="Status">The status that must come back.</param>
internal sealed record ContractRow(string Endpoint, string Case, string Path, int Status)
{
    /// <summary>Who asks: a name that <see cref="ContractWorld"/> knows.</summary>
    public string Caller { get; init; } = ContractWorld.Anyone;

    /// <summary>The body, or null for none.</summary>
    public string? Body { get; init; }

    /// <summary>The body's type; null sends none.</summary>
    public string? ContentType { get; init; } = "application/json";

    /// <summary>More headers of the request.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Sends the body in chunks, without a length.</summary>
    public bool IsChunked { get; init; }

    /// <summary>The whole request as bytes of a connection, for what no client would send.</summary>
    public string? Raw { get; init; }

    /// <summary>What the body looks like; null leaves it open.</summary>
    public string? Shape { get; init; }

    /// <summary>The codes of a refusal, in order and with spaces between; a quoted one comes as a plain string.</summary>
    public string? Errors { get; init; }

    /// <summary>Texts that the body contains.</summary>
    public IReadOnlyList<string> Has { get; init; } = [];

    /// <summary>Texts that the body does not contain.</summary>
    public IReadOnlyList<string> HasNot { get; init; } = [];

    /// <summary>Headers of the answer; a null value means that there is none of this name.</summary>
    public IReadOnlyList<(string Name, string? Value)> Answers { get; init; } = [];

    /// <summary>The request's method.</summary>
    public string Method => Endpoint[..Endpoint.IndexOf(' ', StringComparison.Ordinal)];

    /// <summary>Everything must be as it was, although the answer is a good one.</summary>
    public bool MustChangeNothing { get; init; }

    /// <summary>What a refusal must leave as it was, and what a question must: everything.</summary>
    public bool ChangesNothing => MustChangeNothing || Status >= 400 || Method == "GET";

    /// <summary>The name of the test.</summary>
    public string Title => $"{Endpoint}: {Case}";
}

/// <summary>Some rows that belong together, with the notes on their endpoints.</summary>
/// <param name="Title">The heading in the table.</param>
/// <param name="Prefix">What comes before every path.</param>
/// <param name="Rows">The rows.</param>
internal sealed record ContractModule(string Title, string Prefix, IReadOnlyList<ContractRow> Rows)
{
    /// <summary>What a reader of the table should know about an endpoint.</summary>
    public IReadOnlyDictionary<string, string> Notes { get; init; } = new Dictionary<string, string>();

    /// <summary>Endpoints that the old servers do not have.</summary>
    public IReadOnlySet<string> Ours { get; init; } = new HashSet<string>();

    /// <summary>The name of a row's test.</summary>
    public string NameOf(ContractRow row) => $"{Title}: {row.Title}";

    /// <summary>Printed case by case instead of endpoint by endpoint.</summary>
    public bool IsByCase { get; init; }
}

/// <summary>The table: every module of it. Add yours here.</summary>
internal static class ContractTable
{
    public const string Peatio = "/api/v2/peatio";

    public static readonly IReadOnlyList<ContractModule> Modules =
    [
        PublicRows.Module,
        ListingRows.Module,
        AccountRows.Module,
        MarketRows.Module,
        BarongRows.Identity,
        BarongRows.Resource,
        VerificationRows.Module,
        SecondFactorRows.Module,
        AdminRows.Module,
        OnceRows.Module,
        DemoRows.Module,
        ReferenceRows.Module,
        ToleranceRows.Module,
        OrderValueRows.Module,
        BodyRows.Module,
        CredentialRows.Module,
    ];
}
