using Exchange.Core.Members;
using Exchange.Web.Layout;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Identity;

/// <summary>Makes a member. The answer is the same when the address has an account already.</summary>
public sealed partial class SignUpPage
{
    private const string SeeBelow = "You are not signed up yet: see below.";

    private string? _alert;
    private SignUpRejectReason _problem;

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "returnUrl")]
    private string? ReturnUrl { get; set; }

    [SupplyParameterFromForm(Name = "email", FormName = "signup")]
    private string? Email { get; set; }

    [SupplyParameterFromForm(Name = "password", FormName = "signup")]
    private string? Password { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private SignUp SignUp { get; set; } = null!;

    [Inject]
    private IdentityLimiter Limiter { get; set; } = null!;

    private string ToSignIn => $"{SignInLink.SignIn}?returnUrl={Uri.EscapeDataString(LocalReturn.Of(ReturnUrl))}";

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        if (MemberClaims.MemberIdOf(Http.User) is not null && HttpMethods.IsGet(Http.Request.Method))
            Navigation.NavigateTo(LocalReturn.Of(ReturnUrl));
    }

    private async Task SubmitAsync()
    {
        if (Limiter.SignUp(Http.Connection.RemoteIpAddress) is { } wait)
        {
            _alert = IdentityLimiter.Refuse(Http, wait);
            return;
        }

        var outcome = await SignUp.ExecuteAsync(Email, Password, BrowserSession.OriginOf(Http), Http.RequestAborted);
        if (outcome.Reason != SignUpRejectReason.None)
        {
            (_problem, _alert) = (outcome.Reason, SeeBelow);
            return;
        }

        BrowserSession.SeeOther(Http, Navigation, SignInLink.ConfirmEmail);
    }
}
