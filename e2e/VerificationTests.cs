using System.Text.RegularExpressions;
using Exchange.E2E.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Exchange.E2E;

/// <summary>A new member shows who they are, and sees at each step what is missing.</summary>
public sealed class VerificationTests(ExchangeFixture exchange) : IClassFixture<ExchangeFixture>
{
    /// <summary>The smallest picture that is one: a grey dot in PNG.</summary>
    private static readonly byte[] Dot = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==");

    private const string Email = "vera@mail.example";
    private const string Password = "lantern moss orbit 42";

    [Fact]
    public async Task Telephone_profile_and_documents_go_into_review_and_level_three_waits_for_it()
    {
        await using var vera = await exchange.Browser.PersonAsync(exchange.Program.Url);
        await SignUpAsync(vera);
        await vera.Page.GotoAsync("/account/verification");
        await Expect(vera.Page.GetByRole(AriaRole.Heading, new() { Name = "Level 1 of 3" })).ToBeVisibleAsync();

        await VerifyPhoneAsync(vera);
        await Expect(vera.Page.GetByRole(AriaRole.Heading, new() { Name = "Level 2 of 3" })).ToBeVisibleAsync();

        await FillProfileAsync(vera);
        await Expect(vera.Page.GetByText("Your profile is in review.")).ToBeVisibleAsync();

        await vera.Page.GetByRole(AriaRole.Link, new() { Name = "Passport" }).ClickAsync();
        await UploadAsync(vera.Page, "passport-front_side", Program);
        await Expect(vera.Page.GetByText("This is no JPEG, PNG or PDF")).ToBeVisibleAsync();
        await UploadAsync(vera.Page, "passport-front_side", Picture);
        await Expect(vera.Page.GetByText("We have it. It is in review now.")).ToBeVisibleAsync();

        await HandOverAsync(vera);
        await Expect(vera.Page.GetByText("We have it. It is in review now.")).ToBeVisibleAsync();
        await Expect(vera.Page.Locator(".document-sides").GetByText("In review")).ToHaveCountAsync(2);

        await Expect(vera.Page.Locator("[data-level='3']")).ToContainTextAsync("Not yet");
        Assert.Empty(vera.ConsoleErrors);
    }

    private static FilePayload Picture => new() { Name = "../../passport.png", MimeType = "image/png", Buffer = Dot };

    private static FilePayload Program => new() { Name = "me.png", MimeType = "image/png", Buffer = "MZ"u8.ToArray() };

    private static async Task SignUpAsync(Person person)
    {
        await person.Page.GotoAsync("/signup");
        await person.Page.GetByLabel("E-mail address").FillAsync(Email);
        await person.Page.GetByRole(AriaRole.Textbox, new() { Name = "Password" }).FillAsync(Password);
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Sign up" }).ClickAsync();
        await Expect(person.Page.GetByRole(AriaRole.Heading, new() { Name = "Check your mail" })).ToBeVisibleAsync();
        await person.OpenMailAsync(Email, "Confirm your e-mail address");
        await person.Page.GetByRole(AriaRole.Link, new() { Name = "/confirm-email" }).First.ClickAsync();
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Confirm the address" }).ClickAsync();
        await Expect(person.Page.GetByText("Your address is confirmed")).ToBeVisibleAsync();
        await person.Page.GetByLabel("E-mail address").FillAsync(Email);
        await person.Page.GetByRole(AriaRole.Textbox, new() { Name = "Password" }).FillAsync(Password);
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await person.ReadyToTradeAsync();
    }

    private static async Task VerifyPhoneAsync(Person person)
    {
        await person.Page.GetByLabel("Telephone number").FillAsync("+49 170 1234567");
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Send the code" }).ClickAsync();
        await Expect(person.Page.GetByLabel("Code", new() { Exact = true })).ToBeVisibleAsync();
        var mailbox = await person.NewTabAsync();
        var message = mailbox.GetByText("your code is").First;
        using var limit = new CancellationTokenSource(Support.Person.MailLimit);
        do
        {
            limit.Token.ThrowIfCancellationRequested();
            await mailbox.GotoAsync("/dev/mailbox");
        }
        while (await message.CountAsync() == 0);
        var code = Regex.Match(await message.InnerTextAsync(), "[0-9]{6}").Value;
        await mailbox.CloseAsync();
        await person.Page.GetByLabel("Code", new() { Exact = true }).FillAsync(code);
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Confirm the number" }).ClickAsync();
        await Expect(person.Page.GetByText("+49******4567 is confirmed")).ToBeVisibleAsync();
    }

    private static async Task FillProfileAsync(Person person)
    {
        await person.Page.GetByLabel("Given names").FillAsync("Vera");
        await person.Page.GetByLabel("Family name").FillAsync("Rubin");
        await person.Page.GetByLabel("Day of birth").FillAsync("1990-07-23");
        await person.Page.GetByLabel("Street and house number").FillAsync("Main Street 7");
        await person.Page.GetByLabel("Postcode").FillAsync("10115");
        await person.Page.GetByLabel("City").FillAsync("Berlin");
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Submit for review" }).ClickAsync();
        await Expect(person.Page.GetByText("Choose a country.")).ToBeVisibleAsync();
        await person.Page.GetByLabel("Country", new() { Exact = true }).SelectOptionAsync("DE");
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Submit for review" }).ClickAsync();
    }

    private static async Task UploadAsync(IPage page, string slot, FilePayload file)
    {
        await page.Locator($"#number-{slot}").FillAsync("C01X00T47");
        await page.Locator($"#file-{slot}").SetInputFilesAsync(file);
        await page.Locator($"form:has(#file-{slot})").GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
    }

    /// <summary>The second picture comes from another device, which is signed in nowhere.</summary>
    private async Task HandOverAsync(Person person)
    {
        var form = person.Page.Locator("form:has(#file-passport-selfie)");
        await form.GetByRole(AriaRole.Button, new() { Name = "Use your telephone" }).ClickAsync();
        await Expect(person.Page.GetByRole(AriaRole.Img, new() { Name = "The address of the page" })).ToBeVisibleAsync();
        var address = await person.Page.Locator("[data-link]").InnerTextAsync();
        await using var telephone = await exchange.Browser.PersonAsync(exchange.Program.Url, 390, 844, "telephone");
        await telephone.Page.GotoAsync(new Uri(address).AbsolutePath);
        await telephone.Page.GetByLabel("Picture").SetInputFilesAsync(Picture);
        await telephone.Page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Expect(telephone.Page.GetByText("We have it. You can close this page")).ToBeVisibleAsync();
        await telephone.Page.GotoAsync(new Uri(address).AbsolutePath);
        await Expect(telephone.Page.GetByText("This link was used")).ToBeVisibleAsync();
    }
}
