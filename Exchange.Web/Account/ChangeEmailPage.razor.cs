using Exchange.Core.Members;
using Exchange.Web.Identity;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Account;

/// <summary>
/// Takes the yes of one address to a change. The link is enough: the new address may be read where nobody is signed in. Opening it
/// changes nothing.
/// </summary>
public sealed partial class ChangeEmailPage
{
    private string? _newEmail;
    private string? _alert;
    private string? _done;

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "token")]
    private string? Token { get; set; }

    [SupplyParameterFromForm(Name = "token", FormName = "change-email")]
    private string? PostedToken { get; set; }

    [Inject]
    private ChangeEmail ChangeEmail { get; set; } = null!;

    [Inject]
    private IdentityGuard Guard { get; set; } = null!;

    private string? Key => PostedToken ?? Token;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Http.Response.Headers.CacheControl = "no-store";
        var (progress, newEmail) = await ChangeEmail.LookAsync(Key, Http.RequestAborted);
        _newEmail = newEmail;
        if (HttpMethods.IsGet(Http.Request.Method) && progress != ChangeEmailProgress.Waiting) Show(progress);
    }

    private async Task ConfirmAsync()
    {
        _alert = Guard.LinkRefusal(Http);
        if (_alert is not null) return;
        Show(await ChangeEmail.ConfirmAsync(Key, BrowserSession.OriginOf(Http), Http.RequestAborted));
        _newEmail = null;
    }

    private void Show(ChangeEmailProgress progress)
    {
        _done = progress switch
        {
            ChangeEmailProgress.Waiting => "Noted. The address changes as soon as the other address has said yes, too.",
            ChangeEmailProgress.Changed => "The address is changed. Sign in with the new one.",
            _ => null,
        };
        _alert = progress switch
        {
            ChangeEmailProgress.Unknown => CredentialTexts.LinkProblem(EmailTokenProblem.Unknown),
            ChangeEmailProgress.Expired => CredentialTexts.LinkProblem(EmailTokenProblem.Expired),
            ChangeEmailProgress.Used => CredentialTexts.LinkProblem(EmailTokenProblem.Used),
            _ => null,
        };
        if (_alert is not null) Http.Response.StatusCode = StatusCodes.Status400BadRequest;
    }
}
