using Exchange.E2E.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Exchange.E2E;

/// <summary>A member uses a passkey of Chromium's virtual authenticator instead of password and code.</summary>
public sealed class PasskeyTests(ExchangeFixture exchange) : IClassFixture<ExchangeFixture>
{
    private const string Email = "alice@demo.example";

    [Fact]
    public async Task A_passkey_is_added_signs_in_confirms_an_api_key_and_is_removed()
    {
        await using var alice = await exchange.TraderAsync("alice");
        var page = alice.Page;
        await using var authenticator = await VirtualAuthenticator.AttachAsync(page);

        await authenticator.AddPasskeyAsync("Laptop", exchange.PasswordOf(Email));
        var codes = await page.Locator("#recovery-codes li").AllInnerTextsAsync();
        Assert.Equal(10, codes.Count);
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "Laptop", Exact = true })).ToBeVisibleAsync();
        Assert.Equal(1, await authenticator.CountAsync());

        await SignOutAsync(page);
        await page.GotoAsync("/signin?returnUrl=/account/api-keys");
        await Button(page, "Sign in with a passkey").ClickAsync();
        await page.GetByLabel("Label").FillAsync("By passkey");
        await Button(page, "Confirm with a passkey").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Your new key" })).ToBeVisibleAsync();

        await SignOutAsync(page);
        await page.GotoAsync("/signin?returnUrl=/account/security");
        await page.GetByLabel("E-mail address").FillAsync(Email);
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Password" }).FillAsync(exchange.PasswordOf(Email));
        await Button(page, "Sign in").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "One more step" })).ToBeVisibleAsync();
        await Button(page, "Go on with a passkey").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Change Laptop" }).ClickAsync();
        await Button(Form(page, "Remove it"), "Confirm with a passkey").ClickAsync();
        await Expect(page.GetByText("The passkey is removed.")).ToBeVisibleAsync();

        await SignOutAsync(page);
        await page.GotoAsync("/signin");
        await Button(page, "Sign in with a passkey").ClickAsync();
        await Expect(page.GetByText("This passkey was not accepted.")).ToBeVisibleAsync();
        Assert.Empty(alice.ConsoleErrors);
    }

    [Fact]
    public async Task Who_declines_is_told_so_and_may_use_the_password_and_a_browser_without_passkeys_says_that()
    {
        await using var guest = await exchange.Browser.PersonAsync(exchange.Program.Url, name: "guest");
        await using (var authenticator = await VirtualAuthenticator.AttachAsync(guest.Page, verifies: false))
        {
            await guest.Page.GotoAsync("/signin");
            await Button(guest.Page, "Sign in with a passkey").ClickAsync();
            await Expect(guest.Page.GetByText("No passkey was chosen")).ToBeVisibleAsync();
        }

        await guest.Page.AddInitScriptAsync("delete window.PublicKeyCredential;");
        await guest.Page.GotoAsync("/signin");
        await Expect(guest.Page.GetByText("This browser has no passkeys.")).ToBeVisibleAsync();
        await Expect(Button(guest.Page, "Sign in with a passkey")).ToBeHiddenAsync();
    }

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static ILocator Button(ILocator form, string name) => form.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static ILocator Form(IPage page, string button) => page.Locator("form").Filter(new() { Has = Button(page, button) });

    private static async Task SignOutAsync(IPage page)
    {
        await page.GotoAsync("/account/security");
        await Button(page, "Sign out").First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Banner).GetByRole(AriaRole.Link, new() { Name = "Sign in" })).ToBeVisibleAsync();
    }
}
