namespace Exchange.Web.Api;

/// <summary>The reference of labels, telephones, profiles and documents.</summary>
internal static class VerificationDocs
{
    private const string Private = "400 resource.labels.private";
    private const string NotFound = "404 record.not_found";
    private const string Sent = "{message:str}";

    public static IReadOnlyList<ApiDoc> All => [.. Labels(), .. Phones(), .. Profiles(), .. Documents(), .. Provider()];

    private static IEnumerable<ApiDoc> Labels()
    {
        yield return new("GET", "/resource/labels", "What is known of you, and your own labels")
        {
            Answer = "[Label]",
            Parameters = ApiParameter.ParseAll("ordering: str - asc or desc"),
        };
        yield return new("GET", "/resource/labels/{key}", "One label") { Answer = "Label", Refusals = [NotFound] };
        yield return new("POST", "/resource/labels", "Makes a label of your own; no level comes of it")
        {
            Parameters = ApiParameter.ParseAll("""
                key!: str - 3 to 255 of a-z, 0-9, _ and -
                value!: str - the same
                """),
            Status = 201,
            Answer = "Label",
            Refusals = [Private, "422 key.invalid", "422 value.invalid", "422 key.taken", "422 resource.labels.limit_reached"],
        };
        yield return new("PATCH", "/resource/labels/{key}", "Changes a label of your own")
        {
            Answer = "Label",
            Parameters = ApiParameter.ParseAll("value!: str - 3 to 255 of a-z, 0-9, _ and -"),
            Refusals = [Private, NotFound, "422 value.invalid"],
        };
        yield return new("DELETE", "/resource/labels/{key}", "Deletes a label of your own")
        {
            Status = 204,
            Refusals = [Private, NotFound],
        };
    }

    private static IEnumerable<ApiDoc> Phones()
    {
        var number = ApiParameter.ParseAll("phone_number!: str - with the country's code");
        var refusals = new[]
        {
            "400 resource.phone.invalid_num", "400 resource.phone.exists", "400 resource.phone.number_exist",
            "429 resource.phone.too_many_codes", "503 resource.phone.not_available",
        };
        yield return new("GET", "/resource/phones", "Your telephone") { Answer = "[Phone]" };
        yield return new("POST", "/resource/phones", "Takes a number and sends a code to it")
        {
            Parameters = number,
            Status = 201,
            Answer = Sent,
            Refusals = refusals,
        };
        yield return new("POST", "/resource/phones/send_code", "Sends another code")
        {
            Parameters = number,
            Status = 201,
            Answer = Sent,
            Refusals = [.. refusals, "404 resource.phone.doesnt_exist"],
        };
        yield return new("POST", "/resource/phones/verify", "Verifies the number with the code")
        {
            Parameters = ApiParameter.ParseAll("""
                phone_number!: str - the number
                verification_code!: str - the six digits that were sent
                """),
            Status = 201,
            Answer = "User",
            Refusals = ["404 resource.phone.doesnt_exist", "404 resource.phone.verification_invalid"],
        };
    }

    private static IEnumerable<ApiDoc> Profiles()
    {
        var fields = ApiParameter.ParseAll("""
            first_name: str - given names
            last_name: str - family name
            dob: str - day of birth, yyyy-MM-dd
            address: str - street and house
            postcode: str - postcode
            city: str - city
            country: str - two or three letters of ISO 3166
            metadata: str - JSON of your own
            confirm: bool - submits it for review; every field must be there then
            """);
        yield return new("GET", "/resource/profiles/me", "What you said of yourself") { Answer = "[Profile]" };
        yield return new("POST", "/resource/profiles", "Saves or submits it")
        {
            Parameters = fields,
            Status = 201,
            Answer = "Profile",
            Refusals = ["422 state.exists"],
        };
        yield return new("PUT", "/resource/profiles", "Changes some of it")
        {
            Parameters = fields,
            Answer = "Profile",
            Refusals = ["404 resource.profile.doesnt_exist_or_not_editable"],
        };
    }

    private static IEnumerable<ApiDoc> Provider()
    {
        yield return new("POST", "/public/kyc", "For the provider of identity checks: what it found, signed as Standard Webhooks")
        {
            Status = 204,
            Parameters = ApiParameter.ParseAll("""
                type!: str - verification.decided
                timestamp!: str - when it was found, ISO 8601
                data!: {applicant_id:str, verdict:str} - approved, rejected or needs_review; also score, reasons and items
                """),
            Refusals = ["400 server.method.invalid_message_body", "401 public.kyc.invalid_signature", "404 record.not_found"],
        };
    }

    private static IEnumerable<ApiDoc> Documents()
    {
        yield return new("GET", "/resource/documents", "What you sent; files are not given back") { Answer = "[Document]" };
        yield return new("POST", "/resource/documents", "Sends one picture of a document, as multipart/form-data")
        {
            Parameters = ApiParameter.ParseAll("""
                doc_type!: str - Passport, Identity card, Driver license, Utility Bill, ...
                doc_number!: str - its number
                upload[]!: str - the file: JPEG, PNG or PDF, at most 10 MiB
                doc_category: str - front_side, back_side or selfie; front_side when absent
                doc_expire: str - the last day on which it is valid, yyyy-MM-dd
                identificator: str - joins the pictures of one document
                metadata: str - JSON of your own
                """),
            Status = 201,
            Refusals =
            [
                "400 resource.documents.limit_reached", "415 resource.documents.invalid_format", "422 resource.documents.invalid_format",
                "422 resource.documents.already_expired", "422 resource.documents.expire_not_a_date", "422 resource.documents.doc_category",
                "422 resource.documents.infected", "503 resource.documents.scanner_unavailable",
            ],
        };
        yield return new("POST", "/resource/addresses", "Sends a proof of address, as multipart/form-data")
        {
            Parameters = ApiParameter.ParseAll("""
                country!: str - country
                address!: str - street and house
                city!: str - city
                postcode!: str - postcode
                upload[]!: str - the file
                """),
            Status = 201,
        };
    }
}
