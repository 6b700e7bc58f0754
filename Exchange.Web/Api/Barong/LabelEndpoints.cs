using System.Text.Json;
using Exchange.Core.Members;
using Exchange.Core.Primitives;

namespace Exchange.Web.Api;

/// <summary>/resource/labels: what is known of a member, and the labels of their own.</summary>
internal sealed class LabelEndpoints(Labels labels, PublicLabels own)
{
    private const string Prefix = "resource.labels";

    public async Task ListAsync(HttpContext http, MemberId member)
    {
        var read = RequestParameters.ReadQuery(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, Prefix);
        var descending = checks.Descending("ordering", absent: false);
        if ((read.Error ?? checks.Error) is { } error)
        {
            await error.WriteAsync(http);
            return;
        }

        var all = await labels.ListAsync(member, http.RequestAborted);
        var sorted = descending ? all.Reverse() : all;
        await ApiResponse.WriteAsync(http, 200, sorted, static (json, rows) =>
        {
            json.WriteStartArray();
            foreach (var label in rows) Write(json, label);
            json.WriteEndArray();
        });
    }

    public async Task ShowAsync(HttpContext http, MemberId member) => await ShowAsync(http, 200, member, KeyOf(http), LabelScope.Private);

    public async Task CreateAsync(HttpContext http, MemberId member)
    {
        var read = await RequestParameters.ReadAsync(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, Prefix);
        var (key, value) = (checks.Required("key"), checks.Required("value"));
        if ((read.Error ?? checks.Error) is { } error) await error.WriteAsync(http);
        else if (RefusalOf(await own.CreateAsync(member, key!, value!, http.RequestAborted)) is { } refusal) await refusal.WriteAsync(http);
        else await ShowAsync(http, 201, member, key!, LabelScope.Public);
    }

    public async Task UpdateAsync(HttpContext http, MemberId member)
    {
        var read = await RequestParameters.ReadAsync(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, Prefix);
        var value = checks.Required("value");
        if ((read.Error ?? checks.Error) is { } error) await error.WriteAsync(http);
        else if (RefusalOf(await own.UpdateAsync(member, KeyOf(http), value!, http.RequestAborted)) is { } refusal)
            await refusal.WriteAsync(http);
        else await ShowAsync(http, 200, member, KeyOf(http), LabelScope.Public);
    }

    public async Task DeleteAsync(HttpContext http, MemberId member)
    {
        if (RefusalOf(await own.DeleteAsync(member, KeyOf(http), http.RequestAborted)) is { } refusal) await refusal.WriteAsync(http);
        else http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>One label in the contract's shape.</summary>
    internal static void Write(Utf8JsonWriter json, LabelView label)
    {
        json.WriteStartObject();
        json.WriteString("key"u8, label.Key);
        json.WriteString("value"u8, label.Value);
        json.WriteString("scope"u8, label.Scope == LabelScope.Private ? "private"u8 : "public"u8);
        json.WriteMoment("created_at"u8, Clock.ToMicroseconds(label.CreatedAt));
        json.WriteMoment("updated_at"u8, Clock.ToMicroseconds(label.UpdatedAt));
        json.WriteEndObject();
    }

    /// <summary>A key may stand in both scopes: the one that was just changed comes first, else the exchange's own.</summary>
    private async Task ShowAsync(HttpContext http, int status, MemberId member, string key, LabelScope first)
    {
        var all = await labels.ListAsync(member, http.RequestAborted);
        var found = all.Where(label => label.Key == key).OrderByDescending(label => label.Scope == first).FirstOrDefault();
        if (found is null) await ApiError.NotFound.WriteAsync(http);
        else await ApiResponse.WriteAsync(http, status, found, Write);
    }

    /// <summary>What is no word is no label's key.</summary>
    private static string KeyOf(HttpContext http)
    {
        var key = (string)http.Request.RouteValues["key"]!;
        return MemberLabel.IsWord(key) ? key : "";
    }

    private static ApiError? RefusalOf(PublicLabelRejectReason reason) => reason switch
    {
        PublicLabelRejectReason.None => null,
        PublicLabelRejectReason.KeyInvalid => ApiError.Of(422, "key.invalid"),
        PublicLabelRejectReason.ValueInvalid => ApiError.Of(422, "value.invalid"),
        PublicLabelRejectReason.Private => ApiError.Of(400, "resource.labels.private"),
        PublicLabelRejectReason.Taken => ApiError.Of(422, "key.taken"),
        PublicLabelRejectReason.Unknown => ApiError.NotFound,
        PublicLabelRejectReason.TooMany => ApiError.Of(422, "resource.labels.limit_reached"),
    };
}
