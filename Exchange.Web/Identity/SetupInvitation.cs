using Exchange.Core.Members;

namespace Exchange.Web.Identity;

/// <summary>Knows, once the program runs, how the operator reaches the setup, if there is no admin yet.</summary>
internal sealed class SetupInvitation(CreateFirstAdmin createFirstAdmin, SetupToken token) : IHostedLifecycleService
{
    /// <summary>Where setup is.</summary>
    public const string Path = "/setup";

    private bool _needed;

    /// <summary>The path with the token, for the console only; null when there is an admin.</summary>
    public string? PathWithToken => _needed ? $"{Path}?token={token.Value}" : null;

    /// <summary>Everything has started, so the tables are there; and the banner has not been written yet.</summary>
    public async Task StartedAsync(CancellationToken cancellationToken) =>
        _needed = await createFirstAdmin.IsNeededAsync(cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
