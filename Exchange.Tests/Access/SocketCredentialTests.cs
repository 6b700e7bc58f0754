using System.Net.WebSockets;
using Exchange.Core.Members;
using Exchange.Tests.Feeds;
using Exchange.Web.Identity;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Access;

/// <summary>A socket lives no longer than what signed it in.</summary>
[Trait("Category", "Integration")]
public sealed class SocketCredentialTests(AccessWorld world) : IClassFixture<AccessWorld>
{
    [Trait("BadInput", "B178")]
    [Theory]
    [InlineData("disabled")]
    [InlineData("deleted")]
    [InlineData("narrowed")]
    [InlineData("expired by another process")]
    [InlineData("owner banned")]
    public async Task A_members_socket_ends_with_its_key(string how)
    {
        var member = await world.MemberAsync($"{Guid.NewGuid():N}@example.com");
        var key = await world.KeyAsync(member, ApiKeyScopes.Read | ApiKeyScopes.Trade);
        var other = await world.KeyAsync(member, ApiKeyScopes.Read);
        using var socket = await ConnectAsync(AccessWorld.Signed(key));
        using var bystander = await ConnectAsync(AccessWorld.Signed(other));
        Assert.Contains("subscribed", await socket.ReceiveTextAsync(), StringComparison.Ordinal);
        Assert.Contains("subscribed", await bystander.ReceiveTextAsync(), StringComparison.Ordinal);

        await SpoilAsync(how, member, key.Kid);

        await Assert.ThrowsAnyAsync<WebSocketException>(socket.ReceiveTextAsync);
        if (how == "owner banned") return;
        await bystander.SendTextAsync("ping");
        Assert.Equal("pong", await bystander.ReceiveTextAsync());
    }

    [Trait("BadInput", "B178")]
    [Fact]
    public async Task A_members_socket_ends_with_its_session()
    {
        var session = await world.SessionAsync(world.Owner);
        var origin = world.Address.GetLeftPart(UriPartial.Authority);
        using var socket = await ConnectAsync([.. session, ("User-Agent", AccessWorld.UserAgent), ("Origin", origin)]);
        Assert.Contains("subscribed", await socket.ReceiveTextAsync(), StringComparison.Ordinal);

        Assert.Equal(200, (await world.SendAsync("DELETE", "/api/v2/barong/identity/sessions", null, session)).Status);

        await Assert.ThrowsAnyAsync<WebSocketException>(socket.ReceiveTextAsync);
    }

    private async Task SpoilAsync(string how, Core.Primitives.MemberId member, string kid)
    {
        var change = world.Get<ChangeApiKey>();
        await using var db = world.Context();
        switch (how)
        {
            case "disabled":
                await change.DisableAsync(member, kid, AccessWorld.Origin, default);
                break;
            case "deleted":
                await change.DeleteAsync(member, kid, AccessWorld.Origin, default);
                break;
            case "narrowed":
                var reason = await change.UpdateAsync(member, kid, terms => terms with { Scopes = ApiKeyScopes.Read }, null,
                    new StepUpProof(AccessWorld.Password), AccessWorld.Origin, default);
                Assert.Equal(ApiKeyChangeRejectReason.None, reason);
                break;
            case "expired by another process":
                DateTimeOffset? past = TimeProvider.System.GetUtcNow();
                await db.Set<ApiKey>().Where(k => k.Kid == kid).ExecuteUpdateAsync(set => set.SetProperty(k => k.ExpiresAt, past));
                break;
            default:
                await db.Set<Member>().Where(m => m.Id == member.Value)
                    .ExecuteUpdateAsync(set => set.SetProperty(m => m.State, MemberState.Banned));
                break;
        }
    }

    private async Task<ClientWebSocket> ConnectAsync((string Name, string Value)[] headers)
    {
        var socket = new ClientWebSocket();
        foreach (var (name, value) in headers.Where(h => h.Name != ApiGate.CsrfHeader)) socket.Options.SetRequestHeader(name, value);
        var address = new UriBuilder(world.Address) { Scheme = "ws", Path = "/api/v2/ranger/private", Query = "stream=order" };
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await socket.ConnectAsync(address.Uri, timeout.Token);
        return socket;
    }
}
