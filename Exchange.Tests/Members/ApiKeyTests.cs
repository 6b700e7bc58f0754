using System.Security.Cryptography;
using System.Text;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Members;

public sealed class ApiKeyTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    [Fact]
    public void The_contracts_vector_verifies()
    {
        const string signature = "bd42b945e095880e28d046846dbecf655fdf09d95a396a24fe6fe1df42f15d13";
        var secret = "2d0b4979c7fe6986daa8e21d1dc0644f"u8;

        Assert.True(ApiKeySignature.Matches(secret, "61d025b8573501c2", "1584524005143", signature));
        Assert.False(ApiKeySignature.Matches(
            secret, "61d025b8573501c2", "1584524005143", signature.ToUpperInvariant()));
    }

    [Fact]
    public async Task Each_refusal_has_its_code_and_the_checks_run_in_the_contracts_order()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var member = await world.MemberAsync("ann@example.com");
        var key = await CreateAsync(world, member);
        var now = world.Time.GetUtcNow().ToUnixTimeMilliseconds();

        Assert.Equal("authz.invalid_api_key_headers", await CodeAsync(world, "", "x", "x"));
        Assert.Equal("authz.invalid_api_key_headers", await CodeAsync(world, key.Kid, " ", "x"));
        Assert.Equal("authz.unexistent_apikey", await CodeAsync(world, "0123456789abcdef", "x", "x"));
        Assert.Equal("authz.unexistent_apikey", await CodeAsync(world, "short", "x", "x"));
        foreach (var nonce in new[] { "x", "0", "-1", "1.5", "+1", "99999999999999999999" })
            Assert.Equal("authz.nonce_not_valid_timestamp", await CodeAsync(world, key.Kid, nonce, "x"));
        Assert.Equal("authz.nonce_expired", await CodeAsync(world, key.Kid, $"{now - 5000}", "x"));
        Assert.Equal("authz.nonce_expired", await CodeAsync(world, key.Kid, $"{now + 5000}", "x"));
        Assert.Equal("authz.invalid_signature", await CodeAsync(world, key.Kid, $"{now}", "x"));
        Assert.Equal("authz.invalid_signature", await CodeAsync(world, key.Kid, $"{now - 1}", Sign(key, $"{now}")));
        Assert.Equal("", await CodeAsync(world, key.Kid, $"{now - 4999}", Sign(key, $"{now - 4999}")));

        await world.Get<ChangeApiKey>().DisableAsync(member, key.Kid, MembersWorld.Origin, default);
        Assert.Equal("authz.apikey_not_active", await CodeAsync(world, key.Kid, $"{now}", Sign(key, $"{now}")));
    }

    [Fact]
    public async Task A_ban_by_another_process_stops_the_key_within_five_seconds()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var member = await world.MemberAsync("ann@example.com");
        var key = await CreateAsync(world, member);
        var nonce = $"{world.Time.GetUtcNow().ToUnixTimeMilliseconds()}";
        Assert.Equal("", await CodeAsync(world, key.Kid, nonce, Sign(key, nonce)));

        await using var db = world.Context();
        await db.Members.ExecuteUpdateAsync(set => set.SetProperty(m => m.State, MemberState.Banned));
        world.Time.Pass(TimeSpan.FromSeconds(4.9));

        Assert.Equal("authz.invalid_session", await CodeAsync(world, key.Kid, nonce, Sign(key, nonce)));
    }

    [Fact]
    public async Task A_member_has_at_most_ten_keys_and_the_secret_is_not_in_the_table()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var member = await world.MemberAsync("ann@example.com");
        var made = new List<CreatedApiKey>();
        for (var i = 0; i < ApiKey.MaxPerMember + 1; i++) made.Add(await CreateAsync(world, member));

        Assert.Equal(ApiKeyChangeRejectReason.TooMany, made[^1].Reason);
        await using var db = world.Context();
        var row = await db.ApiKeys.SingleAsync(k => k.Kid == made[0].Kid);
        Assert.DoesNotContain(made[0].Secret, row.ProtectedSecret);
    }

    private static Task<CreatedApiKey> CreateAsync(MembersWorld world, MemberId member) =>
        world.Get<CreateApiKey>().ExecuteAsync(
            member, new ApiKeyTerms { Label = "bot", Scopes = ApiKeyScopes.Read | ApiKeyScopes.Trade },
            new StepUpProof(MembersWorld.Password), MembersWorld.Origin, default);

    private static async Task<string> CodeAsync(MembersWorld world, string kid, string nonce, string signature) =>
        (await world.Get<ApiKeyVerifier>().VerifyAsync(new ApiKeyProof(kid, nonce, signature, null))).ErrorCode;

    private static string Sign(CreatedApiKey key, string nonce) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(key.Secret), Encoding.UTF8.GetBytes(nonce + key.Kid)));
}
