using Exchange.Core.Primitives;
using Exchange.Core.Trading;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Trade;

/// <summary>Canceling and changing orders from the table of open orders.</summary>
public sealed partial class TradeTables
{
    /// <summary>Up to this many orders are canceled without asking.</summary>
    private const int CanceledWithoutAsking = 5;

    private readonly HashSet<OrderId> _canceling = [];
    private bool _isCancelingAll;
    private OrderId? _amending;

    [Inject]
    private CancelOrders Cancel { get; set; } = null!;

    private async Task CancelAsync(OrderId order)
    {
        if (_member is not { } member || !_canceling.Add(order)) return;
        StateHasChanged();
        var result = await Cancel.OneAsync(member, order, CancellationToken.None);
        if (result.Reason != CancelRejectReason.OutcomeUnknown) _canceling.Remove(order);
        Say(result.Reason == CancelRejectReason.None ? "Order canceled." : null, Problem(result.Reason));
        await ReadOpenAsync();
    }

    /// <summary>Opens the form that changes an order, or closes it.</summary>
    private void Amend(OrderId order) => _amending = _amending == order ? null : order;

    private async Task AmendedAsync(string? done)
    {
        _amending = null;
        Say(done, null);
        await ReadOpenAsync();
    }

    /// <summary>Cancels the orders of the market shown, or of all when all are shown.</summary>
    private async Task CancelAllAsync()
    {
        if (_member is not { } member || _isCancelingAll) return;
        _isCancelingAll = true;
        try
        {
            var count = Scoped(_open).Count;
            if (count > CanceledWithoutAsking && !await _notices!.ConfirmCancelAsync(count)) return;
            var result = await Cancel.AllAsync(member, _allMarkets ? null : _market!.Id, null, CancellationToken.None);
            var isDone = result.Reason == CancelRejectReason.None;
            var done = isDone ? $"{result.CanceledCount}/{count} orders canceled." : null;
            Say(done, Problem(result.Reason));
            if (done is not null) _notices?.Told(done);
            await ReadOpenAsync();
        }
        finally
        {
            _isCancelingAll = false;
        }
    }

    private void Say(string? done, string? problem)
    {
        _said = done;
        _problem = problem;
    }

    private static string? Problem(CancelRejectReason reason) => reason switch
    {
        CancelRejectReason.None => null,
        CancelRejectReason.OrderUnknown => "The order was no longer open: it was filled or canceled before.",
        CancelRejectReason.Busy => "The exchange is busy. Nothing was canceled; try again.",
        CancelRejectReason.Unavailable =>
            "The exchange takes no requests at the moment. Nothing was canceled; try again later.",
        CancelRejectReason.OutcomeUnknown =>
            "No answer yet. The table shows what became of it as soon as that is known.",
    };
}
