using Exchange.E2E.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Exchange.E2E;

/// <summary>The API reference: found, read and tried in the browser.</summary>
public sealed class ReferencePageTests(ExchangeFixture exchange) : IClassFixture<ExchangeFixture>
{
    [Fact]
    public async Task Anyone_finds_a_route_and_tries_it()
    {
        await using var guest = await exchange.Browser.PersonAsync(exchange.Program.Url);
        await guest.Page.GotoAsync("/docs/api");
        await guest.Page.GetByLabel("Find").FillAsync("depth");
        var card = guest.Page.Locator(".route:visible").Filter(new() { HasText = "/public/markets/{market}/depth" });
        await Expect(guest.Page.Locator(".route:visible").Filter(new() { HasText = "/market/orders" })).ToHaveCountAsync(0);

        await card.Locator("> summary").ClickAsync();
        await card.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();

        await Expect(card.GetByRole(AriaRole.Status)).ToContainTextAsync("200 OK");
        await Expect(card.GetByRole(AriaRole.Status)).ToContainTextAsync("\"asks\": [");
        Assert.Empty(guest.ConsoleErrors);
    }

    [Fact]
    public async Task A_member_places_an_order_from_the_page()
    {
        await using var alice = await exchange.TraderAsync("alice");
        await alice.Page.GotoAsync("/docs/api#post-api-v2-peatio-market-orders");
        var card = alice.Page.Locator("#post-api-v2-peatio-market-orders");
        foreach (var (name, value) in new[] { ("market", "ethusdt"), ("side", "buy"), ("volume", "0.01"), ("price", "2000") })
            await card.Locator($"input[name={name}]").FillAsync(value);
        await Expect(card.Locator("[data-curl]")).ToContainTextAsync("\"volume\":\"0.01\"");

        await card.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();

        await Expect(card.GetByRole(AriaRole.Status)).ToContainTextAsync("201 Created");
        await Expect(card.GetByRole(AriaRole.Status)).ToContainTextAsync("\"state\": \"wait\"");
    }
}
