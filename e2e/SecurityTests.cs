using Exchange.E2E.Support;
using Exchange.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Exchange.E2E;

/// <summary>A member protects the account, and other browsers notice.</summary>
public sealed class SecurityTests(ExchangeFixture exchange) : IClassFixture<ExchangeFixture>
{
    private const string Email = "bob@demo.example";

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task An_authenticator_and_recovery_codes_open_the_account_and_other_tabs_are_signed_out()
    {
        await using var bob = await exchange.TraderAsync("bob");
        await using var other = await exchange.TraderAsync("bob");
        await bob.Page.GotoAsync("/account/security");
        await bob.Page.GetByRole(AriaRole.Button, new() { Name = "Set it up" }).ClickAsync();
        await Expect(bob.Page.GetByRole(AriaRole.Img, new() { Name = "The secret for your authenticator" })).ToBeVisibleAsync();
        var secret = await bob.Page.Locator("#totp-secret").InnerTextAsync();
        var phone = new Authenticator(secret.Replace(" ", "", StringComparison.Ordinal));
        await bob.Page.GetByLabel("Code", new() { Exact = true }).FillAsync(phone.CodeAt(Now));
        await bob.Page.Locator("#enable-password").FillAsync(exchange.PasswordOf(Email));
        await bob.Page.GetByRole(AriaRole.Button, new() { Name = "Turn it on" }).ClickAsync();
        await Expect(bob.Page.GetByText("Your second factor is on")).ToBeVisibleAsync();
        await ExpectSignedOutAsync(other);
        var codes = await bob.Page.Locator("#recovery-codes li").AllInnerTextsAsync();
        Assert.Equal(10, codes.Count);

        await bob.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).First.ClickAsync();
        await ExpectSignedOutAsync(bob);
        await PasswordAsync(bob);
        await CodeAsync(bob, phone.WrongCodeAt(Now));
        await Expect(bob.Page.GetByText("This code is wrong")).ToBeVisibleAsync();
        // The next one is taken already, for clocks differ.
        await CodeAsync(bob, phone.CodeAt(Now, 1));
        await bob.ReadyToTradeAsync();

        await PasswordAsync(other);
        await CodeAsync(other, codes[0]);
        await other.ReadyToTradeAsync();

        await bob.Page.GotoAsync("/account/security");
        await Expect(bob.Page.GetByText("You have 9 of 10 recovery codes left")).ToBeVisibleAsync();
        await bob.Page.GetByRole(AriaRole.Button, new() { Name = "End the sign-in of" }).First.ClickAsync();
        await Expect(bob.Page.GetByText("That browser is signed out.")).ToBeVisibleAsync();
        await ExpectSignedOutAsync(other);
        Assert.Empty(bob.ConsoleErrors);
    }

    private async Task PasswordAsync(Person person)
    {
        await person.Page.GotoAsync("/signin?returnUrl=/trade/BTC-USDT");
        await person.Page.GetByLabel("E-mail address").FillAsync(Email);
        await person.Page.GetByRole(AriaRole.Textbox, new() { Name = "Password" }).FillAsync(exchange.PasswordOf(Email));
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(person.Page.GetByRole(AriaRole.Heading, new() { Name = "One more step" })).ToBeVisibleAsync();
    }

    private static async Task CodeAsync(Person person, string code)
    {
        await person.Page.GetByLabel("Code", new() { Exact = true }).FillAsync(code);
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
    }

    /// <summary>By itself. That it takes less than five seconds is proved without a browser, whose speed is another matter.</summary>
    private static Task ExpectSignedOutAsync(Person person) =>
        Expect(person.Page.GetByRole(AriaRole.Banner).GetByRole(AriaRole.Link, new() { Name = "Sign in" })).ToBeVisibleAsync();
}
