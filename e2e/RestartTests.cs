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
        await Expect(alice.Page.Locator("#order-preview")).ToContainTextAsync("3203.925312");

        await exchange.Program.KillAsync();
        await Expect(alice.Page.Locator("[data-feed]")).ToContainTextAsync("Stale");

        await exchange.Program.StartAsync();
        await Expect(alice.Page.Locator("[data-feed]")).ToContainTextAsync("Live");
        await Expect(alice.OpenOrders).ToHaveCountAsync(1);
        await Expect(alice.Page.Locator("#order-size")).ToHaveValueAsync("0.0777");
        await Expect(alice.Page.Locator("#order-price")).ToHaveValueAsync("41234.56");
    }

    [Fact]
    public async Task A_page_that_is_open_and_reconnects_does_not_hold_a_stop_up()
    {
        await using var program = new ExchangeProgram();
        await program.StartAsync();
        await using var guest = await exchange.Browser.PersonAsync(program.Url);
        await guest.Page.GotoAsync("/trade/BTC-USDT");
        await Expect(guest.Page.Locator("[data-feed]")).ToContainTextAsync("Live");
        Assert.Equal(0, await program.StopAsync().WaitAsync(TimeSpan.FromSeconds(60)));
    }
}
