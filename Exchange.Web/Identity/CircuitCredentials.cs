using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Exchange.Web.Identity;

/// <summary>
/// A page lives no longer than the session it was opened with. Its circuit knows its member from the beginning and asks no cookie
/// again, so when the session has ended, here or in another browser, nothing that the page sends counts any more, and it loads anew.
/// </summary>
internal sealed class CircuitCredentials(
    AuthenticationStateProvider authentication, CredentialWatch watch, NavigationManager navigation) : CircuitHandler, IDisposable
{
    private volatile bool _hasEnded;
    private IDisposable? _hold;

    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        if (user.Identity is { IsAuthenticated: true }) _hold = watch.Watch(user, End);
    }

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(
        Func<CircuitInboundActivityContext, Task> next) =>
        activity => _hasEnded ? Task.CompletedTask : next(activity);

    public void Dispose() => _hold?.Dispose();

    private void End()
    {
        _hasEnded = true;
        // A browser that does not load anew sees nothing more of the member's.
        if (authentication is IHostEnvironmentAuthenticationStateProvider told)
            told.SetAuthenticationState(Task.FromResult(new AuthenticationState(new ClaimsPrincipal())));
        navigation.Refresh(forceReload: true);
    }
}
