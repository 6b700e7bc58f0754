using Exchange.E2E.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Exchange.E2E;

/// <summary>The kinds of order beyond limit and market, placed at the form and followed to their end.</summary>
public sealed class OrderKindTests(ExchangeFixture exchange) : IClassFixture<ExchangeFixture>
{
    /// <summary>An order with an expiry half a minute ahead must be gone by then.</summary>
    private const float ExpiryTimeout = 120_000;

    [Fact]
    public async Task A_stop_order_waits_until_another_members_trade_triggers_it()
    {
        await using var alice = await exchange.TraderAsync("alice");
        await using var bob = await exchange.TraderAsync("bob");
        await using var maker = await exchange.TraderAsync("maker-bot");
        await maker.PlaceLimitAsync("Sell", "50000.00", "0.0100");
        await bob.PlaceLimitAsync("Buy", "50000.00", "0.0100");
        await Expect(alice.Page.Locator("[data-last]").First).ToContainTextAsync("50000.00");

        await alice.ChooseKindAsync("Sell", "Stop");
        await alice.Page.Locator("#order-trigger").FillAsync("49000");
        await alice.Page.Locator("#order-size").FillAsync("0.02");
        await Expect(alice.Page.Locator("#order-sentence")).ToHaveTextAsync(
            "Sells 0.02 BTC at market when the last price falls to 49000.00 USDT.");
        await alice.Page.Locator("#order-submit").ClickAsync();
        await Expect(alice.OpenOrders).ToContainTextAsync("Waiting");
        await Expect(alice.OpenOrders).ToContainTextAsync("last ≤ 49000.00");

        await bob.PlaceLimitAsync("Buy", "48900.00", "0.0500");
        await Expect(bob.OpenOrders).ToHaveCountAsync(1);
        await Expect(alice.OpenOrders).ToContainTextAsync("Waiting");
        await maker.PlaceLimitAsync("Sell", "48900.00", "0.0100");
        await Expect(alice.OpenOrders).ToHaveCountAsync(0);
        await Expect((await alice.HistoryAsync()).First).ToContainTextAsync("Stop market");
        await Expect(alice.History.First).ToContainTextAsync("Filled");
        await bob.CancelAsync();
        Assert.Empty(alice.ConsoleErrors);
    }

    [Fact]
    public async Task Of_a_pair_the_leg_that_trades_takes_the_other_away()
    {
        await using var alice = await exchange.TraderAsync("alice", "ETH-USDT");
        await using var bob = await exchange.TraderAsync("bob", "ETH-USDT");
        await alice.PlaceLimitAsync("Sell", "2000.00", "0.1000");
        await bob.PlaceLimitAsync("Buy", "2000.00", "0.1000");
        await Expect(alice.Page.Locator("[data-last]").First).ToContainTextAsync("2000.00");

        await alice.ChooseKindAsync("Sell", "OneCancelsOther");
        await alice.Page.Locator("#order-price").FillAsync("2100");
        await alice.Page.Locator("#order-trigger").FillAsync("1900");
        await alice.Page.Locator("#order-size").FillAsync("0.2");
        await alice.Page.Locator("#order-submit").ClickAsync();
        await Expect(alice.OpenOrders).ToHaveCountAsync(2);
        await Expect(alice.OpenOrders.Nth(0)).ToContainTextAsync("2100.00");
        await Expect(alice.OpenOrders.Nth(1)).ToContainTextAsync("last ≤ 1900.00");

        await bob.PlaceLimitAsync("Buy", "2100.00", "0.2000");
        await Expect(alice.OpenOrders).ToHaveCountAsync(0);
        var history = await alice.HistoryAsync();
        await Expect(history.Filter(new() { HasText = "the linked order went first" })).ToHaveCountAsync(1);
        await Expect(history.Filter(new() { HasText = "2100.00" })).ToContainTextAsync("Filled");
        Assert.Empty(alice.ConsoleErrors);
    }

