using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Api;

/// <summary>One route in the reference: what is said about it, and a form to try it.</summary>
public sealed partial class ApiRouteCard
{
    private ApiRoute _route = null!;
    private ApiDoc _doc = null!;

    /// <summary>Which route of the table.</summary>
    [Parameter, EditorRequired]
    public int Index { get; set; }

    /// <summary>Its name on the page.</summary>
    [Parameter, EditorRequired]
    public string Id { get; set; } = "";

    /// <summary>What it is found by.</summary>
    [Parameter, EditorRequired]
    public string SearchText { get; set; } = "";

    private string BodyExample => _doc.Body == "[NewOrder]"
        ? """[{"market":"btcusdt","side":"buy","volume":"0.001","price":"30000"}]"""
        : """{"ids":[]}""";

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        _route = Table.Routes[Index];
        _doc = ApiDocs.Of(_route);
    }

    private static string? ExampleOf(string name) => name switch
    {
        "market" => "btcusdt",
        "market_pair" => "BTC_USDT",
        "currency" => "btc",
        "module" => "market",
        _ => null,
    };
}
