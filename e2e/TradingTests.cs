using Exchange.E2E.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Exchange.E2E;

/// <summary>Two members at two browsers trade with each other.</summary>
public sealed class TradingTests(ExchangeFixture exchange) : IClassFixture<ExchangeFixture>
{
    [Fact]
    public async Task Two_members_match_and_both_see_it_without_a_refresh_in_every_tab()
    {
        await using var alice = await exchange.TraderAsync("alice");
        await using var bob = await exchange.TraderAsync("bob");
        var secondTab = await alice.NewTabAsync();
        await secondTab.GotoAsync("/trade/BTC-USDT");
        var secondTabOrders = secondTab.GetByRole(AriaRole.Table, new() { Name = "Open orders" }).Locator("tbody tr");

        await alice.PlaceLimitAsync("Sell", "50000.00", "0.0200");
        await Expect(alice.OpenOrders).ToHaveCountAsync(1);
        await Expect(secondTabOrders).ToHaveCountAsync(1);
        await Expect(bob.Page.Locator("[data-side=sell] [data-price='50000.00']")).ToBeVisibleAsync();

        await bob.PlaceLimitAsync("Buy", "50000.00", "0.0150");
        await Expect(bob.Page.Locator("#order-result")).ToContainTextAsync("0.0150");
        await Expect(alice.OpenOrders).ToContainTextAsync("75");
        await Expect(secondTabOrders).ToContainTextAsync("75");
        await Expect(alice.Page.Locator("[data-last]").First).ToContainTextAsync("50000.00");
        await Expect(alice.Page).ToHaveTitleAsync(new System.Text.RegularExpressions.Regex("^50000.00 BTC-USDT"));

        await alice.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel order" }).ClickAsync();
        await Expect(alice.OpenOrders).ToHaveCountAsync(0);
        await Expect(bob.Page.Locator("[data-side=sell] [data-price='50000.00']")).ToHaveCountAsync(0);
        Assert.Empty(alice.ConsoleErrors);
        Assert.Empty(bob.ConsoleErrors);
    }

    [Fact]
    public async Task A_click_in_the_book_fills_the_price_of_a_limit_order_only()
    {
        await using var alice = await exchange.TraderAsync("alice", "ETH-USDT");
        await using var bob = await exchange.TraderAsync("bob", "ETH-USDT");
        await alice.PlaceLimitAsync("Buy", "1234.50", "0.1000");
        await Expect(alice.OpenOrders).ToHaveCountAsync(1);

        var row = bob.Page.Locator("[data-side=buy] [data-price='1234.50']");
        await row.ClickAsync();
        await Expect(bob.Page.Locator("#order-price")).ToHaveValueAsync("1234.50");
        await Expect(bob.Page.Locator("#order-size")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_maximum_order_is_accepted_and_one_unit_more_is_refused_with_the_numbers()
    {
        await using var bob = await exchange.TraderAsync("bob", "LINK-USDT");
        await bob.Page.Locator("#order-price").FillAsync("10.000");
        await bob.Page.GetByRole(AriaRole.Button, new() { Name = "100 %" }).ClickAsync();
        await bob.Page.Locator("#order-submit").ClickAsync();
        await Expect(bob.OpenOrders).ToHaveCountAsync(1);

        await bob.PlaceLimitAsync("Buy", "10.000", "100.000");
        await Expect(bob.Page.Locator("#order-size-error")).Not.ToBeEmptyAsync();
        await Expect(bob.OpenOrders).ToHaveCountAsync(1);
    }

    [Theory]
    [InlineData("1,234.5")]
    [InlineData("1e3")]
    [InlineData("-1")]
    [InlineData("0")]
    public async Task Bad_sizes_are_refused_at_the_field_and_place_nothing(string size)
    {
        await using var bob = await exchange.TraderAsync("bob", "ETH-BTC");
        await bob.PlaceLimitAsync("Buy", "0.050000", size);
        await Expect(bob.Page.Locator("#order-size-error")).Not.ToBeEmptyAsync();
        await Expect(bob.OpenOrders).ToHaveCountAsync(0);
    }
}
