using Exchange.E2E.Support;
using static Microsoft.Playwright.Assertions;

namespace Exchange.E2E;

/// <summary>The server dies under a trader's hands and comes back.</summary>
public sealed class RestartTests(ExchangeFixture exchange) : IClassFixture<ExchangeFixture>
{
    [Fact]
    public async Task After_a_kill_the_page_says_stale_heals_by_itself_and_keeps_the_draft_and_every_order()
    {
        await using var alice = await exchange.TraderAsync("alice");
        await alice.PlaceLimitAsync("Buy", "40000.00", "0.0100");
        await Expect(alice.OpenOrders).ToHaveCountAsync(1);
        await alice.Page.Locator("#order-price").FillAsync("41234.56");
        await alice.Page.Locator("#order-size").FillAsync("0.0777");
        await Expect(alice.Page.Locator("#order-preview")).ToContainTextAsync("0.0777");

        await exchange.Program.KillAsync();
        await Expect(alice.Page.Locator("[data-feed]")).ToContainTextAsync("Stale", new() { Timeout = 4_000 });

        await exchange.Program.StartAsync();
        await Expect(alice.Page.Locator("[data-feed]")).ToContainTextAsync("Live", new() { Timeout = 30_000 });
        await Expect(alice.OpenOrders).ToHaveCountAsync(1, new() { Timeout = 30_000 });
        await Expect(alice.Page.Locator("#order-size")).ToHaveValueAsync("0.0777");
        await Expect(alice.Page.Locator("#order-price")).ToHaveValueAsync("41234.56");
    }
}
