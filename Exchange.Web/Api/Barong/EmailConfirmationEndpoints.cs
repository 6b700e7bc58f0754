using Exchange.Core.Members;
using Exchange.Web.Identity;

namespace Exchange.Web.Api;

/// <summary>POST /identity/users/email/generate_code and confirm_code: a member shows that an address is theirs.</summary>
internal sealed class EmailConfirmationEndpoints(
    AddressConfirmation confirmation, ProgramSession session, MemberQueries members, IdentityGuard guard)
{
    /// <summary>The link was used.</summary>
    public static readonly ApiError UtilizedToken = ApiError.Of(422, "identity.user.utilized_token");

    /// <summary>There is no such link.</summary>
    public static readonly ApiError UnknownToken = ApiError.Of(422, "jwt.decode_and_verify.segments");

    /// <summary>The link's time is over.</summary>
    public static readonly ApiError ExpiredToken = ApiError.Of(422, "jwt.decode_and_verify.expired");

    public Task GenerateAsync(HttpContext http) => MailRequest.TakeAsync(http, guard, confirmation.ResendAsync);

    public async Task ConfirmAsync(HttpContext http)
    {
        var read = await RequestParameters.ReadAsync(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, "identity.user");
        var token = checks.Required("token");
        if ((read.Error ?? checks.Error ?? guard.LinkError(http)) is { } error)
        {
            await error.WriteAsync(http);
            return;
        }

        var outcome = await confirmation.ConfirmAsync(token, BrowserSession.OriginOf(http), http.RequestAborted);
        if (RefusalOf(outcome.Problem) is { } refusal)
        {
            await refusal.WriteAsync(http);
            return;
        }

        var csrf = await session.StartAsync(http, outcome.Member);
        var profile = await members.ProfileAsync(outcome.Member, http.RequestAborted);
        await UserJson.WriteAsync(http, 201, outcome.Member, profile!, csrf);
    }

    private static ApiError? RefusalOf(EmailTokenProblem problem) => problem switch
    {
        EmailTokenProblem.None => null,
        EmailTokenProblem.Unknown => UnknownToken,
        EmailTokenProblem.Expired => ExpiredToken,
        EmailTokenProblem.Used => UtilizedToken,
    };
}
