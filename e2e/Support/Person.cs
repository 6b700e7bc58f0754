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

    /// <summary>A second tab of the same person.</summary>
    public Task<IPage> NewTabAsync() => _context.NewPageAsync();

    public async ValueTask DisposeAsync() => await _context.CloseAsync();
}
