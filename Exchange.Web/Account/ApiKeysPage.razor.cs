using System.Globalization;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Web.Identity;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Account;

/// <summary>Makes, lists, disables and deletes a member's API keys.</summary>
public sealed partial class ApiKeysPage
{
    private const string NotMade = "The key is not made: see below.";

    private MemberId _member;
    private IReadOnlyList<ApiKeyView> _keys = [];
    private ApiKeyView? _toDelete;
    private CreatedApiKey? _made;
    private ApiKeyChangeRejectReason _refused;
    private bool _submitted;
    private string? _alert;
    private string? _done;

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "delete")]
    private string? AskedToDelete { get; set; }

    [SupplyParameterFromForm(Name = "kid", FormName = "delete-key")]
    private string? DeletedKid { get; set; }

    [SupplyParameterFromForm(Name = "label", FormName = "create-key")]
    private string? Label { get; set; }

    [SupplyParameterFromForm(Name = "read", FormName = "create-key")]
    private bool Read { get; set; }

    [SupplyParameterFromForm(Name = "trade", FormName = "create-key")]
    private bool Trade { get; set; }

    [SupplyParameterFromForm(Name = "withdraw", FormName = "create-key")]
    private bool Withdraw { get; set; }

    [SupplyParameterFromForm(Name = "addresses", FormName = "create-key")]
    private string? Addresses { get; set; }

    [SupplyParameterFromForm(Name = "expires", FormName = "create-key")]
    private string? Expires { get; set; }

    [SupplyParameterFromForm(Name = "whole", FormName = "create-key")]
    private bool Whole { get; set; }

    [SupplyParameterFromForm(Name = "once", FormName = "create-key")]
    private bool Once { get; set; }

    [SupplyParameterFromForm(Name = "password", FormName = "create-key")]
    private string? Password { get; set; }

    [Inject]
    private ApiKeyQueries Queries { get; set; } = null!;

    [Inject]
    private CreateApiKey CreateApiKey { get; set; } = null!;

    [Inject]
    private ChangeApiKey ChangeApiKey { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    private ApiKeyTerms Terms => new()
    {
        Label = Label,
        Scopes = (Read ? ApiKeyScopes.Read : ApiKeyScopes.None) | (Trade ? ApiKeyScopes.Trade : ApiKeyScopes.None)
            | (Withdraw ? ApiKeyScopes.Withdraw : ApiKeyScopes.None),
        Addresses = Addresses,
        ExpiresAt = ExpiryOf(Expires),
        SignsWholeRequest = Whole,
        UsesNonceOnce = Once,
    };

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _member = MemberClaims.MemberIdOf(Http.User) ?? throw new InvalidOperationException("Nobody is signed in.");
        await LoadAsync();
        var asked = AskedToDelete ?? DeletedKid;
        _toDelete = _keys.FirstOrDefault(key => key.Kid == asked);
    }

    private async Task CreateAsync()
    {
        _submitted = true;
        var made = await CreateApiKey.ExecuteAsync(
            _member, Terms, StepUpField.ProofOf(Http, Password), BrowserSession.OriginOf(Http), Http.RequestAborted);
        _refused = made.Reason;
        if (made.Reason == ApiKeyChangeRejectReason.None)
        {
            _made = made;
            await LoadAsync();
            return;
        }

        var atForm = made.Reason is ApiKeyChangeRejectReason.NotActive or ApiKeyChangeRejectReason.TooMany;
        _alert = atForm ? AccountTexts.Refusal(made.Reason) : NotMade;
    }

    private async Task DisableAsync(string kid)
    {
        var found = await ChangeApiKey.DisableAsync(_member, kid, BrowserSession.OriginOf(Http), Http.RequestAborted);
        _done = found ? "The key is disabled." : "There is no such key any more.";
        await LoadAsync();
    }

    private async Task DeleteAsync()
    {
        var found = DeletedKid is { } kid
            && await ChangeApiKey.DeleteAsync(_member, kid, BrowserSession.OriginOf(Http), Http.RequestAborted);
        _done = found ? "The key is deleted." : "There is no such key any more.";
        _toDelete = null;
        await LoadAsync();
    }

    /// <summary>The beginning of a day; what is no day is a time that no key can expire at.</summary>
    private static DateTimeOffset? ExpiryOf(string? day) => string.IsNullOrEmpty(day)
        ? null
        : DateTimeOffset.TryParseExact(
            day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at
            : DateTimeOffset.UnixEpoch;

    private async Task LoadAsync() => _keys = await Queries.ListAsync(_member, Http.RequestAborted);

    private string? ProofError => _refused is ApiKeyChangeRejectReason.PasswordWrong or ApiKeyChangeRejectReason.PasswordMissing
        or ApiKeyChangeRejectReason.CodeMissing or ApiKeyChangeRejectReason.CodeWrong
        ? AccountTexts.Refusal(_refused)
        : null;

    private string? ErrorOf(ApiKeyChangeRejectReason reason) =>
        _refused == reason ? AccountTexts.Refusal(reason) : null;
}
