using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Privacy;
using Exchange.Web.Identity;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace Exchange.Web.Account;

/// <summary>Gives members their data, says what is kept, and closes the account.</summary>
public sealed partial class PrivacyPage
{
    private const string NotClosed = "The account is not closed: see below.";
    private MemberId _member;
    private CloseRejectReason _obstacle;
    private CloseRejectReason _refused;
    private string? _exportAlert;
    private string? _exportProblem;
    private string? _closeAlert;
    private string? _closeProblem;

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [SupplyParameterFromQuery(Name = PrivacyEndpoints.RefusedParameter)]
    private string? ExportRefused { get; set; }

    [SupplyParameterFromForm(Name = "reason", FormName = "close")]
    private string? Reason { get; set; }

    [SupplyParameterFromForm(Name = "close-proof", FormName = "close")]
    private string? CloseProof { get; set; }

    [Inject]
    private CloseAccount Close { get; set; } = null!;

    [Inject]
    private IOptions<PrivacyOptions> Terms { get; set; } = null!;

    [Inject]
    private IdentityLimiter Limiter { get; set; } = null!;

    [Inject]
    private BrowserSession Browser { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _member = MemberClaims.MemberIdOf(Http.User) ?? throw new InvalidOperationException("Nobody is signed in.");
        _obstacle = Close.Obstacle(_member);
        var refused = PrivacyEndpoints.ReasonOf(ExportRefused);
        if (PrivacyTexts.IsAboutProof(refused)) _exportProblem = PrivacyTexts.Refusal(refused, Terms.Value);
        else _exportAlert = PrivacyTexts.Refusal(refused, Terms.Value);
    }

    private async Task CloseAsync()
    {
        if (Limiter.Confirm(_member) is { } wait)
        {
            _closeAlert = IdentityLimiter.Refuse(Http, wait);
            return;
        }

        _refused = await Close.ExecuteAsync(
            _member, Reason, StepUpField.ProofOf(Http, CloseProof), BrowserSession.OriginOf(Http), Http.RequestAborted);
        if (_refused == CloseRejectReason.None)
        {
            await Browser.EndAsync(Http);
            BrowserSession.SeeOther(Http, Navigation, $"{SessionHandler.SignInPath}?closed=true");
            return;
        }

        _obstacle = Close.Obstacle(_member);
        var isAtField = _refused == CloseRejectReason.ReasonInvalid || PrivacyTexts.IsAboutProof(_refused);
        _closeAlert = isAtField ? NotClosed : PrivacyTexts.Refusal(_refused, Terms.Value);
        _closeProblem = PrivacyTexts.IsAboutProof(_refused) ? PrivacyTexts.Refusal(_refused, Terms.Value) : null;
    }

    private string? ErrorOf(CloseRejectReason reason) => _refused == reason ? PrivacyTexts.Refusal(reason, Terms.Value) : null;
}
