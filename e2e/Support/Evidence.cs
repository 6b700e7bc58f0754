using Microsoft.Playwright;

namespace Exchange.E2E.Support;

/// <summary>
/// What every test leaves in <c>TestResults/e2e</c>: the last sight of each page, what its console said, and what the programs
/// printed. A test that failed on a machine nobody can sit at is explained by these.
/// </summary>
internal static class Evidence
{
    private const float ScreenshotLimit = 10_000;
    private static int _count;

    /// <summary>The checkout.</summary>
    public static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "Exchange.sln"))) folder = folder.Parent!;
            return folder.FullName;
        }
    }

    /// <summary>A new file's path without its ending; the number keeps files of the same test apart, in order.</summary>
    public static string NewName(string test, string what)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Root, "TestResults", "e2e"));
        return Path.Combine(folder.FullName, $"{test}-{Interlocked.Increment(ref _count):000}-{what}");
    }

    /// <summary>Keeps what pages show and said.</summary>
    public static async Task KeepAsync(string test, string who, IEnumerable<IPage> pages, IEnumerable<string> console)
    {
        var name = NewName(test, who);
        await File.WriteAllLinesAsync($"{name}.log", console);
        foreach (var (i, page) in pages.Index())
        {
            try
            {
                await page.ScreenshotAsync(new() { Path = $"{name}-{i + 1}.png", Timeout = ScreenshotLimit });
            }
            catch (Exception e) when (e is PlaywrightException or TimeoutException)
            {
                // Evidence is a convenience: a page that cannot be drawn any more must not hide why a test failed.
                await File.AppendAllTextAsync($"{name}.log", $"No screenshot: {e.Message}\n");
            }
        }
    }
}
