using System.Globalization;
using System.Text.Json;
using Exchange.Tests.Support;

namespace Exchange.Tests.Crash;

/// <summary>
/// One client that trades as fast as it is answered, until the connection breaks: limit orders in a narrow band that
/// cross often, cancels, now and then a cancel of all, and orders that must be refused.
/// </summary>
internal sealed class CrashLoad(TradingClient client, Acknowledged acknowledged, int seed, Action onAcknowledged)
{
    private readonly Random _dice = new(seed);
    private readonly List<long> _open = [];

    public async Task RunAsync()
    {
        while (await StepAsync())
        {
        }
    }

    /// <summary>False when the exchange is gone.</summary>
    private Task<bool> StepAsync() => _dice.Next(100) switch
    {
        < 70 => PlaceAsync(),
        < 75 => PlaceTooLargeAsync(),
        < 98 when _open.Count > 0 => CancelAsync(),
        < 98 => PlaceAsync(),
        _ => CancelAllAsync(),
    };

    private async Task<bool> PlaceAsync()
    {
        var id = Guid.NewGuid();
        var price = (64_250 + _dice.Next(-5, 6)).ToString(CultureInfo.InvariantCulture);
        var answer = await client.LimitAsync(Side(), price, $"0.00{_dice.Next(1, 30):00}", id);
        if (answer.Status != 201) return Other(answer, id);
        var order = answer.Json();
        acknowledged.Placed(order);
        if (order.GetProperty("state").GetString() == "wait") _open.Add(order.GetProperty("id").GetInt64());
        onAcknowledged();
        return true;
    }

    private async Task<bool> PlaceTooLargeAsync()
    {
        var id = Guid.NewGuid();
        var answer = await client.LimitAsync(Side(), "64250", "900", id);
        Assert.NotEqual(201, answer.Status);
        return Other(answer, id);
    }

    private async Task<bool> CancelAsync()
    {
        var index = _dice.Next(_open.Count);
        var answer = await client.PostAsync($"/market/orders/{_open[index]}/cancel");
        _open.RemoveAt(index);
        if (answer.Status != 201) return Other(answer, null);
        acknowledged.Canceled(answer.Json());
        onAcknowledged();
        return true;
    }

    private async Task<bool> CancelAllAsync()
    {
        var answer = await client.PostAsync("/market/orders/cancel", "{}");
        if (answer.Status != 201) return Other(answer, null);
        acknowledged.CanceledWithAll(answer.Json());
        onAcknowledged();
        return true;
    }

    private bool Other(ApiAnswer answer, Guid? placed)
    {
        if (answer.Status == 0) return false;
        Assert.True(answer.Status is 422 or 404, $"{answer}");
        if (placed is { } id) acknowledged.Refused(id);
        return true;
    }

    private string Side() => _dice.Next(2) == 0 ? "buy" : "sell";
}
