using Exchange.Core.Members;
using Exchange.Core.Notifications;
using Exchange.Web.Layout;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Identity;

/// <summary>
/// Confirms the address of a sign-up. Opening the link changes nothing, since programs that look through mail open it too: the button
/// does. Whoever confirms is not signed in by that: the password is still to be shown.
/// </summary>
public sealed partial class ConfirmEmailPage
{
    private EmailTokenProblem _reason;
    private string? _alert;
    private string? _resendAlert;
    private bool _resent;

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "token")]
    private string? Token { get; set; }

    [SupplyParameterFromForm(Name = "token", FormName = "confirm")]
    private string? PostedToken { get; set; }

    [SupplyParameterFromForm(Name = "email", FormName = "resend")]
    private string? Email { get; set; }

    [SupplyParameterFromForm(Name = "captcha_response", FormName = "resend")]
    private string? CaptchaResponse { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private AddressConfirmation Confirmation { get; set; } = null!;

    [Inject]
    private Mailbox Mailbox { get; set; } = null!;

    [Inject]
    private IdentityGuard Guard { get; set; } = null!;

    private string? Key => PostedToken ?? Token;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (Key is null) return;
        Http.Response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsGet(Http.Request.Method)) Show(await LookAsync());
    }

    private async Task ConfirmAsync()
    {
        _alert = Guard.LinkRefusal(Http);
        if (_alert is not null) return;

        var outcome = await Confirmation.ConfirmAsync(Key, BrowserSession.OriginOf(Http), Http.RequestAborted);
        Show(outcome.Problem);
        if (outcome.Problem == EmailTokenProblem.None)
            BrowserSession.SeeOther(Http, Navigation, $"{SignInLink.SignIn}?confirmed=true");
    }

    private async Task ResendAsync()
    {
        _resendAlert = await Guard.MailRefusalAsync(Http, CaptchaResponse);
        if (_resendAlert is not null) return;

        await Confirmation.ResendAsync(Email, BrowserSession.OriginOf(Http), Http.RequestAborted);
        _resent = true;
    }

    private Task<EmailTokenProblem> LookAsync() => Confirmation.LookAsync(Key, Http.RequestAborted);

    private void Show(EmailTokenProblem reason)
    {
        _reason = reason;
        _alert = CredentialTexts.LinkProblem(reason);
        if (_alert is not null) Http.Response.StatusCode = StatusCodes.Status400BadRequest;
    }
}
