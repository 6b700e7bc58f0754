using System.Net;
using System.Security.Cryptography;
using System.Text;
using Exchange.Core.Members;
using Exchange.Tests.Support;
using Exchange.Web.Identity;

namespace Exchange.Tests.Identity;

/// <summary>Programs with a key take a way of their own through the API; what they may do and are told is the same.</summary>
[Trait("Category", "Integration")]
public sealed class SignedApiTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private const string Api = "/api/v2/peatio";
    private static readonly RequestOrigin Origin = new("127.0.0.1", "test");

    [Theory]
    [InlineData("GET", "/account/balances", 200)]
    [InlineData("GET", "/account/balances/", 200)]
    [InlineData("GET", "/Account/BALANCES/btc", 200)]
    [InlineData("GET", "/account/balances/btc/", 200)]
    [InlineData("GET", "/account/balances/xxx", 422)]
    [InlineData("GET", "/account/balances//", 404)]
    [InlineData("GET", "/account/balances/btc/more", 404)]
    [InlineData("GET", "/public/timestamp", 200)]
    [InlineData("GET", "/nowhere", 404)]
    [InlineData("GET", "", 404)]
    [InlineData("DELETE", "/market/orders", 405)]
    [InlineData("HEAD", "/account/balances", 405)]
    [InlineData("POST", "/market/orders/7x/cancel", 422)]
    [InlineData("POST", "/market/orders/cancel", 201)]
    public async Task Every_path_is_found_as_the_framework_finds_it(string method, string path, int expected)
    {
        await using var world = await IdentityWorld.StartAsync(database);
        var key = await KeyAsync(world, ApiKeyScopes.Read | ApiKeyScopes.Trade);

        var answer = await world.Open().SendAsync(method, Api + path, Signed(key));

        Assert.Equal(expected, (int)answer.StatusCode);
        if (expected == 405) Assert.NotEmpty(answer.Content.Headers.Allow);
    }

    [Fact]
    public async Task An_answer_to_a_program_has_the_headers_it_needs_and_not_those_of_pages()
    {
        await using var world = await IdentityWorld.StartAsync(database);
        var key = await KeyAsync(world, ApiKeyScopes.Read);

        var answer = await world.Open(https: true).SendAsync("GET", Api + "/account/balances", Signed(key));

        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("max-age=31536000", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.False(answer.Headers.Contains("Content-Security-Policy"));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("POST", "/market/orders")]
    [InlineData("POST", "/market/orders/7/cancel")]
    public async Task A_key_that_may_only_read_changes_nothing(string method, string path)
    {
        await using var world = await IdentityWorld.StartAsync(database);
        var key = await KeyAsync(world, ApiKeyScopes.Read);

        var answer = await world.Open().SendAsync(method, Api + path, Signed(key));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("{\"errors\":[\"authz.invalid_permission\"]}", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_torn_or_wrong_signature_is_refused_even_beside_a_session()
    {
        await using var world = await IdentityWorld.StartAsync(database);
        var key = await KeyAsync(world, ApiKeyScopes.Read);
        var browser = world.Open();
        await browser.EnterAsync("bea@example.com");

        var torn = await browser.SendAsync("GET", Api + "/account/balances", Signed(key)[..2]);
        var wrong = await browser.SendAsync("GET", Api + "/account/balances",
            [.. Signed(key)[..2], (ApiSignatures.SignatureHeader, new string('0', 64))]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, torn.StatusCode);
        Assert.Equal("{\"errors\":[\"authz.invalid_signature\"]}", await wrong.Content.ReadAsStringAsync());
    }

    private static async Task<CreatedApiKey> KeyAsync(IdentityWorld world, ApiKeyScopes scopes)
    {
        var member = await MailboxDoor.MemberAsync(world.Services, "ann@example.com", IdentityWorld.Password, Origin);
        return await world.Get<CreateApiKey>().ExecuteAsync(
            member, new ApiKeyTerms { Label = "bot", Scopes = scopes }, new StepUpProof(IdentityWorld.Password), Origin, default);
    }

    private static (string Name, string Value)[] Signed(CreatedApiKey key)
    {
        var nonce = $"{TradingClient.Nonce()}";
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(key.Secret), Encoding.UTF8.GetBytes(nonce + key.Kid));
        return
        [
            (ApiSignatures.KeyHeader, key.Kid), (ApiSignatures.NonceHeader, nonce),
            (ApiSignatures.SignatureHeader, Convert.ToHexStringLower(hash)),
        ];
    }
}
