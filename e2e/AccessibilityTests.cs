using System.Text.Json;
using Exchange.E2E.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Exchange.E2E;

/// <summary>axe looks at the pages of account, verification and Tower, dark and light, wide and narrow: nothing serious.</summary>
public sealed class AccessibilityTests(ExchangeFixture exchange) : IClassFixture<ExchangeFixture>
{
    private const string Run = """
        async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
            .filter(v => v.impact === 'serious' || v.impact === 'critical')
            .map(v => `${v.id}: ${v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(' | ')}`)
        """;

    private static readonly Lazy<string> Axe = new(() => File.ReadAllText(
        Path.Combine(Evidence.Root, "Exchange.Web", "node_modules", "axe-core", "axe.min.js")));

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
        var found = await LookAsync(guest, GuestPages);
        await using var vera = await exchange.Browser.PersonAsync(exchange.Program.Url, name: "vera");
        await vera.SignUpAsync("axe-member@mail.example");
        await vera.Page.GotoAsync("/account/verification");
        await vera.SubmitProfileAsync("Vera", "Rubin");
        found.AddRange(await LookAsync(vera, MemberPages));
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
        AssertNone(await LookAsync(officer, [.. TowerPages, review, approve!, $"{review}?act=more", .. tabs]));
    }

    private static void AssertNone(List<string> found) => Assert.True(found.Count == 0, string.Join('\n', found));

    private static async Task<List<string>> LookAsync(Person person, IEnumerable<string> pages)
    {
        var found = new List<string>();
        foreach (var page in pages)
        {
            foreach (var (width, scheme) in new[] { (1440, ColorScheme.Dark), (1440, ColorScheme.Light), (390, ColorScheme.Light) })
            {
                await person.Page.SetViewportSizeAsync(width, 900);
                await person.Page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
                await person.Page.GotoAsync(page);
                await person.Page.EvaluateAsync(Axe.Value);
                var violations = await person.Page.EvaluateAsync<JsonElement>(Run);
                found.AddRange(violations.EnumerateArray().Select(v => $"{page} at {width}, {scheme}: {v}"));
            }
        }

        return found;
    }
}
