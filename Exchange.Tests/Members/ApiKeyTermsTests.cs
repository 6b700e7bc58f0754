using System.Net;
using System.Security.Cryptography;
using System.Text;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Members;

/// <summary>What a key may do, from where, how long and how it signs.</summary>
public sealed class ApiKeyTermsTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private const ApiKeyScopes Both = ApiKeyScopes.Read | ApiKeyScopes.Trade;
    private static readonly ApiKeyTerms Plain = new() { Label = "bot", Scopes = Both };
    private static readonly IPAddress Home = IPAddress.Parse("192.0.2.7");

    /// <summary>The vector of docs/api.md.</summary>
    [Fact]
    public void The_vector_of_the_whole_request_verifies()
    {
        var secret = "2d0b4979c7fe6986daa8e21d1dc0644f"u8;
        const string signature = "7859657eb1ca95387bc67f945d80248654d29c0b195a53042afbba75540cee85";
        var request = ApiKeySignature.WholeRequest("POST", "/api/v2/peatio/market/orders?x=1", "{\"market\":\"btcusd\"}"u8);

        Assert.True(ApiKeySignature.MatchesWhole(secret, "61d025b8573501c2", "1584524005143", request, signature));
        foreach (var other in new[]
        {
            ApiKeySignature.WholeRequest("PUT", "/api/v2/peatio/market/orders?x=1", "{\"market\":\"btcusd\"}"u8),
            ApiKeySignature.WholeRequest("POST", "/api/v2/peatio/market/orders?x=2", "{\"market\":\"btcusd\"}"u8),
            ApiKeySignature.WholeRequest("POST", "/api/v2/peatio/market/orders?x=1", "{\"market\": \"btcusd\"}"u8),
        })
            Assert.False(ApiKeySignature.MatchesWhole(secret, "61d025b8573501c2", "1584524005143", other, signature));
        Assert.False(ApiKeySignature.Matches(secret, "61d025b8573501c2", "1584524005143", signature));
    }

    [Trait("BadInput", "B089, B091")]
    [Fact]
    public async Task A_key_is_refused_from_elsewhere_and_from_the_moment_it_expires()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var expiry = world.Time.GetUtcNow().AddHours(1);
        var key = await CreateAsync(world, Plain with { Addresses = "192.0.2.0/24", ExpiresAt = expiry });

        Assert.Equal("", await CodeAsync(world, key, Home));
        Assert.Equal("authz.address_not_allowed", await CodeAsync(world, key, IPAddress.Parse("198.51.100.1")));
        Assert.Equal("authz.address_not_allowed", await CodeAsync(world, key, null));
        world.Time.Pass(TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(1));
        Assert.Equal("", await CodeAsync(world, key, Home));
        world.Time.Pass(TimeSpan.FromMilliseconds(1));
        Assert.Equal("authz.apikey_not_active", await CodeAsync(world, key, Home));
    }

    [Fact]
    public async Task What_another_process_changes_counts_after_the_next_look()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var key = await CreateAsync(world, Plain);
        var untouched = await CreateAsync(world, Plain, "bea@example.com");
        Assert.Equal("", await CodeAsync(world, key, Home));
        Assert.Equal("", await CodeAsync(world, untouched, Home));
        await using var db = world.Context();
        await db.ApiKeys.Where(k => k.Kid == key.Kid).ExecuteUpdateAsync(
            set => set.SetProperty(k => k.IsActive, false).SetProperty(k => k.Version, k => k.Version + 1));
        Assert.Equal("", await CodeAsync(world, key, Home));

        var good = await world.Get<ApiKeyVerifier>().RecheckAsync([key.Kid, untouched.Kid, "absent"], default);

        Assert.Equal([untouched.Kid], good.Keys);
        Assert.Equal("authz.apikey_not_active", await CodeAsync(world, key, Home));
        Assert.Equal("", await CodeAsync(world, untouched, Home));
    }

    [Trait("BadInput", "B085, B086")]
    [Fact]
    public async Task A_nonce_counts_once_where_the_key_asks_for_it_however_many_come_at_once()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var key = await CreateAsync(world, Plain with { UsesNonceOnce = true });
        Assert.Equal("authz.nonce_used", await CodeAsync(world, key, Home)); // may have been used before this start
        world.Time.Pass(TimeSpan.FromSeconds(20));
        var now = world.Time.GetUtcNow().ToUnixTimeMilliseconds();
        var codes = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => CodeAsync(world, key, Home, now))));

        Assert.Single(codes, "");
        Assert.Equal(99, codes.Count(code => code == "authz.nonce_used"));
        foreach (var nonce in new[] { now + 4999, now - 4999, now + 1, now - 1 })
        {
            Assert.Equal("", await CodeAsync(world, key, Home, nonce));
            Assert.Equal("authz.nonce_used", await CodeAsync(world, key, Home, nonce));
        }
    }

    [Fact]
    public async Task A_key_that_signs_whole_requests_takes_no_other_signature()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var key = await CreateAsync(world, Plain with { SignsWholeRequest = true });
        var request = ApiKeyVerifier.WholeRequest("GET", "/", []);
        var nonce = $"{world.Time.GetUtcNow().ToUnixTimeMilliseconds()}";
        var whole = Hmac(key, $"v2\n{nonce}\n{key.Kid}\n{Encoding.UTF8.GetString(request)}");

        Assert.Equal("authz.invalid_signature", await CodeAsync(world, key, Home));
        var verdict = await world.Get<ApiKeyVerifier>().VerifyAsync(new ApiKeyProof(key.Kid, nonce, whole, Home, request));
        Assert.Equal("", verdict.ErrorCode);
    }

    [Trait("BadInput", "B103")]
    [Fact]
    public async Task Whoever_gives_a_key_power_shows_that_it_is_really_them()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var member = await world.MemberAsync("ann@example.com");
        await world.Get<Sessions>().OpenAsync(member, MembersWorld.Origin, isBound: true, hasSecondFactor: false, default);
        var session = (await world.Get<Sessions>().ListAsync(member, default)).Single().Id;
        var fresh = new StepUpProof(null, session);
        var made = await world.Get<CreateApiKey>().ExecuteAsync(member, Plain, fresh, MembersWorld.Origin, default);
        Assert.Equal(ApiKeyChangeRejectReason.None, made.Reason);
        world.Time.Pass(StepUp.FreshSignIn);
        Task<ApiKeyChangeRejectReason> ChangeAsync(ApiKeyTerms terms, bool? isActive, StepUpProof proof) =>
            world.Get<ChangeApiKey>().UpdateAsync(member, made.Kid, _ => terms, isActive, proof, MembersWorld.Origin, default);

        var late = await world.Get<CreateApiKey>().ExecuteAsync(member, Plain, fresh, MembersWorld.Origin, default);
        Assert.Equal(ApiKeyChangeRejectReason.PasswordMissing, late.Reason);
        Assert.Equal(ApiKeyChangeRejectReason.PasswordMissing, await ChangeAsync(Plain with { Label = "new" }, null, fresh));
        Assert.Equal(ApiKeyChangeRejectReason.None, await ChangeAsync(Plain, false, fresh));
        Assert.Equal(ApiKeyChangeRejectReason.PasswordWrong, await ChangeAsync(Plain, true, new StepUpProof("no")));
        Assert.Equal(ApiKeyChangeRejectReason.None, await ChangeAsync(Plain, true, new StepUpProof(MembersWorld.Password)));
        var stranger = await world.MemberAsync("bea@example.com");
        Assert.False(await world.Get<ChangeApiKey>().DisableAsync(stranger, made.Kid, MembersWorld.Origin, default));
        await using var db = world.Context();
        Assert.Equal(3, await db.Set<Core.Audit.AuditEntry>().CountAsync(e => e.Target == made.Kid));
    }

    [Trait("BadInput", "B104")]
    [Theory]
    [InlineData("", 1, null, 0, ApiKeyChangeRejectReason.LabelInvalid)]
    [InlineData("a\nb", 1, null, 0, ApiKeyChangeRejectReason.LabelInvalid)]
    [InlineData("a", 0, null, 0, ApiKeyChangeRejectReason.ScopesInvalid)]
    [InlineData("a", 8, null, 0, ApiKeyChangeRejectReason.ScopesInvalid)]
    [InlineData("a", 1, "nowhere", 0, ApiKeyChangeRejectReason.AddressesInvalid)]
    [InlineData("a", 4, null, 0, ApiKeyChangeRejectReason.AddressesMissing)]
    [InlineData("a", 4, "192.0.2.7", 0, ApiKeyChangeRejectReason.None)]
    [InlineData("a", 1, null, -1, ApiKeyChangeRejectReason.ExpiryInvalid)]
    [InlineData("a", 1, null, 4000, ApiKeyChangeRejectReason.ExpiryInvalid)]
    [InlineData("a", 1, null, 3650, ApiKeyChangeRejectReason.None)]
    public void Terms_that_make_no_sense_are_refused(
        string label, int scopes, string? addresses, int days, ApiKeyChangeRejectReason expected)
    {
        var now = DateTimeOffset.UnixEpoch;
        var terms = new ApiKeyTerms
        {
            Label = label,
            Scopes = (ApiKeyScopes)scopes,
            Addresses = addresses,
            ExpiresAt = days == 0 ? null : now.AddDays(days),
        };

        Assert.Equal(expected, terms.Check(now, null, out _));
    }

    private static async Task<CreatedApiKey> CreateAsync(MembersWorld world, ApiKeyTerms terms, string email = "ann@example.com")
    {
        var member = await world.MemberAsync(email);
        return await world.Get<CreateApiKey>().ExecuteAsync(
            member, terms, new StepUpProof(MembersWorld.Password), MembersWorld.Origin, default);
    }

    private static async Task<string> CodeAsync(MembersWorld world, CreatedApiKey key, IPAddress? from, long? at = null)
    {
        var nonce = $"{at ?? world.Time.GetUtcNow().ToUnixTimeMilliseconds()}";
        return (await world.Get<ApiKeyVerifier>().VerifyAsync(
            new ApiKeyProof(key.Kid, nonce, Hmac(key, nonce + key.Kid), from))).ErrorCode;
    }

    private static string Hmac(CreatedApiKey key, string message) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(key.Secret), Encoding.UTF8.GetBytes(message)));
}
