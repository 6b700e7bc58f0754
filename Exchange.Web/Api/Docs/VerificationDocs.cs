namespace Exchange.Web.Api;

/// <summary>The reference of labels, telephones, profiles and documents.</summary>
internal static class VerificationDocs
{
    private const string Private = "400 resource.labels.private";
    private const string NotFound = "404 record.not_found";

    public static IReadOnlyList<ApiDoc> All => [.. Labels()];

    private static IEnumerable<ApiDoc> Labels()
    {
        yield return new("GET", "/resource/labels", "What is known of you, and your own labels")
        {
            Parameters = ApiParameter.ParseAll("ordering: str - asc or desc"),
        };
        yield return new("GET", "/resource/labels/{key}", "One label") { Refusals = [NotFound] };
        yield return new("POST", "/resource/labels", "Makes a label of your own; no level comes of it")
        {
            Parameters = ApiParameter.ParseAll("""
                key!: str - 3 to 255 of a-z, 0-9, _ and -
                value!: str - the same
                """),
            Status = 201,
            Refusals = [Private, "422 key.invalid", "422 value.invalid", "422 key.taken", "422 resource.labels.limit_reached"],
        };
        yield return new("PATCH", "/resource/labels/{key}", "Changes a label of your own")
        {
            Parameters = ApiParameter.ParseAll("value!: str - 3 to 255 of a-z, 0-9, _ and -"),
            Refusals = [Private, NotFound, "422 value.invalid"],
        };
        yield return new("DELETE", "/resource/labels/{key}", "Deletes a label of your own")
        {
            Status = 204,
            Refusals = [Private, NotFound],
        };
    }
}
