using Exchange.E2E.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Exchange.E2E;

/// <summary>The first admin at work in Tower, and what members notice of it.</summary>
public sealed class TowerTests(ExchangeFixture exchange) : IClassFixture<ExchangeFixture>
{
    [Fact]
    public async Task A_locked_member_is_out_in_every_tab_and_the_audit_log_says_what_changed()
    {
        await using var bob = await exchange.TraderAsync("bob");
        await using var admin = await exchange.AdminAsync();
        await admin.Page.GotoAsync("/");
        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "Tower" }).ClickAsync();
        await admin.ReadyForKeysAsync();
        await admin.Page.Keyboard.PressAsync("/");
        await admin.Page.Keyboard.TypeAsync("bob@demo");
        await admin.Page.Keyboard.PressAsync("Enter");
        await admin.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "bob@demo.example" }).GetByRole(AriaRole.Link).ClickAsync();
        await Expect(admin.Page.GetByRole(AriaRole.Heading, new() { Name = "bob@demo.example" })).ToBeVisibleAsync();
        var uid = await admin.Page.Locator("#uid").InnerTextAsync();

        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "Lock" }).ClickAsync();
        var dialog = admin.Dialog;
        await Expect(dialog).ToContainTextAsync("active");
        await Expect(dialog).ToContainTextAsync("locked");
        await dialog.GetByLabel("Reason").FillAsync("A stranger signed in");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Lock" }).ClickAsync();
        await Expect(admin.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "sessions have ended" })).ToBeVisibleAsync();

        await Expect(bob.Page.GetByRole(AriaRole.Banner).GetByRole(AriaRole.Link, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await admin.Page.GotoAsync($"/tower/audit?target={uid}");
        var entry = admin.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "member.state.change" });
        await Expect(entry.Locator("del")).ToHaveTextAsync("active");
        await Expect(entry.Locator("ins")).ToHaveTextAsync("locked");
        await Expect(entry).ToContainTextAsync("A stranger signed in");
        await Expect(entry).ToContainTextAsync(ExchangeFixture.AdminEmail);
    }

    [Fact]
    public async Task Lists_are_walked_by_keyboard_and_Escape_leaves_a_dialog_with_nothing_changed()
    {
        await using var admin = await exchange.AdminAsync();
        await admin.Page.GotoAsync("/tower");
        await admin.ReadyForKeysAsync();
        await admin.GoByKeysAsync("m");
        await Expect(admin.Page.GetByRole(AriaRole.Heading, new() { Name = "Members", Exact = true })).ToBeVisibleAsync();
        await admin.Page.GotoAsync("/tower/members?sort=email");
        await admin.ReadyForKeysAsync();
        await admin.Page.Keyboard.PressAsync("j");
        await admin.Page.Keyboard.PressAsync("Enter");
        await Expect(admin.Page.GetByRole(AriaRole.Heading, new() { Name = "alice@demo.example" })).ToBeVisibleAsync();

        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "Ban" }).ClickAsync();
        await Expect(admin.Dialog).ToBeVisibleAsync();
        await admin.Page.Keyboard.PressAsync("Escape");
        await Expect(admin.Dialog).ToHaveCountAsync(0);
        await Expect(admin.Page.GetByText("Active", new() { Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_announcement_is_on_every_page_until_it_is_dismissed()
    {
        await using var admin = await exchange.AdminAsync();
        await using var guest = await exchange.Browser.PersonAsync(exchange.Program.Url);
        await admin.Page.GotoAsync("/tower/announcements?edit=new");
        await admin.Page.GetByLabel("Title").FillAsync("Deposits of LINK pause at noon");
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Publish now" }).ClickAsync();
        var dialog = admin.Dialog;
        await dialog.GetByLabel("Reason").FillAsync("Planned work");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save it" }).ClickAsync();
        await Expect(admin.Page.GetByText("Live", new() { Exact = true })).ToBeVisibleAsync();

        await guest.Page.GotoAsync("/markets");
        var banner = guest.Page.GetByText("Deposits of LINK pause at noon");
        await Expect(banner).ToBeVisibleAsync();
        await guest.Page.GetByRole(AriaRole.Button, new() { Name = "Dismiss" }).ClickAsync();
        await Expect(banner).ToHaveCountAsync(0);
        await guest.Page.ReloadAsync();
        await Expect(guest.Page.GetByRole(AriaRole.Heading, new() { Name = "Markets" })).ToBeVisibleAsync();
        await Expect(banner).ToHaveCountAsync(0);
    }
}
