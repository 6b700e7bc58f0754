using Exchange.Core.Members;
using Exchange.Web.Account;
using Exchange.Web.Layout;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Identity;

/// <summary>Signs people in. Rendered on the server, so that it works before any script does.</summary>
public sealed partial class SignInPage
{
    /// <summary>
    /// One text for an unknown address, a wrong password, an account that rests after too many and one whose address waits to be
    /// confirmed.
    /// </summary>
    internal const string Refused =
        "The e-mail address or the password is not right, or the address is not confirmed yet: look into your mail.";

    private const string ShutOut = "This account is closed or frozen. Ask the operator of the exchange.";

    private const string UnknownPasskey = "This passkey was not accepted. Try it again, or sign in with your password.";

    private const string TooSlow = "That took too long. Sign in again.";

    private string? _alert;
    private string? _ticket;
    private string? _codeProblem;
    private MemberFactors? _factors;
    private PasskeyQuestion? _question;
    private bool _usesPasskey;

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "returnUrl")]
    private string? ReturnUrl { get; set; }

    [SupplyParameterFromQuery(Name = "confirmed")]
    private bool Confirmed { get; set; }

    [SupplyParameterFromQuery(Name = "reset")]
    private bool HasReset { get; set; }

    [SupplyParameterFromQuery(Name = "frozen")]
    private string? Frozen { get; set; }

    [SupplyParameterFromQuery(Name = "closed")]
    private bool Closed { get; set; }

    [SupplyParameterFromForm(Name = "email", FormName = "signin")]
    private string? Email { get; set; }

    [SupplyParameterFromForm(Name = "password", FormName = "signin")]
    private string? Password { get; set; }

    [SupplyParameterFromForm(Name = "ticket", FormName = "code")]
    private string? Ticket { get; set; }

    [SupplyParameterFromForm(Name = "code", FormName = "code")]
    private string? Code { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private SignIn SignIn { get; set; } = null!;

    [Inject]
    private Passkeys Passkeys { get; set; } = null!;

    [Inject]
    private BrowserSession Browser { get; set; } = null!;

    [Inject]
    private IdentityLimiter Limiter { get; set; } = null!;

    private string? Done => Confirmed ? "Your address is confirmed. Sign in."
        : Closed ? "Your account is closed. A mail says until when support can give it back to you."
        : HasReset ? "Your password is changed. Sign in with the new one."
        : Frozen switch
        {
            null => null,
            "orders" => "Your account is frozen, but the exchange could not confirm that your open orders are canceled: tell support.",
            _ => "Your account is frozen. Write to support to open it again.",
        };

    private string SignUpLink => $"{SignInLink.SignUp}?returnUrl={Uri.EscapeDataString(LocalReturn.Of(ReturnUrl))}";

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        // The form that was sent must be on the page before its answer is.
        _ticket = Ticket;
        if (MemberClaims.MemberIdOf(Http.User) is not null && HttpMethods.IsGet(Http.Request.Method))
            Navigation.NavigateTo(LocalReturn.Of(ReturnUrl));
    }

    private async Task SubmitAsync()
    {
        if (Limiter.SignIn(Http.Connection.RemoteIpAddress, Email) is { } wait)
        {
            _alert = IdentityLimiter.Refuse(Http, wait);
            return;
        }

        var outcome = await SignIn.ExecuteAsync(Email, Password, code: null, BrowserSession.OriginOf(Http), Http.RequestAborted);
        if (outcome.Reason == SignInRejectReason.SecondFactorMissing) (_ticket, _factors) = (outcome.Ticket, outcome.Factors);
        else await EnterAsync(outcome);
    }

    private async Task ContinueAsync()
    {
        if (Limiter.SecondFactor(Http.Connection.RemoteIpAddress) is { } wait)
        {
            _alert = IdentityLimiter.Refuse(Http, wait);
            return;
        }

        var (code, passkey) = (Code?.Replace(" ", "", StringComparison.Ordinal), PasskeyForm.Of(Http));
        var origin = BrowserSession.OriginOf(Http);
        var outcome = passkey is null
            ? await SignIn.ContinueAsync(Ticket, code, origin, Http.RequestAborted)
            : await SignIn.ContinueWithPasskeyAsync(Ticket, passkey, origin, Http.RequestAborted);
        (_ticket, _factors) = (outcome.Ticket, outcome.Factors);
        if (_ticket is null) await EnterAsync(outcome);
        else if (outcome.Reason == SignInRejectReason.SecondFactorWrong)
            _codeProblem = passkey is null ? AccountTexts.WrongCode : AccountTexts.WrongPasskey;
        else if (passkey is null) _codeProblem = AccountTexts.CodeNeeded;
    }

    private async Task PasskeyAsync()
    {
        if (Limiter.SecondFactor(Http.Connection.RemoteIpAddress) is { } wait)
        {
            _alert = IdentityLimiter.Refuse(Http, wait);
            return;
        }

        _usesPasskey = true;
        var passkey = PasskeyForm.Of(Http) ?? new PasskeyExchange();
        if (passkey.IsAsking) _question = await SignIn.AskPasskeyAsync(Http.RequestAborted);
        else await EnterAsync(await SignIn.WithPasskeyAsync(passkey, BrowserSession.OriginOf(Http), Http.RequestAborted));
    }

    private async Task EnterAsync(SignInOutcome outcome)
    {
        if (outcome.Reason != SignInRejectReason.None)
        {
            _alert = outcome.Reason switch
            {
                SignInRejectReason.NotActive => ShutOut,
                SignInRejectReason.TicketInvalid => TooSlow,
                _ when _usesPasskey => UnknownPasskey,
                _ => Refused,
            };
            return;
        }

        await Browser.StartAsync(Http, outcome.Member, outcome.HasSecondFactor);
        BrowserSession.SeeOther(Http, Navigation, LocalReturn.Of(ReturnUrl));
    }
}
