using System.Globalization;
using System.Text.Json;
using Exchange.Core.Members;
using Exchange.Core.Tower;

namespace Exchange.Web.Api;

/// <summary>What the staff looks up: keys and activity of members, figures by the day, levels.</summary>
internal sealed class AdminReportEndpoints(
    MemberDirectory directory, MemberFile file, ActivityLog activities, LevelRule rule, TimeProvider time)
{
    private const int UsualDays = 30;

    /// <summary>API keys of one member, without secrets.</summary>
    public async Task ApiKeysAsync(HttpContext http, Actor actor)
    {
        var read = RequestParameters.ReadQuery(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, "admin.api_key");
        var uid = checks.Required("uid");
        if ((read.Error ?? checks.Error) is { } error)
        {
            await error.WriteAsync(http);
            return;
        }

        if ((await directory.FindAsync(actor, uid!, http.RequestAborted)).Value is not { } member)
        {
            await ApiError.Of(404, "admin.user.doesnt_exist").WriteAsync(http);
            return;
        }

        var keys = (await file.ApiKeysAsync(actor, member, http.RequestAborted)).Value ?? [];
        await ApiResponse.WriteAsync(http, 200, keys, static (json, rows) =>
        {
            json.WriteStartArray();
            foreach (var key in rows) ApiKeyParameters.Write(json, key, secret: null);
            json.WriteEndArray();
        });
    }

    /// <summary>What all members did, newest first.</summary>
    public async Task ActivitiesAsync(HttpContext http, Actor actor)
    {
        var read = RequestParameters.ReadQuery(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, "admin.activity");
        var page = new ApiPage(checks.Page(), checks.Integer("limit", ApiPage.DefaultLimit, 1, ActivityLog.MaxSize));
        var request = new ActivityRequest
        {
            Uid = checks.Text("uid"),
            Email = checks.Text("email"),
            Action = checks.Text("action"),
            Filter = new ActivityFilter { Topic = checks.Text("topic"), From = checks.Moment("from"), To = checks.Moment("to") },
        };
        if ((read.Error ?? checks.Error) is { } error)
        {
            await error.WriteAsync(http);
            return;
        }

        var found = (await activities.PageAsync(actor, request, page.Number, page.Limit, http.RequestAborted)).Value;
        page.SetHeaders(http, found?.Total ?? 0);
        await ApiResponse.WriteAsync(http, 200, found?.Rows ?? [], static (json, rows) =>
        {
            json.WriteStartArray();
            foreach (var row in rows) ActivityEndpoint.Write(json, row.Activity, row.Member);
            json.WriteEndArray();
        });
    }

    /// <summary>Sign-ups and sign-ins by the day, the last thirty when nothing is asked.</summary>
    public async Task MetricsAsync(HttpContext http, Actor actor)
    {
        var read = RequestParameters.ReadQuery(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, "admin.metrics");
        var to = DateOnly.FromDateTime((checks.Moment("created_to") ?? time.GetUtcNow()).UtcDateTime);
        var from = checks.Moment("created_from") is { } given ? DateOnly.FromDateTime(given.UtcDateTime) : to.AddDays(1 - UsualDays);
        if (from > to || to.DayNumber - from.DayNumber >= ActivityLog.MaxDays) checks.Refuse("admin.metrics.invalid_range");
        if ((read.Error ?? checks.Error) is { } error)
        {
            await error.WriteAsync(http);
            return;
        }

        var found = await activities.FiguresAsync(actor, from, to, http.RequestAborted);
        if (StaffDoor.RefusalOf(found.Verdict) is { } refusal)
        {
            await refusal.WriteAsync(http);
            return;
        }

        await ApiResponse.WriteAsync(http, 200, found.Value!, static (json, figures) =>
        {
            json.WriteStartObject();
            WriteDays(json, "signups", figures.Days, day => day.SignUps);
            WriteDays(json, "sucessful_logins", figures.Days, day => day.Logins); // the contract's spelling
            WriteDays(json, "failed_logins", figures.Days, day => day.FailedLogins);
            json.WriteNumber("pending_applications"u8, figures.PendingApplications);
            json.WriteEndObject();
        });
    }

    /// <summary>Which label gives which level.</summary>
    public Task LevelsAsync(HttpContext http, Actor actor) => ApiResponse.WriteAsync(http, 200, rule, static (json, levels) =>
    {
        json.WriteStartArray();
        for (var level = 1; level <= levels.Highest; level++)
        {
            foreach (var needed in levels.Requires(level, isCompany: false))
            {
                json.WriteStartObject();
                json.WriteNumber("id"u8, level);
                json.WriteString("key"u8, needed.Key);
                json.WriteString("value"u8, needed.Value);
                json.WriteNull("description"u8);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    });

    private static void WriteDays(Utf8JsonWriter json, string name, IReadOnlyList<ActivityDay> days, Func<ActivityDay, int> count)
    {
        json.WriteStartObject(name);
        foreach (var day in days) json.WriteNumber(day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), count(day));
        json.WriteEndObject();
    }
}
