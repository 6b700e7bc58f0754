using System.Runtime.CompilerServices;
using Microsoft.Playwright;

namespace Exchange.E2E.Support;

/// <summary>One Chromium for all tests of a class; each person gets a context of their own.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    /// <summary>How long a step or a sight may take. Long, because slow machines are real; what passes does not wait for it.</summary>
    private const float Patience = 60_000;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium",
            Args = Arguments,
        });
    }

    /// <summary>A new person at a screen of this size.</summary>
    public async Task<Person> PersonAsync(
        string url, int width = 1440, int height = 900, string name = "guest", [CallerMemberName] string test = "")
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = url,
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = ColorScheme.Dark,
            // The machine's language and zone decide nothing: mail comes in the browser's language, and an hour that a clock runs
            // through twice has no one meaning.
            Locale = "en-US",
            TimezoneId = "Asia/Kolkata",
        });
        context.SetDefaultTimeout(Patience);
        return await Person.OpenAsync(context, test, name);
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.CloseAsync();
        _playwright?.Dispose();
    }
}