    [Fact]
    public async Task An_order_is_changed_in_its_place()
    {
        await using var alice = await exchange.TraderAsync("alice", "LINK-USDT");
        await alice.PlaceLimitAsync("Buy", "10.000", "5.000");
        await Expect(alice.OpenOrders).ToHaveCountAsync(1);
        await alice.Page.GetByRole(AriaRole.Button, new() { Name = "Edit order" }).ClickAsync();
        // The form takes the focus once; whoever types before that types into the price.
        await Expect(alice.Page.Locator("#amend-price")).ToBeFocusedAsync();
        await alice.Page.Locator("#amend-size").FillAsync("4");
        await Expect(alice.Page.Locator("#amend-effect")).ToContainTextAsync("Keeps its place");
        await alice.Page.Locator("#amend-price").FillAsync("10.5");
        await Expect(alice.Page.Locator("#amend-effect")).ToContainTextAsync("Goes behind");
        await alice.Page.Locator("#amend-save").ClickAsync();
        await Expect(alice.OpenOrders).ToHaveCountAsync(1);
        await Expect(alice.OpenOrders).ToContainTextAsync("10.500");
        await Expect(alice.Page.Locator("[data-side=buy] [data-price='10.500']")).ToContainTextAsync("4.000");
        await alice.CancelAsync();
        Assert.Empty(alice.ConsoleErrors);
    }

    [Fact]
    public async Task The_book_shows_only_what_an_iceberg_displays()
    {
        await using var alice = await exchange.TraderAsync("alice");
        await using var bob = await exchange.TraderAsync("bob");
        await alice.Page.Locator("#order-advanced").ClickAsync();
        await alice.Page.Locator("#order-display").FillAsync("0.01");
        await alice.PlaceLimitAsync("Sell", "52000.00", "0.0500");
        var level = bob.Page.Locator("[data-side=sell] [data-price='52000.00'] [role=gridcell]").Nth(1);
        await Expect(level).ToHaveTextAsync("0.0100");
        await Expect(alice.OpenOrders).ToContainTextAsync("shows 0.0100");

        await bob.PlaceLimitAsync("Buy", "52000.00", "0.0150");
        await Expect(alice.OpenOrders).ToContainTextAsync("30 %");
        await Expect(level).ToHaveTextAsync("0.0050");
        await alice.CancelAsync();
        Assert.Empty(alice.ConsoleErrors);
    }

    [Fact]
    public async Task A_good_til_date_order_leaves_when_its_time_has_come()
    {
        await using var bob = await exchange.TraderAsync("bob", "ETH-USDT");
        await bob.Page.Locator("#order-advanced").ClickAsync();
        await bob.Page.Locator("#order-tif").SelectOptionAsync("GoodTilDate");
        await Expect(bob.Page.Locator("#order-expires-in")).ToContainTextAsync("in ");
        // A whole minute: the browser leaves its seconds out, and the page must read it all the same.
        await bob.Page.Locator("#order-expires").FillAsync("2099-12-31T10:00");
        await bob.Page.Locator("#order-expires").BlurAsync();
        await Expect(bob.Page.Locator("#order-expires-in")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^in [0-9]+ d"));
        await bob.Page.Locator("#order-price").FillAsync("1500.00");
        await bob.Page.Locator("#order-size").FillAsync("0.1000");
        // Last, and with time to press the button, however slow the machine is.
        var soon = await bob.Page.EvaluateAsync<string>(
            "() => new Date(Date.now() + 30000 - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 19).replace(/:00$/, '')");
        await bob.Page.Locator("#order-expires").FillAsync(soon);
        await bob.Page.Locator("#order-expires").BlurAsync();
        await Expect(bob.Page.Locator("#order-expires-in")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^in [0-9]+ s$"));
        await bob.Page.Locator("#order-submit").ClickAsync();
        await Expect(bob.OpenOrders).ToContainTextAsync("until");
        await Expect(bob.OpenOrders).ToHaveCountAsync(0, new() { Timeout = ExpiryTimeout });
        await Expect((await bob.HistoryAsync()).First).ToContainTextAsync("expired");
        Assert.Empty(bob.ConsoleErrors);
    }
}
