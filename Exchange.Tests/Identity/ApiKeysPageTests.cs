using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Exchange.Tests.Support;

namespace Exchange.Tests.Identity;

[Trait("Category", "Integration")]
public sealed partial class ApiKeysPageTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private const string Page = "/account/api-keys";

    [Fact]
    public async Task A_key_works_until_it_is_disabled()
    {
        await using var world = await IdentityWorld.StartAsync(database);
        var browser = world.Open();
        await browser.EnterAsync("ann@example.com");

        var refused = await MakeAsync(browser, "wrong password");
        Assert.Contains("not your password", refused);
        var made = await MakeAsync(browser, IdentityWorld.Password);
        var (kid, secret) = (Kid().Match(made).Groups[1].Value, Secret().Match(made).Groups[1].Value);

        Assert.Equal(HttpStatusCode.OK, await BalancesAsync(world, kid, secret));
        Assert.DoesNotContain(secret, await (await browser.GetAsync(Page)).Content.ReadAsStringAsync());
        await browser.SubmitAsync(Page, "keys", ("disable", kid));
        Assert.Equal(HttpStatusCode.Unauthorized, await BalancesAsync(world, kid, secret));
    }

    [Fact]
    public async Task A_signature_opens_no_page()
    {
        await using var world = await IdentityWorld.StartAsync(database);
        var browser = world.Open();
        await browser.EnterAsync("ann@example.com");
        var made = await MakeAsync(browser, IdentityWorld.Password);

        var answer = await world.Open().GetAsync(
            Page, Signed(Kid().Match(made).Groups[1].Value, Secret().Match(made).Groups[1].Value));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    private static async Task<string> MakeAsync(IdentityWorld.Browser browser, string password) =>
        await (await browser.SubmitAsync(
            Page, "create-key", ("label", "bot"), ("read", "true"), ("password", password)))
            .Content.ReadAsStringAsync();

    private static async Task<HttpStatusCode> BalancesAsync(IdentityWorld world, string kid, string secret) =>
        (await world.Open().GetAsync("/api/v2/peatio/account/balances", Signed(kid, secret))).StatusCode;

    private static (string, string)[] Signed(string kid, string secret)
    {
        var nonce = $"{TradingClient.Nonce()}";
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(nonce + kid));
        return
        [
            ("X-Auth-Apikey", kid), ("X-Auth-Nonce", nonce), ("X-Auth-Signature", Convert.ToHexStringLower(signature)),
        ];
    }

    [GeneratedRegex("""id="new-kid">([0-9a-f]{16})<""")]
    private static partial Regex Kid();

    [GeneratedRegex("""id="new-secret">([0-9a-f]{32})<""")]
    private static partial Regex Secret();
}
