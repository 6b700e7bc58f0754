using Exchange.E2E.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Exchange.E2E;

/// <summary>axe looks at the pages of account, verification and Tower, dark and light, wide and narrow: nothing serious.</summary>
public sealed class AccessibilityTests(ExchangeFixture exchange) : IClassFixture<ExchangeFixture>
{
    private static readonly string[] MemberPages =
    [
        "/account", "/account/security", "/account/api-keys", "/account/notifications", "/account/privacy", "/account/change-email",
        "/account/verification",
        "/account/verification?type=Passport#documents", "/account/verification/company", "/upload/none", "/dev/mailbox",
    ];

    private static readonly string[] GuestPages = ["/signin", "/signup", "/reset-password", "/confirm-email"];

    private static readonly string[] TowerPages =
    [
        "/tower", "/tower/members", "/tower/reviews", "/tower/reviews?state=any", "/tower/audit", "/tower/permissions",
        "/tower/announcements?edit=new", "/tower/settings", "/tower/reviews/999999", "/tower/lists", "/tower/cases", "/tower/cases/1",
    ];

    private static readonly string[] MemberTabs =
    [
        "profile", "documents", "labels", "sessions", "activity", "keys", "balances", "orders", "risk", "notes", "audit",
        "sessions&act=sessions",
    ];

    [Fact]
    public async Task No_serious_finding_on_any_page_of_an_account_or_its_verification()
    {
        await using var guest = await exchange.Browser.PersonAsync(exchange.Program.Url, name: "guest");
        var found = await Accessibility.LookAsync(guest, GuestPages);
        await using var vera = await exchange.Browser.PersonAsync(exchange.Program.Url, name: "vera");
        await vera.SignUpAsync("axe-member@mail.example");
        await vera.Page.GotoAsync("/account/verification");
        await vera.SubmitProfileAsync("Vera", "Rubin");
        found.AddRange(await Accessibility.LookAsync(vera, MemberPages));
        await using var authenticator = await VirtualAuthenticator.AttachAsync(vera.Page);
        await authenticator.AddPasskeyAsync("Laptop", NewMember.Password);
        await vera.Page.GetByRole(AriaRole.Link, new() { Name = "Change Laptop" }).ClickAsync();
        await Expect(vera.Page.GetByRole(AriaRole.Button, new() { Name = "Rename it" })).ToBeVisibleAsync();
        var change = new Uri(vera.Page.Url).PathAndQuery;
        found.AddRange(await Accessibility.LookAsync(vera, [change, "/account", "/account/api-keys"]));
        AssertNone(found);
    }

    [Fact]
    public async Task No_serious_finding_on_any_page_of_Tower()
    {
        await using var wanda = await exchange.Browser.PersonAsync(exchange.Program.Url, name: "wanda");
        await wanda.SignUpAsync("axe-reviewed@mail.example");
        await wanda.Page.GotoAsync("/account/verification");
        await wanda.SubmitProfileAsync("Wanda", "Fish");
        await wanda.Page.GotoAsync("/account/verification?type=Passport#documents");
        await wanda.UploadAsync("passport-front_side", NewMember.Picture);
        await Expect(wanda.Page.GetByText("We have it. It is in review now.")).ToBeVisibleAsync();

        await using var officer = await exchange.AdminAsync();
        await officer.Page.GotoAsync("/tower/reviews?sort=newest");
        await officer.Page.GetByRole(AriaRole.Row).Nth(1).GetByRole(AriaRole.Link).ClickAsync();
        await officer.Page.GetByRole(AriaRole.Button, new() { Name = "Claim" }).ClickAsync();
        await Expect(officer.Page.GetByText("The review is yours.")).ToBeVisibleAsync();
        var review = new Uri(officer.Page.Url).AbsolutePath;
        var approve = await officer.Page.GetByRole(AriaRole.Link, new() { Name = "Approve: Profile" }).GetAttributeAsync("href");
        var member = await officer.Page.Locator(".facts a").First.GetAttributeAsync("href");
        var tabs = MemberTabs.Select(tab => $"{member!.Split('?')[0]}?tab={tab}");
        AssertNone(await Accessibility.LookAsync(officer, [.. TowerPages, review, approve!, $"{review}?act=more", .. tabs]));
    }

    private static void AssertNone(List<string> found) => Assert.True(found.Count == 0, string.Join('\n', found));
}
