using Microsoft.Playwright;

namespace Exchange.E2E.Support;

/// <summary>Someone at a browser. Console errors are collected; a test that expects none asserts so.</summary>
public sealed class Person : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _errors = [];

    internal Person(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type == "error") _errors.Add(message.Text);
        };
        page.PageError += (_, error) => _errors.Add(error);
    }

    public IPage Page { get; }

    public IReadOnlyList<string> ConsoleErrors => _errors;

    /// <summary>Waits until the order form listens.</summary>
    public Task ReadyToTradeAsync() => Assertions.Expect(Page.Locator("#order-size")).ToBeEnabledAsync();

    /// <summary>Fills the order form in and submits it.</summary>
    public async Task PlaceLimitAsync(string side, string price, string size)
    {
        await Page.GetByRole(AriaRole.Group, new() { Name = "Side" })
            .GetByRole(AriaRole.Button, new() { Name = side }).ClickAsync();
        await Page.Locator("#order-price").FillAsync(price);
        await Page.Locator("#order-size").FillAsync(size);
        await Page.Locator("#order-submit").ClickAsync();
    }

    /// <summary>The rows of the table of open orders.</summary>
    public ILocator OpenOrders => Page.GetByRole(AriaRole.Table, new() { Name = "Open orders" }).Locator("tbody tr");

    /// <summary>A second tab of the same person.</summary>
    public Task<IPage> NewTabAsync() => _context.NewPageAsync();

    public async ValueTask DisposeAsync() => await _context.CloseAsync();
}
