using System.Globalization;
using System.Security.Claims;
using Bunit;
using Exchange.Core.Engine;
using Exchange.Core.MarketData;
using Exchange.Core.Markets;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Exchange.Core.Wallets;
using Exchange.Tests.Support;
using Exchange.Web.Feeds;
using Exchange.Web.Wallets;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Tests.Wallets;

public sealed class WalletsPageTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Amounts_can_be_hidden_and_shown_again()
    {
        await using var context = await ContextAsync();
        var page = context.Render<WalletsPage>();
        page.WaitForElement("tr[data-currency=btc] .amount");
        Assert.Contains("75010 USDT", page.Find(".worth").TextContent, StringComparison.Ordinal);

        await page.Find("button.eye").ClickAsync();
        Assert.Empty(page.FindAll(".amount"));
        Assert.DoesNotContain("75010", page.Markup, StringComparison.Ordinal);
        Assert.Equal("true", page.Find("button.eye").GetAttribute("aria-pressed"));

        await page.Find("button.eye").ClickAsync();
        Assert.Contains("75010 USDT", page.Find(".worth").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Zero_balances_can_be_left_out()
    {
        await using var context = await ContextAsync();
        var page = context.Render<WalletsPage>();
        page.WaitForElement("tr[data-currency=eth]");

        await page.Find("input[type=checkbox]").ChangeAsync(true);

        Assert.Equal(["btc", "usdt", "xyz"], Currencies(page));
        Assert.Contains("unknown", page.Find("tr[data-currency=xyz]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_finds_by_code_and_name_and_offers_a_way_back()
    {
        await using var context = await ContextAsync();
        var page = context.Render<WalletsPage>();
        page.WaitForElement("tr[data-currency=eth]");

        await page.Find("input[type=search]").InputAsync(" THE ETH ");
        Assert.Equal(["eth"], Currencies(page));
        await page.Find("input[type=search]").InputAsync("nothing like it");
        Assert.Empty(Currencies(page));
        await page.Find(".empty button").ClickAsync();
        Assert.Equal(["btc", "eth", "usdt", "xyz"], Currencies(page));
    }

    [Fact]
    public async Task Choosing_an_asset_opens_its_history_and_its_download()
    {
        await using var context = await ContextAsync();
        var page = context.Render<WalletsPage>();
        page.WaitForElement("tr[data-currency=btc]");

        await page.Find("tr[data-currency=btc]").ClickAsync();

        Assert.NotNull(page.WaitForElement("a[href='/wallets/ledger.csv?currency=btc']"));
        page.WaitForAssertion(
            () => Assert.Contains("in BTC yet", page.Find("#history").TextContent, StringComparison.Ordinal));
    }

    private static IEnumerable<string?> Currencies(IRenderedComponent<WalletsPage> page) =>
        page.FindAll("tr[data-currency]").Select(row => row.GetAttribute("data-currency"));

    /// <summary>Alice holds btc, usdt and xyz, which has no price, and no eth.</summary>
    private async Task<BunitContext> ContextAsync()
    {
        var context = new BunitContext();
        // One second, which is usual, a slow machine may need for a query.
        BunitContext.DefaultWaitTimeout = TimeSpan.FromMinutes(1);
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        var contexts = await database.CreateTablesAsync();
        var alice = await AliceAsync(contexts);
        var catalog = PricedCatalog.WithFourCurrencies().Trading("btc", "usdt", "50000.00")
            .Holding(alice, "btc", "1", "0.5").Holding(alice, "usdt", "10").Holding(alice, "xyz", "7");
        context.Services.AddLogging().AddSingleton(contexts).AddSingleton<TimeProvider>(TimeProvider.System)
            .AddSingleton<IMarketCatalog>(catalog).AddSingleton<IMarketData>(catalog)
            .AddSingleton<IEngineReadState>(catalog).AddSingleton<IProjectionProgress>(new UpToDate())
            .AddSingleton<MemberQueries>().AddSingleton<SetQuoteCurrency>().AddSingleton<MemberFeed>().AddWallets()
            .AddSingleton<AuthenticationStateProvider>(new SignedIn(alice));
        context.SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        return context;
    }

    private static async Task<MemberId> AliceAsync(IDbContextFactory<ExchangeDbContext> contexts)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"alice-{Guid.NewGuid():N}@example.com");
        Assert.True(EmailAddress.TryParse(name, out var email));
        var alice = Member.Create(email, DateTimeOffset.UnixEpoch);
        await using var db = await contexts.CreateDbContextAsync();
        db.Add(alice);
        await db.SaveChangesAsync();
        return alice.MemberId;
    }

    private sealed class UpToDate : IProjectionProgress
    {
        public Task<long> ProjectedSequenceAsync(CancellationToken cancellationToken) => Task.FromResult(0L);
    }

    private sealed class SignedIn(MemberId member) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync()
        {
            var id = member.Value.ToString(CultureInfo.InvariantCulture);
            var identity = new ClaimsIdentity([new Claim(MemberClaims.MemberId, id)], "test");
            return Task.FromResult(new AuthenticationState(new ClaimsPrincipal(identity)));
        }
    }
}
