using Exchange.Core.Members;
using Exchange.Web.Layout;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Identity;

/// <summary>Signs people in. Rendered on the server, so that it works before any script does.</summary>
public sealed partial class SignInPage
{
    /// <summary>
    /// One text for an unknown address, a wrong password, an account that rests after too many and one whose address waits to be
    /// confirmed.
    /// </summary>
    internal const string Refused =
        "The e-mail address or the password is not right, or the address is not confirmed yet: look into your mail.";

    private const string ShutOut = "This account is closed. Ask the operator of the exchange.";

    private string? _alert;

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "returnUrl")]
    private string? ReturnUrl { get; set; }

    [SupplyParameterFromQuery(Name = "confirmed")]
    private bool Confirmed { get; set; }

    [SupplyParameterFromQuery(Name = "reset")]
    private bool HasReset { get; set; }

    [SupplyParameterFromForm(Name = "email", FormName = "signin")]
    private string? Email { get; set; }

    [SupplyParameterFromForm(Name = "password", FormName = "signin")]
    private string? Password { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private SignIn SignIn { get; set; } = null!;

    [Inject]
    private BrowserSession Browser { get; set; } = null!;

    [Inject]
    private IdentityLimiter Limiter { get; set; } = null!;

    private string? Done => Confirmed ? "Your address is confirmed. Sign in."
        : HasReset ? "Your password is changed. Sign in with the new one."
        : null;

    private string SignUpLink => $"{SignInLink.SignUp}?returnUrl={Uri.EscapeDataString(LocalReturn.Of(ReturnUrl))}";

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        if (MemberClaims.MemberIdOf(Http.User) is not null && HttpMethods.IsGet(Http.Request.Method))
            Navigation.NavigateTo(LocalReturn.Of(ReturnUrl));
    }

    private async Task SubmitAsync()
    {
        if (Limiter.SignIn(Http.Connection.RemoteIpAddress, Email) is { } wait)
        {
            _alert = IdentityLimiter.Refuse(Http, wait);
            return;
        }

        var outcome = await SignIn.ExecuteAsync(Email, Password, BrowserSession.OriginOf(Http), Http.RequestAborted);
        if (outcome.Reason != SignInRejectReason.None)
        {
            _alert = outcome.Reason == SignInRejectReason.NotActive ? ShutOut : Refused;
            return;
        }

        await Browser.StartAsync(Http, outcome.Member);
        BrowserSession.SeeOther(Http, Navigation, LocalReturn.Of(ReturnUrl));
    }
}
