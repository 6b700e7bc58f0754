using System.IO.Compression;
using Exchange.E2E.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Exchange.E2E;

/// <summary>A member takes all that is kept about them, and goes.</summary>
public sealed class PrivacyTests(ExchangeFixture exchange) : IClassFixture<ExchangeFixture>
{
    private const string Email = "leaving@mail.example";

    [Fact]
    public async Task A_member_downloads_their_data_closes_the_account_and_cannot_come_back()
    {
        await using var lea = await exchange.Browser.PersonAsync(exchange.Program.Url, name: "lea");
        await lea.SignUpAsync(Email);
        await lea.Page.GotoAsync("/account/verification");
        await lea.SubmitProfileAsync("Lea", "Farewell");
        await lea.Page.GotoAsync("/account");
        await lea.Page.GetByRole(AriaRole.Navigation, new() { Name = "Account" }).GetByRole(AriaRole.Link, new() { Name = "Privacy" })
            .ClickAsync();
        await Expect(lea.Page.GetByRole(AriaRole.Heading, new() { Name = "Privacy" })).ToBeVisibleAsync();

        await ProofOf(lea, "Take your data with you").FillAsync("not my password");
        await lea.Page.GetByRole(AriaRole.Button, new() { Name = "Download my data" }).ClickAsync();
        await Expect(lea.Page.GetByText("This is not your password")).ToBeVisibleAsync();
        await ProofOf(lea, "Take your data with you").FillAsync(NewMember.Password);
        var download = await lea.Page.RunAndWaitForDownloadAsync(
            () => lea.Page.GetByRole(AriaRole.Button, new() { Name = "Download my data" }).ClickAsync());
        Assert.Matches("^exchange-data-[0-9-]+[.]zip$", download.SuggestedFilename);
        await using (var archive = await ZipFile.OpenReadAsync(await download.PathAsync()))
        {
            using var profile = new StreamReader(await archive.GetEntry("profile.json")!.OpenAsync());
            Assert.Contains("Farewell", await profile.ReadToEndAsync(), StringComparison.Ordinal);
            Assert.NotNull(archive.GetEntry("README.txt"));
        }

        await lea.Page.GetByText("Close my account …").ClickAsync();
        await lea.Page.GetByRole(AriaRole.Textbox, new() { Name = "Why" }).FillAsync("Moving to a farm");
        await ProofOf(lea, "Close the account").FillAsync(NewMember.Password);
        await lea.Page.GetByRole(AriaRole.Button, new() { Name = "Close it now" }).ClickAsync();
        await Expect(lea.Page.GetByText("Your account is closed.")).ToBeVisibleAsync();
        await lea.Page.GetByLabel("E-mail address").FillAsync(Email);
        await lea.Page.GetByRole(AriaRole.Textbox, new() { Name = "Password" }).FillAsync(NewMember.Password);
        await lea.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(lea.Page.GetByText("This account is closed or frozen.")).ToBeVisibleAsync();
        await lea.Page.GotoAsync("/account/privacy");
        await Expect(lea.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
    }

    private static ILocator ProofOf(Person person, string card) => person.Page
        .GetByRole(AriaRole.Region, new() { Name = card }).GetByRole(AriaRole.Textbox, new() { Name = "Your password" });
}
