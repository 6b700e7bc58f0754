using Exchange.Core.Members;
using Exchange.Core.Tower;

namespace Exchange.Web.Api;

/// <summary>POST /admin/users/update and /admin/users/role: locks, bans and readmits, takes second factors, gives roles.</summary>
internal sealed class AdminUserActs(
    MemberDirectory directory, ShutOutMember shutOut, ChangeMemberRole changeRole, RemoveSecondFactor removeFactor)
{
    private const string Prefix = "admin.user";

    public async Task UpdateAsync(HttpContext http, Actor actor)
    {
        var read = await RequestParameters.ReadAsync(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, Prefix);
        var (uid, reason) = (checks.Required("uid"), StaffDoor.ReasonOf(checks));
        var (state, otp) = (checks.Text("state"), checks.Flag("otp"));
        if (state is null == otp is null) checks.Refuse($"{Prefix}.one_of_state_otp");
        if (otp is true) checks.Refuse($"{Prefix}.enable_2fa"); // only members themselves can
        if ((read.Error ?? checks.Error) is { } error)
        {
            await error.WriteAsync(http);
            return;
        }

        var refusal = state is null
            ? StaffDoor.RefusalOf(await removeFactor.ExecuteAsync(actor, uid!, reason, http.RequestAborted), Prefix, "otp")
            : await SetStateAsync(http, actor, uid!, state, reason);
        await AnswerAsync(http, refusal);
    }

    public async Task ChangeRoleAsync(HttpContext http, Actor actor)
    {
        var read = await RequestParameters.ReadAsync(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, Prefix);
        var (uid, role, reason) = (checks.Required("uid"), checks.Required("role"), StaffDoor.ReasonOf(checks));
        if ((read.Error ?? checks.Error) is { } error)
        {
            await error.WriteAsync(http);
            return;
        }

        var member = (await directory.FindAsync(actor, uid!, http.RequestAborted)).Value;
        var outcome = await changeRole.ExecuteAsync(actor, uid!, member?.Role, role, reason, http.RequestAborted);
        await AnswerAsync(http, StaffDoor.RefusalOf(outcome, Prefix, "role"));
    }

    private async Task<ApiError?> SetStateAsync(HttpContext http, Actor actor, string uid, string state, string reason)
    {
        var states = Enum.GetValues<MemberState>().Where(s => MemberStanding.StateName(s) == state).ToList();
        if (states.Count == 0) return ApiError.Of(422, $"{Prefix}.invalid_state");
        var from = (await directory.FindAsync(actor, uid, http.RequestAborted)).Value?.State ?? MemberState.Deleted;
        // Whether the engine confirmed the cancel is in the audit log: the contract knows no answer for it, and the state is changed.
        var result = await shutOut.ChangeAsync(actor, uid, from, states[0], cancelsOrders: true, reason, http.RequestAborted);
        return StaffDoor.RefusalOf(result.Outcome, Prefix, "state");
    }

    /// <summary>The contract answers with the status alone.</summary>
    private static Task AnswerAsync(HttpContext http, ApiError? refusal) => refusal is null
        ? ApiResponse.WriteAsync(http, 200, 200, static (json, status) => json.WriteNumberValue(status))
        : refusal.WriteAsync(http);
}
