using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Exchange.E2E.Support;

/// <summary>What someone does who opens an account and shows who they are, at the pages for it.</summary>
internal static partial class NewMember
{
    public const string Password = "lantern moss orbit 42";

    /// <summary>The smallest picture that is one: a grey dot in PNG.</summary>
    private static readonly byte[] Dot = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==");

    public static FilePayload Picture => new() { Name = "../../passport.png", MimeType = "image/png", Buffer = Dot };

    /// <summary>Signs up, confirms the address from the mailbox, and signs in.</summary>
    public static async Task SignUpAsync(this Person person, string email)
    {
        await person.Page.GotoAsync("/signup");
        await person.Page.GetByLabel("E-mail address").FillAsync(email);
        await person.Page.GetByRole(AriaRole.Textbox, new() { Name = "Password" }).FillAsync(Password);
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Sign up" }).ClickAsync();
        await Expect(person.Page.GetByRole(AriaRole.Heading, new() { Name = "Check your mail" })).ToBeVisibleAsync();
        await person.OpenMailAsync(email, "Confirm your e-mail address");
        await person.Page.GetByRole(AriaRole.Link, new() { Name = "/confirm-email" }).First.ClickAsync();
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Confirm the address" }).ClickAsync();
        await Expect(person.Page.GetByText("Your address is confirmed")).ToBeVisibleAsync();
        await person.Page.GetByLabel("E-mail address").FillAsync(email);
        await person.Page.GetByRole(AriaRole.Textbox, new() { Name = "Password" }).FillAsync(Password);
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await person.ReadyToTradeAsync();
    }

    /// <summary>Gives a number and the code that came to it, at the page of the verification.</summary>
    public static async Task VerifyPhoneAsync(this Person person, string number)
    {
        await person.Page.GetByLabel("Telephone number").FillAsync(number);
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Send the code" }).ClickAsync();
        await Expect(person.Page.GetByLabel("Code", new() { Exact = true })).ToBeVisibleAsync();
        var code = await CodeOfAsync(person, number.Replace(" ", "", StringComparison.Ordinal));
        await person.Page.GetByLabel("Code", new() { Exact = true }).FillAsync(code);
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Confirm the number" }).ClickAsync();
        await Expect(person.Page.GetByText($"{number[^4..]} is confirmed")).ToBeVisibleAsync();
    }

    /// <summary>Fills in everything but the country, is told so, and submits.</summary>
    public static async Task SubmitProfileAsync(this Person person, string given, string family)
    {
        await person.Page.GetByLabel("Given names").FillAsync(given);
        await person.Page.GetByLabel("Family name").FillAsync(family);
        await person.Page.GetByLabel("Day of birth").FillAsync("1990-07-23");
        await person.Page.GetByLabel("Street and house number").FillAsync("Main Street 7");
        await person.Page.GetByLabel("Postcode").FillAsync("10115");
        await person.Page.GetByLabel("City").FillAsync("Berlin");
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Submit for review" }).ClickAsync();
        await Expect(person.Page.GetByText("Choose a country.")).ToBeVisibleAsync();
        await person.Page.GetByLabel("Country", new() { Exact = true }).SelectOptionAsync("DE");
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Submit for review" }).ClickAsync();
        await Expect(person.Page.GetByText("Your profile is in review.")).ToBeVisibleAsync();
    }

    /// <summary>Sends a file for a picture of a document.</summary>
    public static async Task UploadAsync(this Person person, string slot, FilePayload file)
    {
        await person.Page.Locator($"#number-{slot}").FillAsync("C01X00T47");
        await person.Page.Locator($"#file-{slot}").SetInputFilesAsync(file);
        await person.Page.Locator($"form:has(#file-{slot})").GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
    }

    private static async Task<string> CodeOfAsync(Person person, string number)
    {
        var mailbox = await person.NewTabAsync();
        var row = mailbox.GetByRole(AriaRole.Row).Filter(new() { HasText = number });
        await mailbox.GotoAsync("/dev/mailbox");
        await Person.ReloadUntilAsync(row);
        var code = SixDigits().Match(await row.First.InnerTextAsync()).Value;
        await mailbox.CloseAsync();
        return code;
    }

    [GeneratedRegex("\\b\\d{6}\\b")]
    private static partial Regex SixDigits();
}
