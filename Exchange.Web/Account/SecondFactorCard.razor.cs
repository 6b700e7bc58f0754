using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Web.Identity;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Account;

/// <summary>Turns the second factor on and off, and makes recovery codes.</summary>
public sealed partial class SecondFactorCard
{
    /// <summary>Six digits and the space that some authenticators show between them.</summary>
    private const int CodeLength = 7;

    private MemberId _member;
    private bool _isOn;
    private int _left;
    private TotpSetup? _setup;
    private IReadOnlyList<string> _codes = [];
    private string? _done;
    private string? _alert;
    private string? _codeProblem;
    private string? _passwordProblem;
    private string? _makeProblem;
    private string? _disableProblem;

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [SupplyParameterFromForm(Name = "first-code", FormName = "enable-factor")]
    private string? FirstCode { get; set; }

    [SupplyParameterFromForm(Name = "enable-password", FormName = "enable-factor")]
    private string? EnableProof { get; set; }

    [SupplyParameterFromForm(Name = "make-proof", FormName = "make-codes")]
    private string? MakeProof { get; set; }

    [SupplyParameterFromForm(Name = "disable-proof", FormName = "disable-factor")]
    private string? DisableProof { get; set; }

    [Inject]
    private MemberQueries Members { get; set; } = null!;

    [Inject]
    private RecoveryCodes RecoveryCodes { get; set; } = null!;

    [Inject]
    private EnableSecondFactor Enable { get; set; } = null!;

    [Inject]
    private DisableSecondFactor Disable { get; set; } = null!;

    [Inject]
    private MakeRecoveryCodes MakeCodes { get; set; } = null!;

    [Inject]
    private IdentityLimiter Limiter { get; set; } = null!;

    private RequestOrigin Origin => BrowserSession.OriginOf(Http);

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        _member = MemberClaims.MemberIdOf(Http.User) ?? throw new InvalidOperationException("Nobody is signed in.");
        return LoadAsync();
    }

    private async Task BeginAsync() => _setup = await Enable.BeginAsync(_member, Origin, Http.RequestAborted);

    private async Task EnableAsync()
    {
        if (!IsRefused())
        {
            var code = FirstCode?.Replace(" ", "", StringComparison.Ordinal);
            var outcome = await Enable.ExecuteAsync(
                _member, code, StepUpField.ProofOf(Http, EnableProof), Origin, Http.RequestAborted);
            if (outcome.Reason == SecondFactorRejectReason.None)
            {
                await ShowAsync(outcome, "Your second factor is on. Every other browser is signed out.");
                return;
            }

            var isCode = outcome.Reason is SecondFactorRejectReason.CodeMissing or SecondFactorRejectReason.CodeWrong;
            var isPassword = outcome.Reason is SecondFactorRejectReason.PasswordMissing or SecondFactorRejectReason.PasswordWrong;
            var text = AccountTexts.Refusal(outcome.Reason);
            (_codeProblem, _passwordProblem, _alert) = (isCode ? text : null, isPassword ? text : null, isCode || isPassword ? null : text);
        }

        _setup = await Enable.PendingAsync(_member, Http.RequestAborted);
    }

    private async Task MakeCodesAsync()
    {
        if (IsRefused()) return;
        var outcome = await MakeCodes.ExecuteAsync(_member, StepUpField.ProofOf(Http, MakeProof), Origin, Http.RequestAborted);
        _makeProblem = AccountTexts.Refusal(outcome.Reason);
        if (_makeProblem is null) await ShowAsync(outcome, "You have new recovery codes. The earlier ones are no longer good.");
    }

    private async Task DisableAsync()
    {
        if (IsRefused()) return;
        var outcome = await Disable.ExecuteAsync(_member, StepUpField.ProofOf(Http, DisableProof), Origin, Http.RequestAborted);
        _disableProblem = AccountTexts.Refusal(outcome.Reason);
        if (_disableProblem is null) await ShowAsync(outcome, "Your second factor is off, and your API keys rest.");
    }

    private bool IsRefused()
    {
        if (Limiter.Confirm(_member) is { } wait) _alert = IdentityLimiter.Refuse(Http, wait);
        return _alert is not null;
    }

    private async Task ShowAsync(SecondFactorOutcome outcome, string done)
    {
        (_codes, _done) = (outcome.Codes, done);
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        _isOn = (await Members.ProfileAsync(_member, Http.RequestAborted))?.HasSecondFactor == true;
        if (_isOn) _left = await RecoveryCodes.LeftAsync(_member, Http.RequestAborted);
    }

    /// <summary>In groups of four, as people read it out.</summary>
    private static string Grouped(string secret) => string.Join(' ', secret.Chunk(4).Select(part => new string(part)));
}
