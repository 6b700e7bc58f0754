using System.Globalization;
using System.Text.Json;
using Exchange.Core.Compliance;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Web.Identity;
using Exchange.Web.Verification;

namespace Exchange.Web.Api;

/// <summary>/resource/documents and /resource/addresses: what a member sends to show who they are.</summary>
internal sealed class DocumentEndpoints(DocumentQueries queries, UploadDocument upload, UploadReader reader)
{
    private const string Prefix = "resource.documents";
    private const string AddressPrefix = "resource.addresses";
    private const string AddressType = "Address";

    public async Task ListAsync(HttpContext http, MemberId member)
    {
        var own = await queries.OfAsync(member, http.RequestAborted);
        await ApiResponse.WriteAsync(http, 200, own.Documents, static (json, documents) =>
        {
            json.WriteStartArray();
            foreach (var document in documents) Write(json, document);
            json.WriteEndArray();
        });
    }

    public async Task CreateAsync(HttpContext http, MemberId member)
    {
        var form = await reader.ReadAsync(http, UploadReader.MaxFiles);
        var checks = new ParameterChecks(ParametersOf(form), Prefix);
        var (type, number) = (checks.Required("doc_type"), checks.Required("doc_number"));
        var side = checks.Text("doc_category") ?? DocumentSide.Front;
        var expires = DayOf(checks.Text("doc_expire"), checks);
        if (form.Files.Count == 0) checks.Refuse($"{Prefix}.missing_upload");
        if (form.Files.Count > 1) checks.Refuse($"{Prefix}.limit_will_be_reached"); // each picture replaces the one before
        var facts = new DocumentFacts(number ?? "", checks.Text("identificator"), checks.Text("metadata"));
        var asked = new DocumentUpload(type ?? "", side, facts, expires);
        await TakeAsync(http, member, form, checks, asked);
    }

    /// <summary>A proof of address; the address itself is the profile's.</summary>
    public async Task CreateAddressAsync(HttpContext http, MemberId member)
    {
        var form = await reader.ReadAsync(http, UploadReader.MaxFiles);
        var checks = new ParameterChecks(ParametersOf(form), AddressPrefix);
        foreach (var name in (ReadOnlySpan<string>)["country", "address", "city", "postcode"]) checks.Required(name);
        if (form.Files.Count != 1) checks.Refuse($"{AddressPrefix}.missing_upload");
        var metadata = JsonSerializer.Serialize(new
        {
            country = checks.Text("country"),
            address = checks.Text("address"),
            city = checks.Text("city"),
            postcode = checks.Text("postcode"),
        });
        var asked = new DocumentUpload(AddressType, DocumentSide.Front, new DocumentFacts("address", null, metadata), null);
        await TakeAsync(http, member, form, checks, asked);
    }

    private async Task TakeAsync(HttpContext http, MemberId member, UploadForm form, ParameterChecks checks, DocumentUpload asked)
    {
        if ((ErrorOf(form.Problem) ?? checks.Error) is { } error)
        {
            await error.WriteAsync(http);
            return;
        }

        var outcome = await upload.ExecuteAsync(member, asked, form.Files[0], BrowserSession.OriginOf(http), http.RequestAborted);
        if (RefusalOf(outcome) is { } refusal) await refusal.WriteAsync(http);
        else await ApiResponse.WriteAsync(http, 201, 201, static (json, status) => json.WriteNumberValue(status));
    }

    /// <summary>One document in the contract's shape.</summary>
    internal static void Write(Utf8JsonWriter json, OwnDocument own)
    {
        json.WriteStartObject();
        json.WriteStartObject("upload"u8);
        json.WriteNull("url"u8); // files are not given back
        json.WriteEndObject();
        json.WriteString("doc_type"u8, own.Document.Type);
        json.WriteString("doc_number"u8, own.Facts.MaskedNumber);
        json.WriteString("doc_expire"u8, own.Document.ExpiresOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteString("doc_category"u8, own.Document.Side);
        json.WriteString("state"u8, StateOf(own.Document.State));
        json.WriteString("reason"u8, own.Reason);
        json.WriteString("metadata"u8, own.Facts.Metadata);
        json.WriteMoment("created_at"u8, Clock.ToMicroseconds(own.Document.CreatedAt));
        json.WriteMoment("updated_at"u8, Clock.ToMicroseconds(own.Document.UpdatedAt));
        json.WriteEndObject();
    }

    private static string StateOf(DocumentState state) => state switch
    {
        DocumentState.Pending => "pending",
        DocumentState.Verified => "verified",
        DocumentState.Rejected => "rejected",
        DocumentState.Replaced => "replaced",
    };

    private static ApiParameters ParametersOf(UploadForm form)
    {
        var parameters = new ApiParameters();
        foreach (var (name, value) in form.Fields) parameters.Take(name, value, fromBody: true);
        return parameters;
    }

    private static DateOnly? DayOf(string? text, ParameterChecks checks)
    {
        if (text is null) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        checks.Refuse($"{Prefix}.expire_not_a_date");
        return null;
    }

    private static ApiError? ErrorOf(UploadProblem problem) => problem switch
    {
        UploadProblem.None => null,
        UploadProblem.Malformed => ApiError.InvalidBody,
        UploadProblem.TooLarge => ApiError.BodyTooLarge,
        UploadProblem.Busy => ApiError.WithRetry(429, 60, RequestLimiter.TooManyRequestsCode),
    };

    private static ApiError? RefusalOf(UploadOutcome outcome) => outcome.Reason switch
    {
        UploadRejectReason.None => null,
        UploadRejectReason.TypeInvalid => ApiError.Of(422, "doc_type.invalid"),
        UploadRejectReason.SideInvalid => ApiError.Of(422, "resource.documents.doc_category"),
        UploadRejectReason.FactsInvalid => ApiError.Of(422, "doc_number.invalid"),
        UploadRejectReason.Expired => ApiError.Of(422, "resource.documents.already_expired"),
        UploadRejectReason.FileInvalid => OfFile(outcome.Problem),
        UploadRejectReason.Infected => ApiError.Of(422, "resource.documents.infected"),
        UploadRejectReason.ScannerUnavailable => ApiError.WithRetry(503, 60, "resource.documents.scanner_unavailable"),
        UploadRejectReason.LinkInvalid => ApiError.NotFound,
        UploadRejectReason.TooMany => ApiError.Of(400, "resource.documents.limit_reached"),
        UploadRejectReason.TooManyToday => ApiError.WithRetry(429, 3600, "resource.documents.limit_reached"),
    };

    private static ApiError OfFile(FileProblem problem) => problem switch
    {
        FileProblem.TooLarge => ApiError.BodyTooLarge,
        FileProblem.Archive or FileProblem.Bomb => ApiError.Of(415, "resource.documents.invalid_format"),
        _ => ApiError.Of(422, "resource.documents.invalid_format"),
    };
}
