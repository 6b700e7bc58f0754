using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Exchange.Web.Trade;

/// <summary>One of the member's open orders, for the marks in book and chart.</summary>
internal sealed record OwnOrderMark(
    [property: JsonPropertyName("price")] string Price, [property: JsonPropertyName("side")] string Side);

/// <summary>The browser's side of the trade page. That the browser is gone is no error.</summary>
internal sealed class TradeScript(IJSRuntime js) : IAsyncDisposable
{
    /// <summary>The module's address.</summary>
    public const string Address = "/js/trade/interop.js";

    private IJSObjectReference? _module;
    private IJSObjectReference? _times;

    /// <summary>Calls <c>SetPrice</c> of the component on clicks in the book.</summary>
    public ValueTask OnPriceAsync<T>(DotNetObjectReference<T> component)
        where T : ComponentBase => CallAsync("onPrice", component);

    /// <summary>Tells the book and the chart where the member's own orders are.</summary>
    public ValueTask PublishOwnOrdersAsync(IReadOnlyList<OwnOrderMark> orders) => CallAsync("publishOwnOrders", orders);

    /// <summary>Shows the times below an element in the browser's time zone, also those that come later.</summary>
    public async ValueTask ShowLocalTimesAsync(string module, ElementReference root)
    {
        try
        {
            _times ??= await js.InvokeAsync<IJSObjectReference>("import", module);
            await _times.InvokeVoidAsync("watch", root);
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException or OperationCanceledException)
        {
            // The times stay in UTC, and say so.
        }
    }

    /// <summary>Keeps a draft.</summary>
    public ValueTask SaveDraftAsync(string market, string json) => CallAsync("saveDraft", market, json);

    /// <summary>Forgets a draft.</summary>
    public ValueTask ClearDraftAsync(string market) => CallAsync("clearDraft", market);

    /// <summary>The draft that was kept, or null.</summary>
    public ValueTask<string?> LoadDraftAsync(string market) => AskAsync<string>("loadDraft", market);

    /// <summary>The moment that a date-time field of the browser means, or null.</summary>
    public ValueTask<LocalMoment?> MomentOfAsync(string text) => AskAsync<LocalMoment>("momentOf", text);

    /// <summary>How a date-time field of the browser has a moment in unix milliseconds, or null.</summary>
    public ValueTask<LocalMoment?> MomentAtAsync(long milliseconds) => AskAsync<LocalMoment>("momentAt", milliseconds);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_module is not null) await _module.DisposeAsync();
            if (_times is not null) await _times.DisposeAsync();
        }
        catch (Exception e) when (e is JSDisconnectedException or OperationCanceledException)
        {
            // The browser has gone, and the module with it.
        }
    }

    private async ValueTask<T?> AskAsync<T>(string function, params object?[] arguments)
        where T : class
    {
        try
        {
            return await (await ModuleAsync()).InvokeAsync<T?>(function, arguments);
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException or OperationCanceledException)
        {
            return null;
        }
    }

    private async ValueTask CallAsync(string function, params object?[] arguments)
    {
        try
        {
            await (await ModuleAsync()).InvokeVoidAsync(function, arguments);
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException or OperationCanceledException)
        {
            // A draft or a mark is a convenience: its loss must not end the circuit that places orders.
        }
    }

    private async ValueTask<IJSObjectReference> ModuleAsync() =>
        _module ??= await js.InvokeAsync<IJSObjectReference>("import", Address);
}
