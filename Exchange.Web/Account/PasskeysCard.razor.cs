using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Web.Identity;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Account;

/// <summary>Adds, lists, renames and removes passkeys.</summary>
public sealed partial class PasskeysCard
{
    private const string NotAccepted = "The passkey is not added: the answer of the device came too late, or is not right. Begin again.";
    private const string NoSuch = "There is no such passkey any more.";
    private MemberId _member;
    private IReadOnlyList<Passkey> _passkeys = [];
    private IReadOnlyList<string> _codes = [];
    private Passkey? _chosen;
    private PasskeyQuestion? _question;
    private bool _isDone;
    private string? _done;
    private string? _alert;
    private string? _nameProblem;
    private string? _proofProblem;
    private string? _otherNameProblem;
    private string? _removeProblem;

    /// <summary>Called when there is a passkey more or less than before.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "passkey")]
    private long? Chosen { get; set; }

    [SupplyParameterFromForm(Name = "passkey-name", FormName = "begin-passkey")]
    private string? NewName { get; set; }

    [SupplyParameterFromForm(Name = "passkey-proof", FormName = "begin-passkey")]
    private string? NewProof { get; set; }

    [SupplyParameterFromForm(Name = "made-name", FormName = "add-passkey")]
    private string? MadeName { get; set; }

    [SupplyParameterFromForm(Name = "other-name", FormName = "rename-passkey")]
    private string? OtherName { get; set; }

    [SupplyParameterFromForm(Name = "remove-proof", FormName = "remove-passkey")]
    private string? RemoveProof { get; set; }

    [Inject]
    private Passkeys Passkeys { get; set; } = null!;

    [Inject]
    private IdentityLimiter Limiter { get; set; } = null!;

    private RequestOrigin Origin => BrowserSession.OriginOf(Http);

    private string Here => $"/account/security?passkey={_chosen!.Id}#passkey-change";

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _member = MemberClaims.MemberIdOf(Http.User) ?? throw new InvalidOperationException("Nobody is signed in.");
        await LoadAsync();
        _chosen = _passkeys.FirstOrDefault(passkey => passkey.Id == Chosen);
    }

    private async Task BeginAsync()
    {
        if (IsRefused()) return;
        var outcome = await Passkeys.BeginAsync(
            _member, NewName, StepUpField.ProofOf(Http, NewProof), Origin, Http.RequestAborted);
        _question = outcome.Question;
        _nameProblem = NameProblem(outcome.Reason);
        _proofProblem = ProofProblem(outcome);
        if (outcome.Reason is PasskeyRejectReason.TooMany or PasskeyRejectReason.NotOffered) await LoadAsync();
    }

    private async Task AddAsync()
    {
        var session = StepUpProof.Of(password: null, Http.User).SessionId;
        var outcome = await Passkeys.AddAsync(
            _member, MadeName, PasskeyForm.Of(Http) ?? new PasskeyExchange(), session, Origin, Http.RequestAborted);
        if (outcome.Reason == PasskeyRejectReason.None)
        {
            _codes = outcome.Codes;
            await ShowAsync("The passkey is added. Every other browser is signed out.");
        }
        else
        {
            _alert = NotAccepted;
        }
    }

    private async Task RenameAsync()
    {
        var outcome = await Passkeys.RenameAsync(_member, _chosen!.Id, OtherName, Http.RequestAborted);
        _otherNameProblem = NameProblem(outcome.Reason);
        if (outcome.Reason == PasskeyRejectReason.Unknown) _alert = NoSuch;
        if (outcome.Reason == PasskeyRejectReason.None) _done = "The passkey has its new name.";
        await LoadAsync();
        _chosen = _passkeys.FirstOrDefault(passkey => passkey.Id == Chosen);
    }

    private async Task RemoveAsync()
    {
        if (IsRefused()) return;
        var outcome = await Passkeys.RemoveAsync(
            _member, _chosen!.Id, StepUpField.ProofOf(Http, RemoveProof), Origin, Http.RequestAborted);
        _removeProblem = ProofProblem(outcome);
        if (outcome.Reason == PasskeyRejectReason.Unknown) _alert = NoSuch;
        if (outcome.Reason == PasskeyRejectReason.None) await ShowAsync("The passkey is removed. Every other browser is signed out.");
    }

    private bool IsRefused()
    {
        if (Limiter.Confirm(Http, _member) is { } wait) _alert = IdentityLimiter.Refuse(Http, wait);
        return _alert is not null;
    }

    /// <summary>What the other forms of this request ask for is from before the change: they are not shown with it.</summary>
    private async Task ShowAsync(string done)
    {
        (_done, _isDone, _chosen) = (done, true, null);
        await LoadAsync();
        await OnChanged.InvokeAsync();
    }

    private async Task LoadAsync() => _passkeys = await Passkeys.ListAsync(_member, Http.RequestAborted);

    private static string? NameProblem(PasskeyRejectReason reason) =>
        reason == PasskeyRejectReason.NameInvalid ? $"Give it a name of at most {Passkey.MaxNameLength} characters." : null;

    private static string? ProofProblem(PasskeyOutcome outcome) => outcome.Reason == PasskeyRejectReason.ProofRefused
        ? AccountTexts.Refusal(SecondFactorOutcome.Refused(outcome.Verdict).Reason)
        : null;
}
