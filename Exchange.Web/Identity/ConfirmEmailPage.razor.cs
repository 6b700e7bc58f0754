using Exchange.Core.Members;
using Exchange.Core.Notifications;
using Exchange.Web.Layout;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Identity;

/// <summary>
/// Confirms the address of a sign-up. Opening the link changes nothing, since programs that look through mail open it too: the button
/// does. Whoever confirms is not signed in by that: the password is still to be shown.
/// </summary>
public sealed partial class ConfirmEmailPage
{
    private ConfirmAddressRejectReason _reason;
    private string? _alert;
    private bool _resent;

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "token")]
    private string? Token { get; set; }

    [SupplyParameterFromForm(Name = "token", FormName = "confirm")]
    private string? PostedToken { get; set; }

    [SupplyParameterFromForm(Name = "email", FormName = "resend")]
    private string? Email { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private AddressConfirmation Confirmation { get; set; } = null!;

    [Inject]
    private Mailbox Mailbox { get; set; } = null!;

    [Inject]
    private IdentityLimiter Limiter { get; set; } = null!;

    private string? Key => PostedToken ?? Token;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (Key is null) return;
        Http.Response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsGet(Http.Request.Method)) Show(await LookAsync());
    }

    private async Task ConfirmAsync()
    {
        if (Limiter.Link(Http.Connection.RemoteIpAddress) is { } wait)
        {
            _alert = IdentityLimiter.Refuse(Http, wait);
            return;
        }

        var outcome = await Confirmation.ConfirmAsync(Key, BrowserSession.OriginOf(Http), Http.RequestAborted);
        Show(outcome.Reason);
        if (outcome.Reason == ConfirmAddressRejectReason.None)
            BrowserSession.SeeOther(Http, Navigation, $"{SignInLink.SignIn}?confirmed=true");
    }

    private async Task ResendAsync()
    {
        if (Limiter.Mail(Http.Connection.RemoteIpAddress) is { } wait)
        {
            _alert = IdentityLimiter.Refuse(Http, wait);
            return;
        }

        await Confirmation.ResendAsync(Email, BrowserSession.OriginOf(Http), Http.RequestAborted);
        _resent = true;
    }

    private Task<ConfirmAddressRejectReason> LookAsync() => Confirmation.LookAsync(Key, Http.RequestAborted);

    private void Show(ConfirmAddressRejectReason reason)
    {
        _reason = reason;
        _alert = reason switch
        {
            ConfirmAddressRejectReason.None => null,
            ConfirmAddressRejectReason.Unknown => "This link is not valid. Perhaps a later mail has taken its place.",
            ConfirmAddressRejectReason.Expired => "This link's time is over. Ask for another one.",
            ConfirmAddressRejectReason.Used => "This link was used already. Sign in.",
        };
        if (_alert is not null) Http.Response.StatusCode = StatusCodes.Status400BadRequest;
    }
}
