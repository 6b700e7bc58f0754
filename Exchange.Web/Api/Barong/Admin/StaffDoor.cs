using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Web.Identity;

namespace Exchange.Web.Api;

/// <summary>
/// What all endpoints of the staff have in common: a person in a session of their own that showed a second factor, whose role holds the
/// permission. No key opens them. The acts behind them ask again.
/// </summary>
internal sealed class StaffDoor(PermissionChecks checks)
{
    /// <summary>Why something was done, when the caller does not say: the contract asks for no reason, the audit log for one.</summary>
    private const string NoReason = "by the API, without a reason";

    private static readonly ApiError NotPermitted = ApiError.Of(403, "admin.ability.not_permitted");
    private static readonly ApiError FactorMissing = ApiError.Of(403, "admin.ability.second_factor_missing");

    /// <summary>Lets the staff in who hold a permission.</summary>
    public Func<HttpContext, MemberId, Task> For(string permission, Func<HttpContext, Actor, Task> handle) => async (http, _) =>
    {
        if (Actor.Of(http.User, BrowserSession.OriginOf(http)) is not { } actor)
        {
            await ApiError.InvalidSession.WriteAsync(http);
            return;
        }

        var verdict = await checks.CheckAsync(actor, permission, http.Request.Path.Value!, http.RequestAborted);
        if (RefusalOf(verdict) is { } refusal) await refusal.WriteAsync(http);
        else await handle(http, actor);
    };

    /// <summary>The reason that a caller gives, or one that says that none was given.</summary>
    public static string ReasonOf(ParameterChecks checks) => checks.Text("reason") ?? NoReason;

    /// <summary>The answer to an act, by the words of its subject: <c>admin.user</c>. Null when it was done.</summary>
    public static ApiError? RefusalOf(StaffOutcome outcome, string subject, string what) => outcome.Reason switch
    {
        StaffRejectReason.None => null,
        StaffRejectReason.NotPermitted => RefusalOf(outcome.Verdict) ?? NotPermitted,
        StaffRejectReason.ReasonMissing => ApiError.Of(422, $"{subject}.empty_reason"),
        StaffRejectReason.ReasonTooLong => ApiError.Of(422, $"{subject}.too_long_reason"),
        StaffRejectReason.NotFound => ApiError.Of(404, $"{subject}.doesnt_exist"),
        StaffRejectReason.ValueUnknown or StaffRejectReason.TextInvalid => ApiError.Of(422, $"{subject}.invalid_{what}"),
        StaffRejectReason.Unchanged => ApiError.Of(422, $"{subject}.{what}_no_change"),
        StaffRejectReason.ChangedMeanwhile => ApiError.Of(409, $"{subject}.changed_meanwhile"),
        StaffRejectReason.SecondPersonNeeded => ApiError.Of(422, $"{subject}.second_admin_approval"),
        StaffRejectReason.Own => ApiError.Of(422, "admin.user.update_himself"),
        StaffRejectReason.Above or StaffRejectReason.LastSuperadmin => ApiError.Of(422, "admin.user.superadmin_change"),
    };

    /// <summary>The answer to who may not; null for who may.</summary>
    public static ApiError? RefusalOf(PermissionVerdict verdict) => verdict switch
    {
        PermissionVerdict.Granted => null,
        PermissionVerdict.SessionEnded => ApiError.InvalidSession,
        PermissionVerdict.NotGranted => NotPermitted,
        PermissionVerdict.SecondFactorMissing => FactorMissing,
    };
}
