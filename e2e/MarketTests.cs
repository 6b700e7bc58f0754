using Exchange.E2E.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Exchange.E2E;

/// <summary>The first admin runs markets in Tower, and what members notice of it.</summary>
public sealed class MarketTests(ExchangeFixture exchange) : IClassFixture<ExchangeFixture>
{
    private const string Reason = "Odd prices at the source";

    [Fact]
    public async Task A_halted_market_takes_no_orders_until_it_is_reopened_through_an_auction()
    {
        await using var alice = await exchange.TraderAsync("alice");
        await using var bob = await exchange.TraderAsync("bob");
        await using var admin = await exchange.AdminAsync();
        // Long enough that the auction does not end before the admin ends it, however slow the machine is.
        await ProtectAsync(admin, "btcusdt", ("Length of a call auction", "86400"));

        await admin.Page.GotoAsync("/tower/markets");
        await admin.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "BTC-USDT" }).GetByRole(AriaRole.Link).ClickAsync();
        await ActAsync(admin, "Halt", "Open", "Halted");
        await Expect(alice.Page.Locator("#order-state")).ToContainTextAsync("BTC-USDT is halted: no orders are taken");
        await Expect(alice.Page.Locator("[data-market-bar] [data-state]")).ToHaveTextAsync("Halted");
        await Expect(alice.Page.Locator("#order-submit")).ToBeDisabledAsync();

        await ActAsync(admin, "Reopen through an auction", "Halted", "Auction");
        await Expect(alice.Page.Locator("#order-state")).ToContainTextAsync("BTC-USDT is in a call auction");
        await alice.PlaceLimitAsync("Sell", "50000.00", "0.0200");
        await Expect(alice.OpenOrders).ToHaveCountAsync(1);
        await Expect(bob.Page.Locator("#order-state")).ToContainTextAsync("call auction");
        await bob.PlaceLimitAsync("Buy", "50000.00", "0.0150");
        await Expect(bob.OpenOrders).ToHaveCountAsync(1);
        await admin.Page.GotoAsync("/tower/markets");
        var row = admin.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "BTC-USDT" });
        await Expect(row).ToContainTextAsync("50000.00 × 0.0150");

        await row.GetByRole(AriaRole.Link).ClickAsync();
        await ActAsync(admin, "End the auction now", "Auction", "Open");
        await Expect(bob.OpenOrders).ToHaveCountAsync(0);
        await Expect(alice.OpenOrders).ToContainTextAsync("75");
        await Expect(alice.Page.Locator("#order-state")).ToHaveCountAsync(0);
        await bob.PlaceLimitAsync("Buy", "50000.00", "0.0050");
        await Expect(alice.OpenOrders).ToHaveCountAsync(0);
        Assert.Empty(alice.ConsoleErrors);
        Assert.Empty(bob.ConsoleErrors);
        Assert.Empty(admin.ConsoleErrors);
    }

    [Fact]
    public async Task A_wrong_figure_keeps_what_was_typed_and_a_right_one_is_in_the_audit_log()
    {
        await using var admin = await exchange.AdminAsync();
        await admin.Page.GotoAsync("/tower/markets/linkusdt");
        await admin.Page.GetByLabel("Price band").FillAsync("2.555");
        await admin.Page.GetByLabel("Circuit breaker").FillAsync("7.5");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Review" }).ClickAsync();
        await Expect(admin.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Nothing was changed" })).ToBeVisibleAsync();
        await Expect(admin.Page.GetByLabel("Price band")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(admin.Page.GetByLabel("Price band")).ToHaveValueAsync("2.555");
        await Expect(admin.Page.GetByLabel("Circuit breaker")).ToHaveValueAsync("7.5");
        await Expect(admin.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);

        await ProtectAsync(admin, null, ("Price band", "2.5"));
        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "Changes" }).ClickAsync();
        var entry = admin.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "market.protection.change" });
        await Expect(entry).ToContainTextAsync("market:linkusdt");
        await Expect(entry.Locator("del")).ToHaveTextAsync(["band:50.00 %", "breaker:20.00 %"]);
        await Expect(entry.Locator("ins")).ToHaveTextAsync(["band:2.50 %", "breaker:7.50 %"]);
        await Expect(entry).ToContainTextAsync(Reason);
        await Expect(entry).ToContainTextAsync(ExchangeFixture.AdminEmail);
    }

    [Fact]
    public async Task Who_saw_another_state_is_told_and_the_keyboard_leads_there()
    {
        await using var admin = await exchange.AdminAsync();
        await admin.Page.GotoAsync("/tower");
        await admin.ReadyForKeysAsync();
        await admin.GoByKeysAsync("k");
        await Expect(admin.Page.GetByRole(AriaRole.Heading, new() { Name = "Markets", Exact = true })).ToBeVisibleAsync();
        await admin.ReadyForKeysAsync();
        await admin.Page.Keyboard.PressAsync("k");
        await admin.Page.Keyboard.PressAsync("k");
        await admin.Page.Keyboard.PressAsync("Enter");
        await Expect(admin.Page.GetByRole(AriaRole.Heading, new() { Name = "ETH-BTC" })).ToBeVisibleAsync();

        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "Halt" }).ClickAsync();
        await Expect(admin.Dialog.Locator("del")).ToHaveTextAsync("Open");
        var other = await admin.NewTabAsync();
        await other.GotoAsync("/tower/markets/ethbtc?to=cancel_only");
        await other.Locator("dialog:modal").GetByLabel("Reason").FillAsync(Reason);
        await other.Locator("dialog:modal").GetByRole(AriaRole.Button, new() { Name = "Let only cancels in" }).ClickAsync();
        await Expect(other.Locator("#market-state")).ToHaveTextAsync("Cancel only");

        var dialog = admin.Dialog;
        await dialog.GetByLabel("Reason").FillAsync(Reason);
        await admin.Page.Keyboard.PressAsync("Control+Enter");
        await Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("Nothing was changed. Look again");
        await Expect(dialog.GetByLabel("Reason")).ToHaveValueAsync(Reason);
        await Expect(dialog.Locator("del")).ToHaveTextAsync("Cancel only");
        await Expect(admin.Page.Locator("#market-state")).ToHaveTextAsync("Cancel only");
    }

    [Fact]
    public async Task No_serious_finding_on_the_pages_of_markets()
    {
        await using var admin = await exchange.AdminAsync();
        var found = await Accessibility.LookAsync(admin,
        [
            "/tower/markets", "/tower/markets/ethusdt", "/tower/markets/ethusdt?to=halted",
            "/tower/markets/ethusdt?band=x&breaker=1&window=0", "/tower/markets/ethusdt?band=1&breaker=1&window=1&auction=1",
            "/tower/markets/none",
        ]);
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    /// <summary>Does to the market that is open what a button says.</summary>
    private static async Task ActAsync(Person admin, string act, string from, string to)
    {
        await admin.Page.GetByRole(AriaRole.Link, new() { Name = act }).ClickAsync();
        var dialog = admin.Dialog;
        await Expect(dialog.Locator("del")).ToHaveTextAsync(from);
        await Expect(dialog.Locator("ins")).ToHaveTextAsync(to);
        await dialog.GetByLabel("Reason").FillAsync(Reason);
        await dialog.GetByRole(AriaRole.Button, new() { Name = act }).ClickAsync();
        await Expect(admin.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "state is changed" })).ToBeVisibleAsync();
        await Expect(admin.Page.Locator("#market-state")).ToHaveTextAsync(to);
    }

    /// <summary>Sets a figure of a market's protection; of the page that is open when no market is named.</summary>
    private static async Task ProtectAsync(Person admin, string? market, (string Label, string Value) figure)
    {
        if (market is not null) await admin.Page.GotoAsync("/tower/markets/" + market);
        await admin.Page.GetByLabel(figure.Label).FillAsync(figure.Value);
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Review" }).ClickAsync();
        var dialog = admin.Dialog;
        await dialog.GetByLabel("Reason").FillAsync(Reason);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Change the protection" }).ClickAsync();
        await Expect(admin.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "protection is changed" })).ToBeVisibleAsync();
    }
}
