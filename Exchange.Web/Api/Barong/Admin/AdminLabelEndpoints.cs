using Exchange.Core.Members;

namespace Exchange.Web.Api;

/// <summary>/admin/users/labels: the exchange's labels of members, and with them levels. Members' own labels are theirs.</summary>
internal sealed class AdminLabelEndpoints(EditLabels labels, MemberDirectory directory)
{
    private const string Prefix = "admin.label";

    /// <summary>Counts by the stringified pair of key and value, as Barong writes them.</summary>
    public async Task CountAsync(HttpContext http, Actor actor)
    {
        var counts = await labels.CountsAsync(actor, http.RequestAborted);
        await ApiResponse.WriteAsync(http, 200, counts.Value ?? [], static (json, rows) =>
        {
            json.WriteStartObject();
            foreach (var row in rows) json.WriteNumber($"[\"{row.Key}\", \"{row.Value}\"]", row.Members);
            json.WriteEndObject();
        });
    }

    /// <summary>The members who have a label.</summary>
    public async Task FindAsync(HttpContext http, Actor actor)
    {
        var read = RequestParameters.ReadQuery(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, Prefix);
        var page = new ApiPage(checks.Page(), checks.Integer("limit", ApiPage.DefaultLimit, 1, MemberDirectory.MaxSize));
        var (key, value) = (checks.Required("key"), checks.Required("value"));
        if ((read.Error ?? checks.Error) is { } error)
        {
            await error.WriteAsync(http);
            return;
        }

        var found = await directory.PageAsync(
            actor, new MemberFilter { Label = $"{key}:{value}" }, page.Number, page.Limit, http.RequestAborted);
        page.SetHeaders(http, found.Value?.Total ?? 0);
        await ApiResponse.WriteAsync(http, 200, found.Value?.Rows ?? [], static (json, rows) =>
        {
            json.WriteStartArray();
            foreach (var member in rows)
            {
                AdminUserJson.Begin(json, member);
                AdminUserJson.End(json, member);
            }

            json.WriteEndArray();
        });
    }

    public Task CreateAsync(HttpContext http, Actor actor) => ChangeAsync(http, actor, 201, before => before is null ? null : "key.taken");

    /// <summary>Another value of a label that is there.</summary>
    public Task ChangeAsync(HttpContext http, Actor actor) =>
        ChangeAsync(http, actor, 200, before => before is null ? $"{Prefix}.doesnt_exist" : null);

    /// <summary>A label whether it is there or not.</summary>
    public Task SetAsync(HttpContext http, Actor actor) => ChangeAsync(http, actor, 200, _ => null);

    public async Task DeleteAsync(HttpContext http, Actor actor)
    {
        var read = RequestParameters.ReadQuery(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, Prefix);
        var (uid, key, reason) = (checks.Required("uid"), checks.Required("key"), ReasonOf(checks));
        RefusePublic(checks);
        if ((read.Error ?? checks.Error) is { } error) await error.WriteAsync(http);
        else if (await BeforeAsync(http, actor, uid!, key!) is not { } before) await NotFound.WriteAsync(http);
        else if (await EditAsync(http, actor, uid!, key!, before, null, reason) is { } refusal) await refusal.WriteAsync(http);
        else await AnswerAsync(http, 200);
    }

    private static ApiError NotFound { get; } = ApiError.Of(404, $"{Prefix}.doesnt_exist");

    private async Task ChangeAsync(HttpContext http, Actor actor, int status, Func<string?, string?> refuses)
    {
        var read = await RequestParameters.ReadAsync(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, Prefix);
        var (uid, key, value, reason) = (checks.Required("uid"), checks.Required("key"), checks.Required("value"), ReasonOf(checks));
        RefusePublic(checks);
        if ((read.Error ?? checks.Error) is { } error)
        {
            await error.WriteAsync(http);
            return;
        }

        var before = await BeforeAsync(http, actor, uid!, key!);
        var refusal = refuses(before) is { } code
            ? ApiError.Of(before is null ? 404 : 422, code)
            : await EditAsync(http, actor, uid!, key!, before, value, reason);
        if (refusal is null) await AnswerAsync(http, status);
        else await refusal.WriteAsync(http);
    }

    /// <summary>Barong's description of a label is its reason here.</summary>
    private static string ReasonOf(ParameterChecks checks) => checks.Text("description") ?? StaffDoor.ReasonOf(checks);

    private static void RefusePublic(ParameterChecks checks)
    {
        if (checks.Text("scope") is not (null or "private")) checks.Refuse($"{Prefix}.invalid_scope");
    }

    private async Task<string?> BeforeAsync(HttpContext http, Actor actor, string uid, string key)
    {
        if ((await directory.FindAsync(actor, uid, http.RequestAborted)).Value is not { } member) return null;
        var all = (await labels.ListAsync(actor, member, http.RequestAborted)).Value ?? [];
        return all.SingleOrDefault(label => label.Key == key && label.Scope == LabelScope.Private)?.Value;
    }

    private async Task<ApiError?> EditAsync(
        HttpContext http, Actor actor, string uid, string key, string? from, string? to, string reason)
    {
        var outcome = await labels.ExecuteAsync(actor, uid, key, from, to, reason, http.RequestAborted);
        return outcome.Reason == StaffRejectReason.NotFound
            ? ApiError.Of(404, "admin.user.doesnt_exist")
            : StaffDoor.RefusalOf(outcome, Prefix, "value");
    }

    private static Task AnswerAsync(HttpContext http, int status) =>
        ApiResponse.WriteAsync(http, status, status, static (json, number) => json.WriteNumberValue(number));
}
