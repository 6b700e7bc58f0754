using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Exchange.E2E.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Exchange.E2E;

/// <summary>The officer loads a list, a member's name is on it, and the case is decided.</summary>
public sealed partial class ScreeningTests(Browser browser) : IClassFixture<Browser>
{
    private const string Email = "first-admin@example.com";
    private const string Password = "four quiet herons at dawn";

    private const string List = """
        <sdnList><publshInformation><Publish_Date>09/21/2026</Publish_Date></publshInformation>
          <sdnEntry><uid>4711</uid><firstName>Boris Igorevich</firstName><lastName>VYMYSHLENNYI</lastName><sdnType>Individual</sdnType>
            <akaList><aka><category>strong</category><lastName>Вымышленный</lastName><firstName>Борис</firstName></aka></akaList>
            <dateOfBirthList><dateOfBirthItem><dateOfBirth>23 Jul 1990</dateOfBirth></dateOfBirthItem></dateOfBirthList>
          </sdnEntry></sdnList>
        """;

    [Fact]
    public async Task A_list_is_loaded_a_member_is_found_on_it_and_a_true_match_shuts_them_out()
    {
        await using var program = new ExchangeProgram(("Jobs__screening", "00:00:01"));
        await program.StartAsync();
        await using var admin = await AdminAsync(program);
        await LoadAsync(admin.Page, List[..^20]);
        await Expect(admin.Page.GetByText("Nothing was changed")).ToBeVisibleAsync();
        await LoadAsync(admin.Page, List);
        await Expect(admin.Page.GetByText("The list is loaded")).ToBeVisibleAsync();
        await Expect(admin.Page.Locator("tr[data-row]")).ToContainTextAsync("Current");

        await using var boris = await SubmittedAsync(program);
        await admin.Page.GotoAsync("/tower/cases");
        var link = admin.Page.Locator("tr[data-row]").GetByRole(AriaRole.Link);
        await Person.ReloadUntilAsync(link);
        await link.ClickAsync();
        await Expect(admin.Page.Locator(".side").First).ToContainTextAsync("Борис Вымышленный");
        await Expect(admin.Page.Locator(".side").Last).ToContainTextAsync("1990-07-23");
        await Expect(admin.Page.GetByText("The same day of birth")).ToBeVisibleAsync();
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Take it" }).ClickAsync();
        await Expect(admin.Page.GetByText("The case is yours")).ToBeVisibleAsync();

        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "True match" }).ClickAsync();
        var dialog = admin.Dialog;
        await Expect(dialog).ToContainTextAsync("Locked");
        await dialog.GetByLabel("Reason").FillAsync("Name, script and day of birth are the same");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Decide" }).ClickAsync();
        await Expect(admin.Page.GetByText("The case is decided")).ToBeVisibleAsync();
        await admin.Page.Locator(".side").First.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(admin.Page.GetByText("On a list of sanctions", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(admin.Page.GetByText("Locked", new() { Exact = true })).ToBeVisibleAsync();
        await boris.Page.GotoAsync("/account/verification");
        await Expect(boris.Page).ToHaveURLAsync(new Regex("/signin"));
    }

    private static async Task LoadAsync(IPage page, string list)
    {
        await page.GotoAsync("/tower/lists");
        await page.GetByLabel("File").SetInputFilesAsync(
            new FilePayload { Name = "sdn.xml", MimeType = "text/xml", Buffer = Encoding.UTF8.GetBytes(list) });
        await page.GetByLabel("Reason").FillAsync("The list of this week");
        await page.GetByRole(AriaRole.Button, new() { Name = "Load the file" }).ClickAsync();
    }

    private async Task<Person> SubmittedAsync(ExchangeProgram program)
    {
        var person = await browser.PersonAsync(program.Url, name: "boris");
        var page = person.Page;
        await page.GotoAsync("/signup");
        await page.GetByLabel("E-mail address").FillAsync("boris@mail.example");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Password" }).FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign up" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Check your mail" })).ToBeVisibleAsync();
        await person.OpenMailAsync("boris@mail.example", "Confirm your e-mail address");
        await page.GetByRole(AriaRole.Link, new() { Name = "/confirm-email" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm the address" }).ClickAsync();
        await page.GetByLabel("E-mail address").FillAsync("boris@mail.example");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Password" }).FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await person.ReadyToTradeAsync();
        await page.GotoAsync("/account/verification");
        await page.GetByLabel("Given names").FillAsync("Борис");
        await page.GetByLabel("Family name").FillAsync("Вымышленный");
        await page.GetByLabel("Day of birth").FillAsync("1990-07-23");
        await page.GetByLabel("Street and house number").FillAsync("Main Street 7");
        await page.GetByLabel("Postcode").FillAsync("10115");
        await page.GetByLabel("City").FillAsync("Berlin");
        await page.GetByLabel("Country", new() { Exact = true }).SelectOptionAsync("DE");
        await page.GetByRole(AriaRole.Button, new() { Name = "Submit for review" }).ClickAsync();
        await Expect(page.GetByText("Your profile is in review.")).ToBeVisibleAsync();
        return person;
    }

    private async Task<Person> AdminAsync(ExchangeProgram program, [CallerMemberName] string test = "")
    {
        var admin = await browser.PersonAsync(program.Url, name: "admin", test: test);
        await admin.Page.GotoAsync(program.Output.Select(line => SetupAddress().Match(line)).First(m => m.Success).Value);
        await admin.Page.GetByLabel("E-mail address").FillAsync(Email);
        await admin.Page.GetByRole(AriaRole.Textbox, new() { Name = "Password" }).FillAsync(Password);
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Make the admin", Exact = true }).ClickAsync();
        await Expect(admin.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" })).ToBeVisibleAsync();
        return admin;
    }

    [GeneratedRegex("/setup\\?token=\\w+")]
    private static partial Regex SetupAddress();
}
