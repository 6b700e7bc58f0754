using System.Text.RegularExpressions;
using Exchange.E2E.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Exchange.E2E;

/// <summary>A new member shows who they are, and sees at each step what is missing.</summary>
public sealed class VerificationTests(ExchangeFixture exchange) : IClassFixture<ExchangeFixture>
{
    [Fact]
    public async Task Telephone_profile_and_documents_go_into_review_and_level_three_waits_for_it()
    {
        await using var vera = await exchange.Browser.PersonAsync(exchange.Program.Url);
        await vera.SignUpAsync("vera@mail.example");
        await vera.Page.GotoAsync("/account/verification");
        await Expect(vera.Page.GetByRole(AriaRole.Heading, new() { Name = "Level 1 of 3" })).ToBeVisibleAsync();

        await vera.VerifyPhoneAsync("+49 170 1234567");
        await Expect(vera.Page.GetByRole(AriaRole.Heading, new() { Name = "Level 2 of 3" })).ToBeVisibleAsync();

        await vera.SubmitProfileAsync("Vera", "Rubin");

        await vera.Page.GetByRole(AriaRole.Link, new() { Name = "Passport" }).ClickAsync();
        await vera.UploadAsync("passport-front_side", Program);
        await Expect(vera.Page.GetByText("This is no JPEG, PNG or PDF")).ToBeVisibleAsync();
        await vera.UploadAsync("passport-front_side", NewMember.Picture);
        await Expect(vera.Page.GetByText("We have it. It is in review now.")).ToBeVisibleAsync();

        await HandOverAsync(vera);
        await Expect(vera.Page.GetByText("We have it. It is in review now.")).ToBeVisibleAsync();
        await Expect(vera.Page.Locator(".document-sides").GetByText("In review")).ToHaveCountAsync(2);

        await Expect(vera.Page.Locator("[data-level='3']")).ToContainTextAsync("Not yet");
        Assert.Empty(vera.ConsoleErrors);
    }

    private static FilePayload Program => new() { Name = "me.png", MimeType = "image/png", Buffer = "MZ"u8.ToArray() };

    /// <summary>The second picture comes from another device, which is signed in nowhere.</summary>
    private async Task HandOverAsync(Person person)
    {
        var form = person.Page.Locator("form:has(#file-passport-selfie)");
        await form.GetByRole(AriaRole.Button, new() { Name = "Use your telephone" }).ClickAsync();
        await Expect(person.Page.GetByRole(AriaRole.Img, new() { Name = "The address of the page" })).ToBeVisibleAsync();
        var address = await person.Page.Locator("[data-link]").InnerTextAsync();
        await using var telephone = await exchange.Browser.PersonAsync(exchange.Program.Url, 390, 844, "telephone");
        await telephone.Page.GotoAsync(new Uri(address).AbsolutePath);
        await telephone.Page.GetByLabel("Picture").SetInputFilesAsync(NewMember.Picture);
        await telephone.Page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Expect(telephone.Page.GetByText("We have it. You can close this page")).ToBeVisibleAsync();
        await telephone.Page.GotoAsync(new Uri(address).AbsolutePath);
        await Expect(telephone.Page.GetByText("This link was used")).ToBeVisibleAsync();
    }
}
