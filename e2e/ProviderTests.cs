using Exchange.E2E.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Exchange.E2E;

/// <summary>From a member's consent to what the reviewer reads of the provider's verdict.</summary>
public sealed class ProviderTests(ProviderFixture exchange) : IClassFixture<ProviderFixture>
{
    [Fact]
    public async Task A_member_agrees_the_provider_checks_and_the_reviewer_reads_what_it_found()
    {
        await using var vera = await exchange.Browser.PersonAsync(exchange.Program.Url, name: "vera");
        await vera.SignUpAsync("vera-provider@mail.example");
        await vera.Page.GotoAsync("/account/verification");
        await Expect(vera.Page.GetByText("your name, day of birth, address and country")).ToBeVisibleAsync();
        var found = await Accessibility.LookAsync(vera, ["/account/verification"]);
        await vera.Page.SetViewportSizeAsync(1440, 900);
        await vera.Page.GetByRole(AriaRole.Button, new() { Name = "I agree" }).ClickAsync();
        await Expect(vera.Page.GetByText("You agreed on")).ToBeVisibleAsync();
        await vera.SubmitProfileAsync("Vera", "Rubin");
        foreach (var side in new[] { "front_side", "selfie" })
        {
            await vera.Page.GotoAsync("/account/verification?type=Passport#documents");
            await vera.UploadAsync("passport-" + side, NewMember.Picture);
            await Expect(vera.Page.GetByText("We have it. It is in review now.")).ToBeVisibleAsync();
        }

        var asked = await exchange.Provider.AskedAsync();
        Assert.Equal("Rubin", asked.GetProperty("profile").GetProperty("last_name").GetString());
        var link = vera.Page.GetByRole(AriaRole.Link, new() { Name = $"Go on at {KycProvider.Name}" });
        await Person.ReloadUntilAsync(link);
        Assert.Equal("https://verify.example/start/applicant-7", await link.GetAttributeAsync("href"));
        found.AddRange(await Accessibility.LookAsync(vera, ["/account/verification"]));

        var picture = asked.GetProperty("documents")[0].GetProperty("item").GetString();
        var (now, verdict) = (TimeProvider.System.GetUtcNow(), "\"verdict\":\"rejected\"");
        var message = $$$"""
            {"type":"verification.decided","timestamp":"{{{now:O}}}","data":{"applicant_id":"applicant-7",{{{verdict}}},"score":41,
            "reasons":["The face differs."],"items":[{"id":"{{{picture}}}",{{{verdict}}},"reasons":["The picture is blurred."]}]}}
            """;
        Assert.Equal(204, await KycProvider.TellAsync(exchange.Program.Url, message));
        await using var officer = await exchange.AdminAsync();
        await officer.Page.GotoAsync("/tower/reviews?sort=newest");
        await officer.Page.GetByRole(AriaRole.Row).Nth(1).GetByRole(AriaRole.Link).ClickAsync();
        var panel = officer.Page.GetByRole(AriaRole.Region, new() { Name = KycProvider.Name });
        foreach (var text in new[] { "The face differs.", "The picture is blurred.", "41 of 100", "applicant-7" })
            await Expect(panel.GetByText(text)).ToBeVisibleAsync();
        await officer.Page.GetByRole(AriaRole.Button, new() { Name = "Claim" }).ClickAsync();
        var review = new Uri(officer.Page.Url).AbsolutePath;
        await panel.GetByRole(AriaRole.Link, new() { Name = "Send again" }).ClickAsync();
        var dialog = officer.Dialog;
        await Expect(dialog.GetByText($"Send to {KycProvider.Name}?")).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Textbox).FillAsync("They have a better picture now");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await Expect(officer.Page.GetByText("The review goes to the provider now.")).ToBeVisibleAsync();
        found.AddRange(await Accessibility.LookAsync(officer, [review, review + "?act=send", "/tower", "/tower/lists"]));
        Assert.True(found.Count == 0, string.Join('\n', found));
        Assert.Empty(vera.ConsoleErrors);
        Assert.Empty(officer.ConsoleErrors);
    }
}
