using Exchange.Core.Members;
using Exchange.Web.Identity;

namespace Exchange.Tests.Access;

/// <summary>Requests signed with a key, over the wire.</summary>
[Trait("Category", "Integration")]
public sealed class SignedRequestTests(AccessWorld world) : IClassFixture<AccessWorld>
{
    private const string Orders = "/api/v2/peatio/market/orders";
    private const string Balances = "/api/v2/peatio/account/balances?limit=2&nonzero=true";
    private const long Minutes = 10 * 60_000; // unit tests go to the exact limit; here the clock runs
    private const string Order = """{"market":"btcusd","side":"buy","volume":"0.05","price":"99"}""";

    [Trait("BadInput", "B082, B088")]
    [Fact]
    public async Task A_signature_of_the_whole_request_covers_method_path_query_and_body()
    {
        var key = await world.KeyAsync(world.Owner, new ApiKeyTerms
        {
            Label = "strict",
            Scopes = ApiKeyScopes.Read | ApiKeyScopes.Trade,
            SignsWholeRequest = true,
        });
        Assert.Equal(200, await StatusAsync("GET", Balances, null, AccessWorld.SignedWhole(key, "GET", Balances)));
        Assert.Equal(201, await StatusAsync("POST", Orders, Order, AccessWorld.SignedWhole(key, "POST", Orders, Order)));

        Assert.Equal(401, await StatusAsync("GET", Balances, null, AccessWorld.Signed(key)));
        Assert.Equal(401, await StatusAsync("GET", Balances, null, AccessWorld.SignedWhole(key, "POST", Balances)));
        Assert.Equal(401, await StatusAsync("GET", Balances + "&page=2", null, AccessWorld.SignedWhole(key, "GET", Balances)));
        Assert.Equal(401, await StatusAsync("POST", Orders, Order + " ", AccessWorld.SignedWhole(key, "POST", Orders, Order)));
        Assert.Equal(401, await StatusAsync("POST", Orders + "/cancel", Order, AccessWorld.SignedWhole(key, "POST", Orders, Order)));
        Assert.Equal(401, await StatusAsync("POST", Orders, null, AccessWorld.SignedWhole(key, "POST", Orders, Order)));
        var tooLarge = new string(' ', 70_000);
        Assert.Equal(413, await StatusAsync("POST", Orders, tooLarge, AccessWorld.SignedWhole(key, "POST", Orders, tooLarge)));
    }

    [Trait("BadInput", "B082, B083, B085")]
    [Fact]
    public async Task What_is_not_quite_a_signature_is_refused()
    {
        var key = await world.KeyAsync(world.Owner, ApiKeyScopes.Read);
        var good = AccessWorld.Signed(key);
        var milliseconds = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        Assert.Equal(200, await StatusAsync("GET", Balances, null, good));
        Assert.Equal(200, await StatusAsync(
            "GET", Balances, null, [.. AccessWorld.Signed(key).Select(h => (h.Name.ToLowerInvariant(), h.Value))]));
        Assert.Equal(200, await StatusAsync("GET", Balances, null, [.. AccessWorld.Signed(key), (ApiSignatures.VersionHeader, "1")]));
        Assert.Equal(422, await StatusAsync("GET", Balances, null, [.. good, (ApiSignatures.VersionHeader, "3")]));
        Assert.Equal(401, await StatusAsync("GET", Balances, null, [.. good, good[0]])); // sent as one, with a comma
        Assert.Equal(422, await StatusAsync("GET", Balances, null, [good[0], good[1], (good[2].Name, "")]));
        Assert.Equal(401, await StatusAsync("GET", Balances, null, [good[0], good[1], (good[2].Name, good[2].Value[..63] + "x")]));
        Assert.Equal(401, await StatusAsync("GET", Balances, null, AccessWorld.Signed(key, milliseconds / 1000)));
        Assert.Equal(401, await StatusAsync("GET", Balances, null, AccessWorld.Signed(key, milliseconds + Minutes)));
        Assert.Equal(401, await StatusAsync("GET", Balances, null, AccessWorld.Signed(key, milliseconds - Minutes)));
        Assert.Equal(401, await StatusAsync("GET", Balances, null, AccessWorld.Signed(key, -milliseconds)));
        foreach (var nonce in new[] { "18446744073709551615", "100000000000000000000", "1e12", "+1" })
            Assert.Equal(401, await StatusAsync("GET", Balances, null, [good[0], (good[1].Name, nonce), good[2]]));
        good = AccessWorld.Signed(key);
        Assert.Equal(200, await StatusAsync("GET", Balances, null, good)); // none of them has locked the owner out
        var oneBitOff = good[2].Value[..63] + (char)(good[2].Value[63] ^ 1);
        Assert.Equal(401, await StatusAsync("GET", Balances, null, [good[0], good[1], (good[2].Name, oneBitOff)]));
        Assert.Equal(401, await StatusAsync("GET", Balances, null, [("X-Auth-Apikey", "../../etc/pass'w"), good[1], good[2]]));
        Assert.Equal(401, await StatusAsync("GET", Balances, null, ("Authorization", "Bearer eyJhbGciOiJub25lIn0.e30.")));
    }

    [Trait("BadInput", "B091")]
    [Fact]
    public async Task No_header_moves_a_request_to_an_address_that_the_key_names()
    {
        var key = await world.KeyAsync(world.Owner, ApiKeyScopes.Read, "192.0.2.7");
        foreach (var header in new[] { "X-Forwarded-For", "X-Real-IP", "True-Client-IP", "CF-Connecting-IP" })
            Assert.Equal(403, await StatusAsync("GET", Balances, null, [.. AccessWorld.Signed(key), (header, "192.0.2.7")]));
        Assert.Equal(403, await StatusAsync("GET", Balances, null, [.. AccessWorld.Signed(key), ("Forwarded", "for=192.0.2.7")]));
    }

    [Fact]
    public async Task The_time_is_told_to_whoever_has_none()
    {
        var key = await world.KeyAsync(world.Owner, ApiKeyScopes.Read);
        Assert.Equal(200, await StatusAsync("GET", "/api/v2/peatio/public/timestamp", null, AccessWorld.Signed(key, 1)));
        Assert.Equal(200, await StatusAsync("GET", "/api/v2/barong/identity/time", null, AccessWorld.Signed(key, 1)));
    }

    private async Task<int> StatusAsync(string method, string path, string? body, params (string Name, string Value)[] headers) =>
        (await world.SendAsync(method, path, body, headers)).Status;
}
