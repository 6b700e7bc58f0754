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

    private const string TooSlow = "That took too long. Sign in again.";

    private string? _alert;
    private string? _ticket;
    private string? _codeProblem;

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
    private BrowserSession Browser { get; set; } = null!;

    [Inject]
    private IdentityLimiter Limiter { get; set; } = null!;

    private string? Done => Confirmed ? "Your address is confirmed. Sign in."
        : Closed ? "Your account is closed. A mail says until when support can give it back to you."
        : HasReset ? "Your password is changed. Sign in with the new one."
        : Frozen switch
        {
            null => null,
            "orders" => "Your account is frozen, but the exchange could not cancel your open orders: tell support.",
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
        if (outcome.Reason == SignInRejectReason.SecondFactorMissing) _ticket = outcome.Ticket;
        else await EnterAsync(outcome);
    }

    private async Task ContinueAsync()
    {
        if (Limiter.SecondFactor(Http.Connection.RemoteIpAddress) is { } wait)
        {
            _alert = IdentityLimiter.Refuse(Http, wait);
            return;
        }

        var code = Code?.Replace(" ", "", StringComparison.Ordinal);
        var outcome = await SignIn.ContinueAsync(Ticket, code, BrowserSession.OriginOf(Http), Http.RequestAborted);
        _ticket = outcome.Ticket;
        if (_ticket is null) await EnterAsync(outcome);
        else _codeProblem = outcome.Reason == SignInRejectReason.SecondFactorMissing ? AccountTexts.CodeNeeded : AccountTexts.WrongCode;
    }

    private async Task EnterAsync(SignInOutcome outcome)
    {
        if (outcome.Reason != SignInRejectReason.None)
        {
            _alert = outcome.Reason switch
            {
                SignInRejectReason.NotActive => ShutOut,
                SignInRejectReason.TicketInvalid => TooSlow,
                _ => Refused,
            };
            return;
        }

        await Browser.StartAsync(Http, outcome.Member, outcome.HasSecondFactor);
        BrowserSession.SeeOther(Http, Navigation, LocalReturn.Of(ReturnUrl));
    }
}
