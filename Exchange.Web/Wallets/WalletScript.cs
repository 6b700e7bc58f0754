using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Exchange.Web.Wallets;

/// <summary>
/// The browser's side of the wallets page. A browser that is gone is no error: there is nothing left to tell it.
/// </summary>
internal sealed class WalletScript(IJSRuntime js) : IAsyncDisposable
{
    /// <summary>The module that remembers whether amounts are hidden.</summary>
    public const string Amounts = "/js/wallets/amounts.js";

    /// <summary>The module that shows moments in the browser's time zone.</summary>
    public const string LocalTimes = "/js/trade/local-time.js";

    private readonly Dictionary<string, IJSObjectReference> _modules = [];

    /// <summary>What the member chose in this browser.</summary>
    public ValueTask<bool> AreAmountsHiddenAsync() => CallAsync<bool>(Amounts, "areHidden");

    /// <summary>Remembers the choice.</summary>
    public async ValueTask SetAmountsHiddenAsync(bool hidden) => await CallAsync<object?>(Amounts, "setHidden", hidden);

    /// <summary>Shows the moments inside an element in the browser's time zone, now and later.</summary>
    public async ValueTask ShowLocalTimesAsync(ElementReference root) =>
        await CallAsync<object?>(LocalTimes, "watch", root);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var module in _modules.Values)
        {
            try
            {
                await module.DisposeAsync();
            }
            catch (Exception e) when (e is JSDisconnectedException or OperationCanceledException)
            {
                // The browser has gone, and the module with it.
            }
        }
    }

    private async ValueTask<T?> CallAsync<T>(string address, string function, params object?[] arguments)
    {
        try
        {
            if (!_modules.TryGetValue(address, out var module))
                _modules[address] = module = await js.InvokeAsync<IJSObjectReference>("import", address);
            return await module.InvokeAsync<T>(function, arguments);
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException or OperationCanceledException)
        {
            return default;
        }
    }
}
