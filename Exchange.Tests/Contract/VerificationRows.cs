namespace Exchange.Tests.Contract;

/// <summary>Sections 2.2, 2.7 and 2.8 of the contract: labels, telephones, profiles and documents.</summary>
internal static class VerificationRows
{
    public static readonly ContractModule Module = new("Barong: verification", "/api/v2/barong", [.. Labels()])
    {
        Notes = new Dictionary<string, string>
        {
            ["GET /resource/labels"] = "private labels are shown, too: they are what the level is computed from",
        },
    };

    private static IEnumerable<ContractRow> Labels()
    {
        const string labels = "/resource/labels";
        const string label = "/resource/labels/:key";
        yield return Row("POST " + labels, "own", labels, 201, """{"key":"colour","value":"blue"}""") with
        {
            Has = ["\"scope\":\"public\""],
        };
        yield return Row("POST " + labels, "again", labels, 422, """{"key":"colour","value":"blue"}""") with { Errors = "key.taken" };
        yield return Row("POST " + labels, "no word", labels, 422, """{"key":"Colour!","value":"blue"}""") with { Errors = "key.invalid" };
        yield return Row("POST " + labels, "nothing", labels, 422, "{}") with
        {
            Errors = "resource.labels.missing_key resource.labels.missing_value",
        };
        yield return Row("GET " + labels, "all", labels, 200) with { Shape = "[Label]", Has = ["\"key\":\"colour\",\"value\":\"blue\""] };
        yield return Row("GET " + labels, "by key", labels, 200) with
        {
            Caller = ContractWorld.Alice,
            Headers = [],
            Shape = "[Label]",
            Has = ["\"key\":\"document\",\"value\":\"verified\",\"scope\":\"private\""],
        };
        yield return Row("GET " + label, "own", labels + "/colour", 200) with { Shape = "Label" };
        yield return Row("GET " + label, "none", labels + "/nothing", 404) with { Errors = "record.not_found" };
        yield return Row("PATCH " + label, "own", labels + "/colour", 200, """{"value":"green"}""") with { Has = ["\"value\":\"green\""] };
        yield return Row("PATCH " + label, "none", labels + "/nothing", 404, """{"value":"green"}""") with { Errors = "record.not_found" };
        yield return Row("DELETE " + label, "own", labels + "/colour", 204);
        yield return Row("DELETE " + label, "none", labels + "/nothing", 404) with { Errors = "record.not_found" };
    }

    /// <summary>Carol asks.</summary>
    private static ContractRow Row(string endpoint, string @case, string path, int status, string? body = null) =>
        new(endpoint, @case, path, status) { Headers = BarongRows.Session, Body = body };
}
