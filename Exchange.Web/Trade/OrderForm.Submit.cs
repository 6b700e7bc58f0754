using System.Data.Common;
using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Trade;

/// <summary>Sending the draft, once, and finding out what became of it.</summary>
public sealed partial class OrderForm
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(10);

    private const string NotFound =
        "No order was found within 10 seconds. You can send it again: it cannot be placed twice.";
    private const string SentBefore = "This order was placed before; it is in your order history.";

    private OrderRefusal? _refusal;
    private string? _announcement;
    private string? _alert;
    private bool _isBusy;
    private bool _isTaken;

    /// <summary>The size was typed after the order was sent: it is the next order's.</summary>
    private bool _isSizeNew;

    [Inject]
    private PlaceOrder Place { get; set; } = null!;

    [Inject]
    private PlaceOneCancelsOther PlacePair { get; set; } = null!;

    [Inject]
    private OrderQueries Orders { get; set; } = null!;

    /// <summary>The draft was sent and nobody knows yet what became of it.</summary>
    private bool IsChecking => _draft.SentAt > 0;

    private async Task SubmitAsync()
    {
        if (_isBusy || IsChecking || !_isReady) return;
        if (_member is not { } member || Now is not { TakesOrders: true } now) return;
        _isBusy = true;
        try
        {
            _announcement = null;
            _alert = null;
            var assessment = OrderAssessment.Of(_draft, now);
            if (assessment.Problem is { } problem) Refuse(problem);
            else await SendAsync(member, assessment.Plan);
        }
        finally
        {
            _isBusy = false;
        }
    }

    private async Task SendAsync(MemberId member, OrderPlan plan)
    {
        _isSizeNew = false;
        await ChangeAsync(_draft with { SentAt = Time.GetUtcNow().ToUnixTimeSeconds() });
        _announcement = "Placing…";
        StateHasChanged();
        var (reason, order, stop) = await AnswerAsync(member, plan);
        if (reason is OrderRejectReason.OutcomeUnknown or OrderRejectReason.ClientOrderIdTaken)
        {
            _announcement = "Checking…";
            _isTaken = reason == OrderRejectReason.ClientOrderIdTaken;
            await CheckAsync();
        }
        else if (order is not null)
        {
            await AcceptedAsync(order, stop);
        }
        else
        {
            await RefusedAsync(OrderAssessment.Explain(reason, plan, Now!)!);
        }
    }

    /// <summary>Sends the order, or the pair of which the second is the stop.</summary>
    private async Task<(OrderRejectReason Reason, OrderView? Order, OrderView? Stop)> AnswerAsync(MemberId member, OrderPlan plan)
    {
        using var timeout = new CancellationTokenSource(AnswerTimeout, Time);
        try
        {
            if (plan.Draft.IsPair)
            {
                var pair = await PlacePair.ExecuteAsync(member, OrderRequests.Pair(plan), timeout.Token);
                return (pair.Reason, pair.Limit, pair.Stop);
            }

            var result = await Place.ExecuteAsync(member, OrderRequests.Order(plan), timeout.Token);
            return (result.Reason, result.Order, null);
        }
        catch (Exception e) when (e is OperationCanceledException or DbException)
        {
            return (OrderRejectReason.OutcomeUnknown, null, null);
        }
    }

    /// <summary>
    /// Looks for the sent order. When it has not turned up in time the member may send again: the name stays the same,
    /// so the exchange refuses the second if the first comes through after all.
    /// </summary>
    private async Task CheckAsync()
    {
        if (_member is not { } member) return;
        var order = await FindAsync(member);
        if (!IsChecking) return;
        if (order is not null)
        {
            await AcceptedAsync(order, Live.OpenOrder(order.LinkedOrder));
            return;
        }

        var waited = Time.GetUtcNow().ToUnixTimeSeconds() - _draft.SentAt;
        if (waited < AnswerTimeout.TotalSeconds)
        {
            _announcement = "Checking…";
            StateHasChanged();
            return;
        }

        await RefusedAsync(new OrderRefusal(OrderField.Form, _isTaken ? SentBefore : NotFound));
        if (_isTaken) await ChangeAsync(_draft with { ClientOrderId = Guid.NewGuid() });
        _isTaken = false;
    }

    private async Task<OrderView?> FindAsync(MemberId member)
    {
        try
        {
            using var timeout = new CancellationTokenSource(AnswerTimeout, Time);
            return await new OrderLookup(Live, Orders).FindAsync(
                member, _market!.Id, ClientOrderId.From(_draft.ClientOrderId), timeout.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or DbException)
        {
            return null;
        }
    }

    /// <summary>The answer is definite: the next draft gets a name of its own.</summary>
    private async Task AcceptedAsync(OrderView order, OrderView? stop)
    {
        _isTaken = false;
        await ChangeAsync(_draft with { Size = _isSizeNew ? _draft.Size : "", SentAt = 0, ClientOrderId = Guid.NewGuid() });
        _announcement = stop is { IsOpen: true }
            ? OrderResultText.Of(_market!, order, stop)
            : OrderResultText.Of(_market!, order);
        StateHasChanged();
    }

    private async Task RefusedAsync(OrderRefusal refusal)
    {
        await ChangeAsync(_draft with { SentAt = 0 });
        _announcement = null;
        Refuse(refusal);
        StateHasChanged();
    }

    private void Refuse(OrderRefusal refusal)
    {
        _refusal = refusal;
        _alert = refusal.Text;
    }

    /// <summary>What is shown at its field already is only spoken.</summary>
    private string AlertClass =>
        _refusal is { Field: not OrderField.Form } ? "visually-hidden" : "outcome error-text";

    /// <summary>The words at a field: what was typed, the rule it breaks, or why the exchange refused it.</summary>
    private string? ErrorAt(OrderField field, OrderAssessment assessment)
    {
        if (assessment.Unreadable.FirstOrDefault(u => u.Field == field) is { } unreadable) return unreadable.Text;
        if (_refusal?.Field == field) return _refusal.Text;
        return assessment.Refusal?.Field == field ? assessment.Refusal.Text : null;
    }

    private string SubmitText(OrderPlan plan)
    {
        if (IsChecking) return _isBusy ? "Placing…" : "Checking…";
        var verb = _draft.Side == Side.Buy ? "Buy" : "Sell";
        var kind = IsMore ? $" · {OrderKinds.Name(_draft.Kind)}" : "";
        var code = AmountText.Code(plan.Market.Base);
        if (_draft.IsByTotal)
        {
            var total = plan.Total.IsZero ? "" : $" for {AmountText.With(plan.Total, plan.Market.Quote)}";
            return $"{verb} {code}{total}";
        }

        var size = Amount.TryParse(_draft.Size, out var amount) ? $"{amount} " : "";
        return $"{verb} {size}{code}{kind}";
    }
}
