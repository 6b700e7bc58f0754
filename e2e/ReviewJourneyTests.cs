using System.Text.RegularExpressions;
using Exchange.E2E.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Exchange.E2E;

/// <summary>From sign-up to the first trade: the member at one browser, who reviews them at another.</summary>
public sealed class ReviewJourneyTests(ExchangeFixture exchange) : IClassFixture<ExchangeFixture>
{
    private const string Email = "vera@mail.example";
    private const string Why = "The face is cut off.";

    [Fact]
    public async Task A_new_member_is_reviewed_redoes_one_picture_and_may_trade()
    {
        await using var vera = await exchange.Browser.PersonAsync(exchange.Program.Url, name: "vera");
        await using var officer = await exchange.AdminAsync();
        await SubmitAsync(vera);

        await officer.Page.GotoAsync("/tower");
        await officer.ReadyForKeysAsync();
        await officer.GoByKeysAsync("r");
        await Expect(officer.Page).ToHaveURLAsync(new Regex("/tower/reviews$"));
        await officer.ReadyForKeysAsync();
        await officer.Page.Keyboard.PressAsync("n");
        await Expect(officer.Page.GetByText("The review is yours.")).ToBeVisibleAsync();
        await Expect(officer.Page.GetByRole(AriaRole.Img)).ToHaveCountAsync(2);
        await Expect(officer.Page.GetByText("R****", new() { Exact = true })).ToBeVisibleAsync();
        await RevealAsync(officer);
        await officer.Page.GetByRole(AriaRole.Link, new() { Name = "Reject: Passport, selfie" }).ClickAsync();
        await GiveReasonAsync(officer, Why);
        await Expect(officer.Page.GetByText("The item is rejected.")).ToBeVisibleAsync();
        await ApproveAsync(officer, "Profile");
        await ApproveAsync(officer, "Passport, front side");
        await Expect(officer.Page.GetByText("Closed", new() { Exact = true })).ToBeVisibleAsync();

        await RedoAsync(vera);
        await officer.Page.GetByRole(AriaRole.Button, new() { Name = "Take the next" }).ClickAsync();
        await Expect(officer.Page.GetByText("The review is yours.")).ToBeVisibleAsync();
        await Expect(officer.Page.GetByRole(AriaRole.Heading, new() { Name = "Earlier reviews of this member" })).ToBeVisibleAsync();
        await ApproveAsync(officer, "Passport, selfie");

        await vera.Page.GotoAsync("/account/verification");
        await Expect(vera.Page.GetByRole(AriaRole.Heading, new() { Name = "Level 3 of 3" })).ToBeVisibleAsync();
        await vera.Page.GotoAsync("/account/notifications");
        await Expect(vera.Page.GetByText("Your account is now at level 3").First).ToBeVisibleAsync();
        await TradeAsync(vera);
        Assert.Empty(vera.ConsoleErrors);
        Assert.Empty(officer.ConsoleErrors);
    }

