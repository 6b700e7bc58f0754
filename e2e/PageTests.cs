using Exchange.E2E.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Exchange.E2E;

/// <summary>The trading page for people who are not signed in, without scripts, on phones, and where there is no
/// market.</summary>
public sealed class PageTests(ExchangeFixture exchange) : IClassFixture<ExchangeFixture>
{
    private static DateTime Today => TimeProvider.System.GetUtcNow().UtcDateTime.Date;

    private const int PhoneWidth = 320;

    [Fact]
    public async Task Signed_out_the_page_is_live_and_the_form_leads_to_signing_in()
    {
        await using var guest = await exchange.Browser.PersonAsync(exchange.Program.Url);
        await guest.Page.GotoAsync("/");
        await Expect(guest.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/trade/BTC-USDT$"));
        await Expect(guest.Page.Locator("[data-feed]")).ToContainTextAsync("Live");
        await guest.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in to trade" }).ClickAsync();
        await Expect(guest.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        Assert.Empty(guest.ConsoleErrors);
    }

    [Fact]
    public async Task An_unknown_market_is_a_404_page_that_offers_the_real_ones()
    {
        await using var guest = await exchange.Browser.PersonAsync(exchange.Program.Url);
        var response = await guest.Page.GotoAsync("/trade/NOPE-NADA");
        Assert.Equal(404, response!.Status);
        await Expect(guest.Page.GetByRole(AriaRole.Link, new() { Name = "BTC-USDT" }).First).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("/trade/BTC-USDT")]
    [InlineData("/signin")]
    [InlineData("/signup")]
    [InlineData("/docs/api")]
    public async Task A_phone_never_scrolls_sideways(string path)
    {
        await using var guest = await exchange.Browser.PersonAsync(exchange.Program.Url, PhoneWidth, 640);
        await guest.Page.GotoAsync(path);
        await Expect(guest.Page.Locator("html")).ToHaveJSPropertyAsync("scrollWidth", PhoneWidth);
    }

    [Theory]
    [InlineData(320)]
    [InlineData(375)]
    [InlineData(390)]
    public async Task Every_link_of_the_top_bar_is_whole_on_a_phone(int width)
    {
        await using var alice = await exchange.TraderAsync("alice", width: width, height: 844);
        foreach (var name in new[] { "Trade", "Wallets", "Account" })
        {
            var isWhole = await alice.Page.GetByRole(AriaRole.Navigation, new() { Name = "Main" })
                .GetByRole(AriaRole.Link, new() { Name = name }).EvaluateAsync<bool>("""
                    link => {
                      const box = link.getBoundingClientRect();
                      const at = x => document.elementFromPoint(x, box.top + box.height / 2);
                      return box.left >= 0 && link.contains(at(box.left + 6)) && link.contains(at(box.right - 6));
                    }
                    """);
            Assert.True(isWhole, $"{name} is cut at {width} px.");
        }
    }

    [Fact]
    public async Task A_new_member_signs_up_confirms_from_the_mailbox_gets_test_money_and_signs_out()
    {
        await using var guest = await exchange.Browser.PersonAsync(exchange.Program.Url);
        await guest.Page.GotoAsync("/signup");
        await guest.Page.GetByLabel("E-mail address").FillAsync("carol@mail.example");
        await guest.Page.GetByRole(AriaRole.Textbox, new() { Name = "Password" }).FillAsync("lantern moss orbit 42");
        await guest.Page.GetByRole(AriaRole.Button, new() { Name = "Sign up" }).ClickAsync();
        await Expect(guest.Page.GetByRole(AriaRole.Heading, new() { Name = "Check your mail" })).ToBeVisibleAsync();

        await guest.OpenMailAsync("carol@mail.example", "Confirm your e-mail address");
        await guest.Page.GetByRole(AriaRole.Link, new() { Name = "/confirm-email" }).First.ClickAsync();
        await guest.Page.GetByRole(AriaRole.Button, new() { Name = "Confirm the address" }).ClickAsync();
        await Expect(guest.Page.GetByText("Your address is confirmed")).ToBeVisibleAsync();

        await guest.Page.GetByLabel("E-mail address").FillAsync("carol@mail.example");
        await guest.Page.GetByRole(AriaRole.Textbox, new() { Name = "Password" }).FillAsync("lantern moss orbit 42");
        await guest.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(guest.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" })).ToBeVisibleAsync();

        await guest.Page.GotoAsync("/wallets");
        var day = Today;
        await guest.Page.GetByRole(AriaRole.Button, new() { Name = "Get test money" }).ClickAsync();
        await Expect(guest.Page.Locator("#demo-faucet-result")).ToContainTextAsync("Arrived: 0.1 BTC");
        await guest.Page.GetByRole(AriaRole.Button, new() { Name = "Get test money" }).ClickAsync();
        // A midnight between the two brings a new day's.
        await Expect(guest.Page.Locator("#demo-faucet-result"))
            .ToContainTextAsync(new System.Text.RegularExpressions.Regex(Today == day ? "had today’s" : "had today’s|Arrived"));

        await guest.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        var banner = guest.Page.GetByRole(AriaRole.Banner);
        await Expect(banner.GetByRole(AriaRole.Link, new() { Name = "Sign in", Exact = true })).ToBeVisibleAsync();
    }
}
