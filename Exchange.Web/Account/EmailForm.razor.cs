using Exchange.Core.Members;
using Exchange.Web.Identity;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Account;

/// <summary>Begins a change of the member's address.</summary>
public sealed partial class EmailForm
{
    private const string SeeBelow = "Nothing is changed: see below.";
    private bool _done;
    private string? _alert;
    private string? _emailProblem;
    private string? _passwordProblem;

    /// <summary>The address until now.</summary>
    [Parameter, EditorRequired]
    public string Present { get; set; } = "";

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [SupplyParameterFromForm(Name = "email", FormName = "email")]
    private string? Email { get; set; }

    [SupplyParameterFromForm(Name = "email-password", FormName = "email")]
    private string? Password { get; set; }

    [Inject]
    private ChangeEmail ChangeEmail { get; set; } = null!;

    [Inject]
    private IdentityLimiter Limiter { get; set; } = null!;

    private async Task SubmitAsync()
    {
        var member = MemberClaims.MemberIdOf(Http.User) ?? throw new InvalidOperationException("Nobody is signed in.");
        if (Limiter.Confirm(Http, member) is { } wait)
        {
            _alert = IdentityLimiter.Refuse(Http, wait);
            return;
        }

        var reason = await ChangeEmail.AskAsync(
            member, Email, StepUpField.ProofOf(Http, Password), BrowserSession.OriginOf(Http), Http.RequestAborted);
        _done = reason == ChangeEmailRejectReason.None;
        _alert = reason switch
        {
            ChangeEmailRejectReason.None => null,
            ChangeEmailRejectReason.TooMany => "Too many changes within an hour. Try again later.",
            _ => SeeBelow,
        };
        _emailProblem = reason switch
        {
            ChangeEmailRejectReason.EmailInvalid => "This is not an e-mail address that we take.",
            ChangeEmailRejectReason.Unchanged => "This is the address that you have.",
            _ => null,
        };
        _passwordProblem = reason switch
        {
            ChangeEmailRejectReason.PasswordMissing => AccountTexts.PasswordNeeded,
            ChangeEmailRejectReason.PasswordWrong => AccountTexts.WrongPassword,
            ChangeEmailRejectReason.CodeMissing => AccountTexts.CodeNeeded,
            ChangeEmailRejectReason.CodeWrong => AccountTexts.WrongCode,
            _ => null,
        };
    }
}
