using Exchange.Core.Members;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Identity;

/// <summary>Makes the first admin. There is no such page once there is one.</summary>
public sealed partial class SetupPage
{
    private const string SeeBelow = "The admin is not made yet: see below.";

    private bool _needed;
    private string? _alert;
    private string? _tokenProblem;
    private SignUpRejectReason _problem;

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "token")]
    private string? Token { get; set; }

    [SupplyParameterFromForm(Name = "token", FormName = "setup")]
    private string? TypedToken { get; set; }

    [SupplyParameterFromForm(Name = "email", FormName = "setup")]
    private string? Email { get; set; }

    [SupplyParameterFromForm(Name = "password", FormName = "setup")]
    private string? Password { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private CreateFirstAdmin CreateFirstAdmin { get; set; } = null!;

    [Inject]
    private BrowserSession Browser { get; set; } = null!;

    [Inject]
    private IdentityLimiter Limiter { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _needed = await CreateFirstAdmin.IsNeededAsync(Http.RequestAborted);
        if (!_needed) Navigation.NotFound();
    }

    private async Task SubmitAsync()
    {
        if (Limiter.Setup(Http.Connection.RemoteIpAddress) is { } wait)
        {
            _alert = IdentityLimiter.Refuse(Http, wait);
            return;
        }

        var outcome = await CreateFirstAdmin.ExecuteAsync(
            TypedToken, Email, Password, BrowserSession.OriginOf(Http), Http.RequestAborted);
        switch (outcome.Reason)
        {
            case SetupRejectReason.None:
                await Browser.StartAsync(Http, outcome.Member);
                BrowserSession.SeeOther(Http, Navigation, LocalReturn.Home);
                break;
            case SetupRejectReason.AlreadyDone:
                Navigation.NotFound();
                break;
            case SetupRejectReason.TokenInvalid:
                (_alert, _tokenProblem) = (SeeBelow, "This is not the token of the running program.");
                break;
            case SetupRejectReason.CredentialsRefused:
                (_alert, _problem) = (SeeBelow, outcome.Credentials);
                break;
        }
    }
}
