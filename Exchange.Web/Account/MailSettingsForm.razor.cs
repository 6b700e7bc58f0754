using Exchange.Core.Members;
using Exchange.Core.Notifications;
using Exchange.Web.Identity;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Account;

/// <summary>Chooses the language of our mails and the code by which the member knows them.</summary>
public sealed partial class MailSettingsForm
{
    private const string SeeBelow = "Nothing is saved: see below.";
    private string _language = Languages.Default;
    private string? _code;
    private bool _done;
    private string? _alert;
    private string? _codeProblem;
    private string? _passwordProblem;

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [SupplyParameterFromForm(Name = "language", FormName = "mail")]
    private string? Language { get; set; }

    [SupplyParameterFromForm(Name = "code", FormName = "mail")]
    private string? Code { get; set; }

    [SupplyParameterFromForm(Name = "code-password", FormName = "mail")]
    private string? Password { get; set; }

    [Inject]
    private SetMailSettings Settings { get; set; } = null!;

    [Inject]
    private IdentityLimiter Limiter { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        var member = MemberClaims.MemberIdOf(Http.User) ?? throw new InvalidOperationException("Nobody is signed in.");
        var settings = await Settings.ReadAsync(member, Http.RequestAborted);
        (_language, _code) = Language is null ? (settings.Language, settings.Code) : (Language, Code);
    }

    private async Task SubmitAsync()
    {
        var member = MemberClaims.MemberIdOf(Http.User) ?? throw new InvalidOperationException("Nobody is signed in.");
        if ((!string.IsNullOrEmpty(Password) || PasskeyForm.Of(Http) is not null) && Limiter.Confirm(Http, member) is { } wait)
        {
            _alert = IdentityLimiter.Refuse(Http, wait);
            return;
        }

        var problem = await Settings.ExecuteAsync(
            member, new MailSettings(Language ?? "", Code), StepUpField.ProofOf(Http, Password), BrowserSession.OriginOf(Http),
            Http.RequestAborted);
        _done = problem == MailSettingsProblem.None;
        if (!_done) _alert = SeeBelow;
        if (problem == MailSettingsProblem.LanguageUnknown) _alert = "We do not write in that language.";
        if (problem == MailSettingsProblem.CodeInvalid)
        {
            _codeProblem = $"{SetMailSettings.MinCodeLength} to {Member.MaxAntiPhishingCodeLength} letters, digits, spaces, dots, "
                + "commas and dashes.";
        }

        _passwordProblem = problem switch
        {
            MailSettingsProblem.PasswordMissing => AccountTexts.PasswordNeeded,
            MailSettingsProblem.PasswordWrong => AccountTexts.WrongPassword,
            MailSettingsProblem.CodeMissing => AccountTexts.CodeNeeded,
            MailSettingsProblem.CodeWrong => AccountTexts.WrongCode,
            _ => null,
        };
    }
}
