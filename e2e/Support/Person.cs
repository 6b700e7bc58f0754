using Microsoft.Playwright;

namespace Exchange.E2E.Support;

/// <summary>Someone at a browser. Console errors are collected; a test that expects none asserts so.</summary>
public sealed class Person : IAsyncDisposable
{
    /// <summary>Longest wait for what the program does in the background: a message, a case, an answer of a provider.</summary>
    public static readonly TimeSpan ArrivalLimit = TimeSpan.FromSeconds(120);

    private readonly IBrowserContext _context;
    private readonly string _test;
    private readonly string _name;
    private readonly List<string> _errors = [];
    private readonly List<string> _console = [];

    private Person(IBrowserContext context, string test, string name, IPage page)
    {
        (_context, _test, _name, Page) = (context, test, name, page);
        context.Console += (_, message) => Keep(message.Text, message.Type);
        context.WebError += (_, error) => Keep(error.Error, "error");
    }

    public IPage Page { get; }

    public IReadOnlyList<string> ConsoleErrors
    {
        get
        {
            lock (_console) return [.. _errors];
        }
    }

    /// <summary>Opens the newest mail with a subject in the development mailbox, reloading until it has come.</summary>
    public async Task OpenMailAsync(string recipient, string subject)
    {
        var mail = Page.GetByRole(AriaRole.Link, new() { Name = subject }).First;
        await Page.GotoAsync($"/dev/mailbox?to={Uri.EscapeDataString(recipient)}");
        await ReloadUntilAsync(mail);
        await mail.ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Name = subject })).ToBeVisibleAsync();
    }

    /// <summary>Loads a page anew until something has come to it that comes by itself.</summary>
    public static async Task ReloadUntilAsync(ILocator wanted)
    {
        using var limit = new CancellationTokenSource(ArrivalLimit);
        while (await wanted.CountAsync() == 0)
        {
            limit.Token.ThrowIfCancellationRequested();
            await wanted.Page.ReloadAsync();
        }
    }

    /// <summary>Waits until the order form listens.</summary>
    public Task ReadyToTradeAsync() => Assertions.Expect(Page.Locator("#order-size")).ToBeEnabledAsync();

    /// <summary>Waits until a page of Tower listens to keys: its script then shows what they are.</summary>
    public Task ReadyForKeysAsync() => Assertions.Expect(Page.Locator("button[data-shortcuts]")).ToBeVisibleAsync();

    /// <summary>Presses g and another key right after it, as fingers do: they wait for no answer, and the second must come soon.</summary>
    public Task GoByKeysAsync(string key) => Task.WhenAll(Page.Keyboard.PressAsync("g"), Page.Keyboard.PressAsync(key));

    /// <summary>Fills the order form in and submits it.</summary>
    public async Task PlaceLimitAsync(string side, string price, string size)
    {
        await Page.GetByRole(AriaRole.Group, new() { Name = "Side" })
            .GetByRole(AriaRole.Button, new() { Name = side }).ClickAsync();
        await Page.Locator("#order-price").FillAsync(price);
        await Page.Locator("#order-size").FillAsync(size);
        await Page.Locator("#order-submit").ClickAsync();
    }

    /// <summary>Turns the order form to a side and one of the kinds beyond limit and market.</summary>
    public async Task ChooseKindAsync(string side, string kind)
    {
        await Page.GetByRole(AriaRole.Group, new() { Name = "Side" })
            .GetByRole(AriaRole.Button, new() { Name = side }).ClickAsync();
        await Page.GetByLabel("More order types").SelectOptionAsync(kind);
    }

    /// <summary>Cancels the only open order.</summary>
    public async Task CancelAsync()
    {
        await Page.GetByRole(AriaRole.Button, new() { Name = "Cancel order" }).ClickAsync();
        await Assertions.Expect(OpenOrders).ToHaveCountAsync(0);
    }

    /// <summary>Shows the order history.</summary>
    public async Task<ILocator> HistoryAsync()
    {
        await Page.GetByRole(AriaRole.Tab, new() { Name = "Order history" }).ClickAsync();
        return History;
    }

    /// <summary>
    /// Tower's dialog once it is modal. It stands in the page before its script has run, and what is typed then may be lost.
    /// </summary>
    public ILocator Dialog => Page.Locator("dialog:modal");

    /// <summary>The rows of the order history.</summary>
    public ILocator History => Page.GetByRole(AriaRole.Table, new() { Name = "Order history" }).Locator("tbody tr");

    /// <summary>The rows of the table of open orders.</summary>
    public ILocator OpenOrders => Page.GetByRole(AriaRole.Table, new() { Name = "Open orders" }).Locator("tbody tr");

    /// <summary>A second tab of the same person.</summary>
    public Task<IPage> NewTabAsync() => _context.NewPageAsync();

    public async ValueTask DisposeAsync()
    {
        string[] console;
        lock (_console) console = [.. _console];
        await Evidence.KeepAsync(_test, _name, _context.Pages, console);
        await _context.CloseAsync();
    }

    internal static async Task<Person> OpenAsync(IBrowserContext context, string test, string name) =>
        new(context, test, name, await context.NewPageAsync());

    private void Keep(string text, string kind)
    {
        lock (_console)
        {
            _console.Add($"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {kind}: {text}");
            if (kind == "error") _errors.Add(text);
        }
    }
}
