using System.Text.Json;
using Exchange.Core.Members;
using Exchange.Core.Primitives;

namespace Exchange.Web.Api;

/// <summary>GET /resource/users/activity/:topic.</summary>
internal sealed class ActivityEndpoint(MemberQueries members)
{
    private const string AllTopics = "all";

    private static readonly string[] Topics =
        [AllTopics, Activity.SessionTopic, Activity.SecondFactorTopic, Activity.PasswordTopic, Activity.AccountTopic];

    private static readonly ApiError WrongTopic = ApiError.Of(422, "resource.user.wrong_topic");

    /// <summary>An empty list is an error: that is the contract.</summary>
    private static readonly ApiError NoActivity = ApiError.Of(422, "resource.user.no_activity");

    public async Task ListAsync(HttpContext http, MemberId member)
    {
        var topic = (string)http.Request.RouteValues["topic"]!;
        if (!Topics.Contains(topic))
        {
            await WrongTopic.WriteAsync(http);
            return;
        }

        var read = RequestParameters.ReadQuery(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, "resource.user");
        var page = new ApiPage(checks.Page(), checks.Integer("limit", ApiPage.DefaultLimit, 1, MemberQueries.MaxActivities));
        var filter = new ActivityFilter
        {
            Topic = topic == AllTopics ? null : topic,
            Result = checks.Text("result"),
            From = checks.Moment("time_from"),
            To = checks.Moment("time_to"),
        };
        if ((read.Error ?? checks.Error) is { } error)
        {
            await error.WriteAsync(http);
            return;
        }

        var found = await members.ActivityPageAsync(member, filter, page.Number, page.Limit, http.RequestAborted);
        if (found.Rows.Count == 0)
        {
            await NoActivity.WriteAsync(http);
            return;
        }

        page.SetHeaders(http, found.Total);
        await ApiResponse.WriteAsync(http, 200, found.Rows, static (json, rows) =>
        {
            json.WriteStartArray();
            foreach (var row in rows) Write(json, row);
            json.WriteEndArray();
        });
    }

    /// <summary>One activity in the contract's shape; the staff is told whose it is.</summary>
    internal static void Write(Utf8JsonWriter json, Activity activity, MemberName? of = null)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, activity.Id);
        if (of is not null)
        {
            json.WriteString("uid"u8, of.Uid);
            json.WriteString("email"u8, of.Email);
        }

        json.WriteString("user_ip"u8, activity.Address);
        json.WriteNull("user_ip_country"u8); // nobody looks addresses up
        json.WriteString("user_agent"u8, activity.UserAgent);
        json.WriteString("topic"u8, activity.Topic);
        json.WriteString("action"u8, activity.Action);
        json.WriteString("result"u8, activity.Result);
        json.WriteNull("data"u8);
        json.WriteMoment("created_at"u8, Clock.ToMicroseconds(activity.At));
        json.WriteEndObject();
    }
}
