using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Web.Identity;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Account;

/// <summary>Turns the authenticator on and off.</summary>
public sealed partial class SecondFactorCard
{
    /// <summary>Six digits and the space that some authenticators show between them.</summary>
    private const int CodeLength = 7;

    private MemberId _member;
    private bool _isOn;
    private TotpSetup? _setup;
    private IReadOnlyList<string> _codes = [];
    private string? _done;
    private string? _alert;
    private string? _codeProblem;
    private string? _proofProblem;
    private string? _disableProblem;

    /// <summary>Called when it is on or off, other than before.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [SupplyParameterFromForm(Name = "first-code", FormName = "enable-factor")]
    private string? FirstCode { get; set; }

    [SupplyParameterFromForm(Name = "enable-password", FormName = "enable-factor")]
    private string? EnableProof { get; set; }

    [SupplyParameterFromForm(Name = "disable-proof", FormName = "disable-factor")]
    private string? DisableProof { get; set; }

    [Inject]
    private MemberQueries Members { get; set; } = null!;

    [Inject]
    private EnableSecondFactor Enable { get; set; } = null!;

    [Inject]
    private DisableSecondFactor Disable { get; set; } = null!;

    [Inject]
    private IdentityLimiter Limiter { get; set; } = null!;

    private RequestOrigin Origin => BrowserSession.OriginOf(Http);

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _member = MemberClaims.MemberIdOf(Http.User) ?? throw new InvalidOperationException("Nobody is signed in.");
        await LoadAsync();
        // The form that was sent must be on the page before its answer is.
        if (EnableProof is not null) _setup = await Enable.PendingAsync(_member, Http.RequestAborted);
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
                _setup = null;
                await ShowAsync(outcome, "Your second factor is on. Every other browser is signed out.");
                return;
            }

            var text = AccountTexts.Refusal(outcome.Reason);
            if (outcome.IsOfProof) _proofProblem = text;
            else if (outcome.Reason == SecondFactorRejectReason.AlreadyOn) _alert = text;
            else _codeProblem = text;
        }
    }

    private async Task DisableAsync()
    {
        if (IsRefused()) return;
        var outcome = await Disable.ExecuteAsync(_member, StepUpField.ProofOf(Http, DisableProof), Origin, Http.RequestAborted);
        _disableProblem = AccountTexts.Refusal(outcome.Reason);
        if (_disableProblem is not null) return;
        var left = await Members.FactorsAsync(_member, Http.RequestAborted);
        await ShowAsync(
            outcome,
            left.Any
                ? "Your authenticator is off. Your passkeys still protect the account."
                : "Your second factor is off, and your API keys rest.");
    }

    private bool IsRefused()
    {
        if (Limiter.Confirm(Http, _member) is { } wait) _alert = IdentityLimiter.Refuse(Http, wait);
        return _alert is not null;
    }

    private async Task ShowAsync(SecondFactorOutcome outcome, string done)
    {
        (_codes, _done) = (outcome.Codes, done);
        await LoadAsync();
        await OnChanged.InvokeAsync();
    }

    private async Task LoadAsync() => _isOn = (await Members.FactorsAsync(_member, Http.RequestAborted)).HasAuthenticator;

    /// <summary>In groups of four, as people read it out.</summary>
    private static string Grouped(string secret) => string.Join(' ', secret.Chunk(4).Select(part => new string(part)));
}
