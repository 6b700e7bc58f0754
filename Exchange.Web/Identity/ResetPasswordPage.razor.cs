using Exchange.Core.Members;
using Exchange.Core.Notifications;
using Exchange.Web.Layout;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Identity;

/// <summary>Sends a link to who has forgotten the password, and takes another one from who comes by it.</summary>
public sealed partial class ResetPasswordPage
{
    private EmailTokenProblem _link;
    private string? _alert;
    private string? _passwordProblem;
    private bool _asked;

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "token")]
    private string? Token { get; set; }

    [SupplyParameterFromForm(Name = "token", FormName = "choose")]
    private string? PostedToken { get; set; }

    [SupplyParameterFromForm(Name = "password", FormName = "choose")]
    private string? Password { get; set; }

    [SupplyParameterFromForm(Name = "email", FormName = "ask")]
    private string? Email { get; set; }

    [SupplyParameterFromForm(Name = "captcha_response", FormName = "ask")]
    private string? CaptchaResponse { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private PasswordReset PasswordReset { get; set; } = null!;

    [Inject]
    private Mailbox Mailbox { get; set; } = null!;

    [Inject]
    private IdentityGuard Guard { get; set; } = null!;

    private string? Key => PostedToken ?? Token;

    private bool IsChoosing => Key is not null && _link == EmailTokenProblem.None;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (Key is null) return;
        Http.Response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsGet(Http.Request.Method)) Show(await PasswordReset.LookAsync(Key, Http.RequestAborted));
    }

    private async Task AskAsync()
    {
        _alert = await Guard.MailRefusalAsync(Http, CaptchaResponse);
        if (_alert is not null) return;
        await PasswordReset.AskAsync(Email, BrowserSession.OriginOf(Http), Http.RequestAborted);
        _asked = true;
    }

    private async Task ChooseAsync()
    {
        _alert = Guard.LinkRefusal(Http);
        if (_alert is not null) return;
        var outcome = await PasswordReset.ExecuteAsync(Key, Password, BrowserSession.OriginOf(Http), Http.RequestAborted);
        switch (outcome.Reason)
        {
            case PasswordResetRejectReason.LinkRefused:
                Show(outcome.Link);
                break;
            case PasswordResetRejectReason.PasswordRefused:
                _alert = "The password is not changed yet: see below.";
                _passwordProblem = CredentialTexts.PasswordProblem(outcome.Password);
                break;
            case PasswordResetRejectReason.None:
                BrowserSession.SeeOther(Http, Navigation, $"{SignInLink.SignIn}?reset=true");
                break;
        }
    }

    private void Show(EmailTokenProblem problem)
    {
        _link = problem;
        _alert = CredentialTexts.LinkProblem(problem);
        if (_alert is not null) Http.Response.StatusCode = StatusCodes.Status400BadRequest;
    }
}
