using Exchange.Core.Members;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.JSInterop;

namespace Exchange.Web.Identity;

/// <summary>
/// Ends what a member can do and see through a circuit together with the session that opened it: the circuit hears nothing more from the
/// browser, its components learn that nobody is signed in, and the browser is told to load the page anew. A browser that does not obey
/// has a circuit of a stranger.
/// </summary>
internal sealed partial class CircuitCredentials(
    CredentialWatch watch, AuthenticationStateProvider authentication, IJSRuntime script, ILogger<CircuitCredentials> logger)
    : CircuitHandler
{
    private IDisposable? _hold;
    private volatile bool _hasEnded;

    /// <inheritdoc/>
    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        if (MemberClaims.MemberIdOf(user) is not null) _hold = watch.Watch(user, End);
    }

    /// <inheritdoc/>
    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        _hold?.Dispose();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(
        Func<CircuitInboundActivityContext, Task> next) => activity => _hasEnded ? Task.CompletedTask : next(activity);

    private void End()
    {
        _hasEnded = true;
        if (authentication is IHostEnvironmentAuthenticationStateProvider told)
            told.SetAuthenticationState(Task.FromResult(new AuthenticationState(new())));
        _ = ReloadAsync();
    }

    private async Task ReloadAsync()
    {
        try
        {
            await script.InvokeVoidAsync("location.reload");
        }
        catch (Exception exception) when (exception is JSException or JSDisconnectedException or OperationCanceledException
            or InvalidOperationException or ObjectDisposedException)
        {
            // The page is gone already, or going: that is what was wanted.
            LogGone(exception.GetType().Name);
        }
    }

    [LoggerMessage(LogLevel.Debug, "A page whose session ended could not be told to load anew: {Problem}")]
    private partial void LogGone(string problem);
}
