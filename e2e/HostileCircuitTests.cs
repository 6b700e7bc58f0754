using Exchange.E2E.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Exchange.E2E;

/// <summary>What a script may send over a page's own connection.</summary>
public sealed class HostileCircuitTests(ExchangeFixture exchange) : IClassFixture<ExchangeFixture>
{
    /// <summary>More than one message may have.</summary>
    private const int TooLong = 40 * 1024;

    [Fact]
    [Trait("BadInput", "B184")]
    public async Task A_text_that_is_too_long_for_a_message_costs_the_connection_and_the_page_comes_back()
    {
        await using var alice = await exchange.TraderAsync("alice");
        // It may be back before anyone looks.
        await alice.Page.EvaluateAsync("""
            () => new MutationObserver(() => { if (document.documentElement.dataset.circuit === 'down') window.wasDown = true; })
              .observe(document.documentElement, { attributes: true, attributeFilter: ['data-circuit'] })
            """);
        await alice.Page.Locator("#order-size").EvaluateAsync(
            "(field, n) => { field.value = '9'.repeat(n); field.dispatchEvent(new Event('input', { bubbles: true })); }", TooLong);
        await alice.Page.WaitForFunctionAsync("() => window.wasDown");
        await Expect(alice.Page.Locator("html")).ToHaveAttributeAsync("data-circuit", "up");

        await alice.PlaceLimitAsync("Buy", "40000.00", "0.0100");
        await Expect(alice.OpenOrders).ToHaveCountAsync(1);
        await alice.CancelAsync();
    }

    [Fact]
    [Trait("BadInput", "B185")]
    public async Task Calls_that_are_none_fail_by_themselves_and_the_page_works_on()
    {
        await using var bob = await exchange.TraderAsync("bob");
        var refused = await bob.Page.EvaluateAsync<int>("""
            async () => {
              const foreign = new DotNet.DotNetObject(987654321, DotNet.dispatcher ?? undefined);
              const calls = [
                () => DotNet.invokeMethodAsync('Exchange.Web', 'SetPrice', '1'),
                () => DotNet.invokeMethodAsync('Exchange.Web', 'Nothing'),
                () => DotNet.invokeMethodAsync('Exchange.Core', 'ToString', 1, 2, 3),
                () => DotNet.invokeMethodAsync('System.Private.CoreLib', 'Exit', 0),
                () => foreign.invokeMethodAsync('SetPrice', '1'),
              ];
              let count = 0;
              for (const call of calls) { try { await call(); } catch { count++; } }
              return count;
            }
            """);
        Assert.Equal(5, refused);

        await bob.PlaceLimitAsync("Buy", "40000.00", "0.0100");
        await Expect(bob.OpenOrders).ToHaveCountAsync(1);
        await bob.CancelAsync();
    }

    [Fact]
    [Trait("BadInput", "B178")]
    public async Task Signing_out_in_one_tab_ends_the_others()
    {
        await using var alice = await exchange.TraderAsync("alice");
        var other = await alice.NewTabAsync();
        await other.GotoAsync("/wallets");
        await Expect(other.GetByLabel("Search assets")).ToBeEnabledAsync();

        await alice.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await Expect(other.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
    }
}