    [Fact]
    public async Task Who_decides_from_an_old_page_learns_that_another_was_first_and_changes_nothing()
    {
        await using var wanda = await exchange.Browser.PersonAsync(exchange.Program.Url, name: "wanda");
        await using var officer = await exchange.AdminAsync();
        await wanda.SignUpAsync("wanda@mail.example");
        await wanda.Page.GotoAsync("/account/verification");
        await wanda.SubmitProfileAsync("Wanda", "Fish");
        await officer.Page.GotoAsync("/tower/reviews?sort=newest");
        await officer.Page.GetByRole(AriaRole.Row).Nth(1).GetByRole(AriaRole.Link).ClickAsync();
        await officer.Page.GetByRole(AriaRole.Button, new() { Name = "Claim" }).ClickAsync();
        await Expect(officer.Page.GetByText("The review is yours.")).ToBeVisibleAsync();

        var old = await officer.NewTabAsync();
        await old.GotoAsync(officer.Page.Url);
        await old.GetByRole(AriaRole.Link, new() { Name = "Approve: Profile" }).ClickAsync();
        await Expect(old.Locator("dialog:modal")).ToBeVisibleAsync();
        await officer.Page.GetByRole(AriaRole.Link, new() { Name = "Reject: Profile" }).ClickAsync();
        await GiveReasonAsync(officer, "The name differs from your document.");
        await Expect(officer.Page.GetByText("The item is rejected.")).ToBeVisibleAsync();

        await old.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true }).ClickAsync();
        await Expect(old.GetByRole(AriaRole.Alert).Filter(new() { HasText = "You have not claimed this" })).ToBeVisibleAsync();
        await Expect(old.GetByText("Rejected", new() { Exact = true })).ToBeVisibleAsync();
        Assert.Empty(officer.ConsoleErrors);
    }

    private static async Task SubmitAsync(Person vera)
    {
        await vera.SignUpAsync(Email);
        await vera.Page.GotoAsync("/account/verification");
        await vera.VerifyPhoneAsync("+49 170 7654321");
        await vera.SubmitProfileAsync("Vera", "Rubin");
        await vera.Page.GotoAsync("/account/verification?type=Passport#documents");
        foreach (var side in (string[])["front_side", "selfie"])
        {
            await vera.UploadAsync($"passport-{side}", NewMember.Picture);
            await Expect(vera.Page.GetByText("We have it. It is in review now.")).ToBeVisibleAsync();
            await Expect(vera.Page.Locator($"#file-passport-{side}")).ToHaveCountAsync(0);
        }
    }

    /// <summary>By keyboard, once the page listens.</summary>
    private static async Task GiveReasonAsync(Person officer, string reason)
    {
        await officer.Dialog.GetByRole(AriaRole.Textbox, new() { Name = "Reason" }).FillAsync(reason);
        await officer.Page.Keyboard.PressAsync("Control+Enter");
    }

    private static async Task RevealAsync(Person officer)
    {
        await officer.Page.GetByRole(AriaRole.Link, new() { Name = "Reveal" }).ClickAsync();
        await GiveReasonAsync(officer, "To compare with the passport");
        await Expect(officer.Page.GetByText("Rubin", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(officer.Page.GetByText("C01X00T47").First).ToBeVisibleAsync();
    }

    private static async Task ApproveAsync(Person officer, string item)
    {
        await officer.Page.GetByRole(AriaRole.Link, new() { Name = $"Approve: {item}" }).ClickAsync();
        await Expect(officer.Dialog).ToContainTextAsync("Approved");
        await officer.Dialog.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true }).ClickAsync();
        await Expect(officer.Page.GetByText("The item is approved.")).ToBeVisibleAsync();
        await Expect(officer.Page.GetByRole(AriaRole.Link, new() { Name = $"Approve: {item}" })).ToHaveCountAsync(0);
    }

    /// <summary>Only what was rejected can be sent again, and the reason stands beside it.</summary>
    private static async Task RedoAsync(Person vera)
    {
        await vera.Page.GotoAsync("/account/notifications");
        await Expect(vera.Page.GetByText($"Not accepted: {Why}").First).ToBeVisibleAsync();
        await vera.Page.GotoAsync("/account/verification?type=Passport#documents");
        await Expect(vera.Page.GetByText($"Not accepted: {Why}")).ToBeVisibleAsync();
        await Expect(vera.Page.Locator("#file-passport-front_side")).ToHaveCountAsync(0);
        await vera.UploadAsync("passport-selfie", NewMember.Picture);
        await Expect(vera.Page.GetByText("We have it. It is in review now.")).ToBeVisibleAsync();
    }

    private static async Task TradeAsync(Person vera)
    {
        await vera.Page.GotoAsync("/wallets");
        await vera.Page.Locator("#demo-faucet").ClickAsync();
        await Expect(vera.Page.Locator("#demo-faucet-result")).ToContainTextAsync("Arrived");
        await vera.Page.GotoAsync("/trade/BTC-USDT");
        await vera.ReadyToTradeAsync();
        await vera.PlaceLimitAsync("Buy", "1000", "0.01");
        await Expect(vera.OpenOrders).ToHaveCountAsync(1);
    }
}
