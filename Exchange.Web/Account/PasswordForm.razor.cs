using Exchange.Core.Members;
using Exchange.Web.Identity;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Account;

/// <summary>Gives the member another password for the present one.</summary>
public sealed partial class PasswordForm
{
    private const string SeeBelow = "The password is not changed: see below.";
    private bool _done;
    private string? _alert;
    private string? _oldProblem;
    private string? _newProblem;
    private string? _codeProblem;

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [SupplyParameterFromForm(Name = "old", FormName = "password")]
    private string? Old { get; set; }

    [SupplyParameterFromForm(Name = "new", FormName = "password")]
    private string? New { get; set; }

    [SupplyParameterFromForm(Name = "password-code", FormName = "password")]
    private string? Code { get; set; }

    [Inject]
    private ChangePassword ChangePassword { get; set; } = null!;

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

        var proof = StepUpField.ProofOf(Http, Code) with { Password = Old ?? "" };
        var outcome = await ChangePassword.ExecuteAsync(member, proof, New ?? "", BrowserSession.OriginOf(Http), Http.RequestAborted);
        _done = outcome.Reason == ChangePasswordRejectReason.None;
        if (!_done) _alert = SeeBelow;
        if (outcome.Reason == ChangePasswordRejectReason.Unchanged) _newProblem = "This is the password that you have.";
        if (outcome.Reason == ChangePasswordRejectReason.NewPasswordRefused) _newProblem = CredentialTexts.PasswordProblem(outcome.Problem);
        if (outcome.Reason == ChangePasswordRejectReason.OldPasswordWrong) _oldProblem = AccountTexts.WrongPassword;
        if (outcome.Reason == ChangePasswordRejectReason.CodeMissing) _codeProblem = AccountTexts.CodeNeeded;
        if (outcome.Reason == ChangePasswordRejectReason.CodeWrong) _codeProblem = AccountTexts.WrongCode;
    }
}
