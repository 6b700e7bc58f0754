using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Web.Identity;

namespace Exchange.Web.Api;

/// <summary>/resource/api_keys: lists, makes, changes and deletes a member's API keys.</summary>
internal sealed class ApiKeyEndpoints(
    ApiKeyQueries queries, CreateApiKey createApiKey, ChangeApiKey changeApiKey, IdentityLimiter limiter)
{
    public const string Algorithm = "HS256";
    public const string Active = "active";
    public const string Inactive = "inactive";

    /// <summary>Most keys on a page.</summary>
    public const int MaxLimit = 100;

    private const string Prefix = "resource.api_key";
    private const int MostLengthOfKid = 64;

    public async Task ListAsync(HttpContext http, MemberId member)
    {
        var read = RequestParameters.ReadQuery(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, Prefix);
        var page = new ApiPage(checks.Page(), checks.Integer("limit", ApiPage.DefaultLimit, 1, MaxLimit));
        var descending = checks.Descending("ordering", absent: false);
        var attribute = checks.Text("order_by") ?? "id";
        if (!TryOrder(attribute, out var order)) checks.Refuse($"{Prefix}.invalid_attribute");
        if ((read.Error ?? checks.Error) is { } error)
        {
            await error.WriteAsync(http);
            return;
        }

        var keys = await queries.ListAsync(member, http.RequestAborted);
        var sorted = descending ? keys.OrderByDescending(order) : keys.OrderBy(order);
        await ApiResponse.WriteAsync(http, 200, page.Cut(http, [.. sorted]), static (json, rows) =>
        {
            json.WriteStartArray();
            foreach (var key in rows) ApiKeyParameters.Write(json, key, secret: null);
            json.WriteEndArray();
        });
    }

    public async Task CreateAsync(HttpContext http, MemberId member)
    {
        var read = await RequestParameters.ReadAsync(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, Prefix);
        if (checks.Required("algorithm") is { } algorithm && algorithm != Algorithm) checks.Refuse($"{Prefix}.invalid_algorithm");
        var parameters = ApiKeyParameters.Read(checks);
        var (password, code) = (checks.Text("password"), checks.Text("totp_code"));
        if ((read.Error ?? checks.Error ?? TooManyProofs(member, password ?? code)) is { } error)
        {
            await error.WriteAsync(http);
            return;
        }

        var made = await createApiKey.ExecuteAsync(
            member, parameters.ApplyTo(ApiKeyParameters.Defaults), StepUpProof.Of(password, http.User) with { Code = code },
            BrowserSession.OriginOf(http), http.RequestAborted);
        if (RefusalOf(made.Reason) is { } refusal) await refusal.WriteAsync(http);
        else await ShowAsync(http, 201, member, made.Kid, made.Secret);
    }

    public async Task UpdateAsync(HttpContext http, MemberId member)
    {
        var read = await RequestParameters.ReadAsync(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, Prefix);
        var parameters = ApiKeyParameters.Read(checks);
        var isActive = checks.OneOf("state", Active, Inactive);
        var (password, code) = (checks.Text("password"), checks.Text("totp_code"));
        if ((read.Error ?? checks.Error ?? TooManyProofs(member, password ?? code)) is { } error)
        {
            await error.WriteAsync(http);
            return;
        }

        var reason = await changeApiKey.UpdateAsync(
            member, KidOf(http), parameters.ApplyTo, isActive, StepUpProof.Of(password, http.User) with { Code = code },
            BrowserSession.OriginOf(http), http.RequestAborted);
        if (RefusalOf(reason) is { } refusal) await refusal.WriteAsync(http);
        else await ShowAsync(http, 200, member, KidOf(http), secret: null);
    }

    public async Task DeleteAsync(HttpContext http, MemberId member)
    {
        var deleted = await changeApiKey.DeleteAsync(
            member, KidOf(http), BrowserSession.OriginOf(http), http.RequestAborted);
        if (deleted) http.Response.StatusCode = StatusCodes.Status204NoContent;
        else await ApiError.NotFound.WriteAsync(http);
    }

    private async Task ShowAsync(HttpContext http, int status, MemberId member, string kid, string? secret)
    {
        if (await queries.FindAsync(member, kid, http.RequestAborted) is not { } key)
        {
            await ApiError.NotFound.WriteAsync(http); // deleted by another request meanwhile
            return;
        }

        await ApiResponse.WriteAsync(http, status, (key, secret), static (json, state) =>
            ApiKeyParameters.Write(json, state.key, state.secret));
    }

    private ApiError? TooManyProofs(MemberId member, string? proof) =>
        proof is not null && limiter.Confirm(member) is { } wait ? IdentityLimiter.Refusal(wait) : null;

    /// <summary>Text that no column holds is no key's id.</summary>
    private static string KidOf(HttpContext http)
    {
        var kid = (string)http.Request.RouteValues["kid"]!;
        return kid.Length <= MostLengthOfKid && kid.All(char.IsAsciiHexDigitLower) ? kid : "";
    }

    private static bool TryOrder(string attribute, out Func<ApiKeyView, IComparable?> order)
    {
        Func<ApiKeyView, IComparable?>? known = attribute switch
        {
            "id" or "created_at" => key => key.CreatedAt,
            "updated_at" => key => key.UpdatedAt,
            "kid" => key => key.Kid,
            "state" => key => key.IsActive ? Active : Inactive,
            _ => null,
        };
        order = known ?? (_ => null);
        return known is not null;
    }

    private static ApiError? RefusalOf(ApiKeyChangeRejectReason reason) => reason switch
    {
        ApiKeyChangeRejectReason.None => null,
        ApiKeyChangeRejectReason.UnknownKey => ApiError.NotFound,
        ApiKeyChangeRejectReason.LabelInvalid => Of(422, "invalid_label"),
        ApiKeyChangeRejectReason.ScopesInvalid => Of(422, "invalid_scope"),
        ApiKeyChangeRejectReason.AddressesInvalid => Of(422, "invalid_allowed_ips"),
        ApiKeyChangeRejectReason.AddressesMissing => Of(422, "missing_allowed_ips"),
        ApiKeyChangeRejectReason.ExpiryInvalid => Of(422, "invalid_expires_at"),
        ApiKeyChangeRejectReason.PasswordMissing => Of(403, "password_required"),
        ApiKeyChangeRejectReason.PasswordWrong => Of(422, "invalid_password"),
        ApiKeyChangeRejectReason.CodeMissing => Of(422, "missing_totp"),
        ApiKeyChangeRejectReason.CodeWrong => Of(422, "invalid_totp"),
        ApiKeyChangeRejectReason.NotActive => Of(401, "owner_not_active"),
        ApiKeyChangeRejectReason.TooMany => Of(422, "too_many"),
    };

    private static ApiError Of(int status, string code) => ApiError.Of(status, $"{Prefix}.{code}");
}
