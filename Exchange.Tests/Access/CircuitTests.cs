using System.Security.Claims;
using Exchange.Core.Members;
using Exchange.Tests.Feeds;
using Exchange.Web.Feeds;
using Exchange.Web.Identity;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Exchange.Tests.Access;

/// <summary>How many pages may be alive, and how long.</summary>
[Trait("Category", "Integration")]
public sealed class CircuitTests(AccessWorld world) : IClassFixture<AccessWorld>
{
    private const string Circuits = "/_blazor";

    [Fact]
    [Trait("BadInput", "B187")]
    public async Task A_member_has_so_many_pages_an_address_more_and_who_closes_one_may_open_one()
    {
        var session = await world.SessionAsync(world.Owner);
        string[] page =
        [
            $"Cookie: {session[0].Value}", $"Origin: {world.Address.GetLeftPart(UriPartial.Authority)}",
            $"User-Agent: {AccessWorld.UserAgent}",
        ];
        List<RawWebSocket> open = [];
        for (var i = 0; i < CircuitConnections.MaxPerMember; i++) open.Add(await OpenAsync(page));
        Assert.All(open, socket => Assert.Equal(101, socket.Status));
        Assert.Equal(429, (await OpenAsync(page)).Status);

        while (open.Count < CircuitConnections.MaxPerAddress) open.Add(await OpenAsync());
        Assert.All(open, socket => Assert.Equal(101, socket.Status));
        Assert.Equal(429, (await OpenAsync()).Status);

        open[^1].Dispose();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while ((await OpenAsync()).Status != 101) limit.Token.ThrowIfCancellationRequested();
        foreach (var socket in open) socket.Dispose();
    }

    [Fact]
    [Trait("BadInput", "B178")]
    public async Task What_a_page_sends_counts_no_more_when_its_session_has_ended()
    {
        var session = await world.Get<Sessions>().OpenAsync(
            world.Owner, AccessWorld.Origin, isBound: true, hasSecondFactor: false, default);
        var principal = (await world.Get<Sessions>().FindAsync(session.Key, default))!.Principal;
        var navigation = new Reloads();
        using var circuit = new CircuitCredentials(new Known(principal), world.Get<CredentialWatch>(), navigation);
        await circuit.OnCircuitOpenedAsync(null!, default);
        var activities = 0;
        var handle = circuit.CreateInboundActivityHandler(_ => Task.FromResult(++activities));
        await handle(null!);
        Assert.Equal(1, activities);

        await world.Get<Sessions>().CloseAsync(session.Key, AccessWorld.Origin, default);

        Assert.True(await navigation.Reloaded.Task.WaitAsync(TimeSpan.FromMinutes(1)));
        await handle(null!);
        Assert.Equal(1, activities);
    }

    private Task<RawWebSocket> OpenAsync(params string[] headers) => RawWebSocket.OpenAsync(world.Address, Circuits, headers);

    private sealed class Known(ClaimsPrincipal principal) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(principal));
    }

    private sealed class Reloads : NavigationManager
    {
        public TaskCompletionSource<bool> Reloaded { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override void Refresh(bool forceReload = false) => Reloaded.TrySetResult(forceReload);
    }
}
