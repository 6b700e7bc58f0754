namespace Exchange.Tests.Contract;

/// <summary>Sections 2.2, 2.7 and 2.8 of the contract: labels, telephones, profiles and documents.</summary>
internal static class VerificationRows
{
    public static readonly ContractModule Module = new(
        "Barong: verification", "/api/v2/barong", [.. Labels(), .. Phones(), .. Profiles(), .. Documents()])
    {
        Notes = new Dictionary<string, string>
        {
            ["GET /resource/labels"] = "private labels are shown, too: they are what the level is computed from",
            ["POST /resource/phones"] = "codes have six digits; `call` is no channel; one code a minute, five a day",
            ["POST /resource/profiles"] = "with `confirm` every field must be there; one profile a member",
            ["PUT /resource/profiles"] = "also a rejected profile can be changed",
            ["POST /resource/documents"] = "one file a request; its type by its content; archives and bombs 415",
            ["GET /resource/documents"] = "`upload.url` is null: files are not given back",
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

    private static IEnumerable<ContractRow> Phones()
    {
        const string phones = "/resource/phones";
        const string number = """{"phone_number":"+49 170 1234567"}""";
        yield return Row("GET " + phones, "none yet", phones, 200) with { Has = ["[]"] };
        yield return Row("POST " + phones, "no number", phones, 400, """{"phone_number":"12345"}""") with
        {
            Errors = "resource.phone.invalid_num",
        };
        yield return Row("POST " + phones, "nothing", phones, 422, "{}") with { Errors = "resource.phone.missing_phone_number" };
        yield return Row("POST " + phones, "by call", phones, 422, """{"phone_number":"+491701234567","channel":"call"}""") with
        {
            Errors = "resource.phone.invalid_channel",
        };
        yield return Row($"POST {phones}/send_code", "another's", phones + "/send_code", 404, number) with
        {
            Errors = "resource.phone.doesnt_exist",
        };
        yield return Row("POST " + phones, "new", phones, 201, number) with { Has = ["Code was sent successfully via sms"] };
        yield return Row("POST " + phones, "at once again", phones, 429, number) with { Errors = "resource.phone.too_many_codes" };
        yield return Row("GET " + phones, "one", phones, 200) with { Shape = "[Phone]", Has = ["\"number\":\"", "49******4567\""] };
        yield return Row($"POST {phones}/verify", "wrong code", phones + "/verify", 404,
            """{"phone_number":"+491701234567","verification_code":"00000x"}""") with
        { Errors = "resource.phone.verification_invalid" };
        yield return Row($"POST {phones}/verify", "nothing", phones + "/verify", 422, "{}") with
        {
            Errors = "resource.phone.missing_phone_number resource.phone.missing_verification_code",
        };
    }

    private static IEnumerable<ContractRow> Profiles()
    {
        const string profiles = "/resource/profiles";
        const string me = "/resource/profiles/me";
        const string whole = """
            {"first_name":"Carol","last_name":"Jones","dob":"1990-02-28","address":"High Street 1","postcode":"SW1Y 4JH","city":"London",
             "country":"GBR","confirm":true}
            """;
        yield return Row("GET " + me, "none yet", me, 200) with { Has = ["[]"] };
        yield return Row("PUT " + profiles, "none yet", profiles, 404, """{"city":"Paris"}""") with
        {
            Errors = "resource.profile.doesnt_exist_or_not_editable",
        };
        yield return Row("POST " + profiles, "incomplete", profiles, 422,
            """{"first_name":"Carol","dob":"1990-02-30","confirm":true}""") with
        {
            Errors = "resource.profile.missing_last_name dob.invalid resource.profile.missing_address resource.profile.missing_postcode "
                + "resource.profile.missing_city resource.profile.missing_country",
        };
        yield return Row("POST " + profiles, "draft", profiles, 201, """{"first_name":"Carol"}""") with
        {
            Shape = "Profile",
            Has = ["\"state\":\"drafted\""],
        };
        yield return Row("PUT " + profiles, "more", profiles, 200, """{"last_name":"Jones"}""") with
        {
            Has = ["\"first_name\":\"Carol\",\"last_name\":\"J****\""],
        };
        yield return Row("POST " + profiles, "submitted", profiles, 201, whole) with { Has = ["\"state\":\"submitted\"", "1990-02-**"] };
        yield return Row("POST " + profiles, "twice", profiles, 422, whole) with { Errors = "state.exists" };
        yield return Row("GET " + me, "one", me, 200) with { Shape = "[Profile]" };
    }

    private static IEnumerable<ContractRow> Documents()
    {
        const string documents = "/resource/documents";
        yield return Row("GET " + documents, "none yet", documents, 200) with { Has = ["[]"] };
        yield return Part("POST " + documents, "no file", documents, 422, ("doc_type", "Passport"), ("doc_number", "C01X00T47")) with
        {
            Errors = "resource.documents.missing_upload",
        };
        yield return Part("POST " + documents, "nothing", documents, 422, ("other", "x")) with
        {
            Errors = "resource.documents.missing_doc_type resource.documents.missing_doc_number resource.documents.missing_upload",
        };
        yield return Row("POST " + documents, "not multipart", documents, 400, "{}");
        yield return Part(
            "POST /resource/addresses", "no file", "/resource/addresses", 422,
            ("country", "GB"), ("address", "High Street 1"), ("city", "London"), ("postcode", "SW1Y 4JH")) with
        {
            Errors = "resource.addresses.missing_upload",
        };
    }

    private static ContractRow Part(string endpoint, string @case, string path, int status, params (string Name, string Value)[] fields) =>
        Row(endpoint, @case, path, status, string.Concat(fields.Select(
            f => $"--b\r\nContent-Disposition: form-data; name=\"{f.Name}\"\r\n\r\n{f.Value}\r\n")) + "--b--\r\n") with
        {
            ContentType = "multipart/form-data; boundary=b",
        };

    /// <summary>Carol asks.</summary>
    private static ContractRow Row(string endpoint, string @case, string path, int status, string? body = null) =>
        new(endpoint, @case, path, status) { Headers = BarongRows.Session, Body = body };
}
