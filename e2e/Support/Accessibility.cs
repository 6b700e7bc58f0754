using System.Text.Json;
using Microsoft.Playwright;

namespace Exchange.E2E.Support;

/// <summary>Lets axe look at pages, dark and light, wide and narrow.</summary>
internal static class Accessibility
{
    private const string Run = """
        async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
            .filter(v => v.impact === 'serious' || v.impact === 'critical')
            .map(v => `${v.id}: ${v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(' | ')}`)
        """;

    private static readonly Lazy<string> Axe = new(() => File.ReadAllText(
        Path.Combine(Evidence.Root, "Exchange.Web", "node_modules", "axe-core", "axe.min.js")));

    /// <summary>What axe calls serious.</summary>
    public static async Task<List<string>> LookAsync(Person person, IEnumerable<string> pages)
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
