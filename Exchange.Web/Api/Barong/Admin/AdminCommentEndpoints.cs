using System.Globalization;
using Exchange.Core.Members;

namespace Exchange.Web.Api;

/// <summary>/admin/users/comments: notes on members.</summary>
internal sealed class AdminCommentEndpoints(MemberNotes notes)
{
    private const string Prefix = "admin.comment";

    public async Task CreateAsync(HttpContext http, Actor actor)
    {
        var read = await RequestParameters.ReadAsync(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, Prefix);
        var (uid, title, text) = (checks.Required("uid"), checks.Required("title"), checks.Required("data"));
        if ((read.Error ?? checks.Error) is { } error) await error.WriteAsync(http);
        else await AnswerAsync(http, 201, await notes.AddAsync(actor, uid!, title, text, http.RequestAborted), "admin.user");
    }

    public async Task ChangeAsync(HttpContext http, Actor actor)
    {
        var read = await RequestParameters.ReadAsync(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, Prefix);
        var (id, title, text) = (IdOf(checks), checks.Text("title"), checks.Text("data"));
        var reason = StaffDoor.ReasonOf(checks);
        if ((read.Error ?? checks.Error) is { } error) await error.WriteAsync(http);
        else await AnswerAsync(http, 200, await notes.ChangeAsync(actor, id, title, text, reason, http.RequestAborted), Prefix);
    }

    public async Task DeleteAsync(HttpContext http, Actor actor)
    {
        var read = RequestParameters.ReadQuery(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, Prefix);
        var (id, reason) = (IdOf(checks), StaffDoor.ReasonOf(checks));
        if ((read.Error ?? checks.Error) is { } error) await error.WriteAsync(http);
        else await AnswerAsync(http, 200, await notes.RemoveAsync(actor, id, reason, http.RequestAborted), Prefix);
    }

    private static long IdOf(ParameterChecks checks)
    {
        if (checks.Required("id") is not { } text) return 0;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return id;
        checks.Refuse($"{Prefix}.non_integer_id");
        return 0;
    }

    private static Task AnswerAsync(HttpContext http, int status, StaffOutcome outcome, string subject) =>
        StaffDoor.RefusalOf(outcome, subject, "data") is { } refusal
            ? refusal.WriteAsync(http)
            : ApiResponse.WriteAsync(http, status, status, static (json, number) => json.WriteNumberValue(number));
}
