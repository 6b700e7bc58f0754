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

    [Inject]
    private PlaceOrder Place { get; set; } = null!;

    [Inject]
    private OrderQueries Orders { get; set; } = null!;

    /// <summary>The draft was sent and nobody knows yet what became of it.</summary>
    private bool IsChecking => _draft.SentAt > 0;

    private async Task SubmitAsync()
    {
        if (_isBusy || IsChecking || !_isReady) return;
        if (_member is not { } member || Now is not { State: MarketState.Open } now) return;
        _isBusy = true;
        try
        {
            _announcement = null;
            _alert = null;
            var assessment = OrderAssessment.Of(_draft, now);
            if (assessment is { Request: { } request, Refusal: null, PriceText: null, SizeText: null })
                await SendAsync(member, request);
            else
                Refuse(assessment.Refusal ?? Incomplete(assessment));
        }
        finally
        {
            _isBusy = false;
        }
    }

    private async Task SendAsync(MemberId member, PlaceOrderRequest request)
    {
        await ChangeAsync(_draft with { SentAt = Time.GetUtcNow().ToUnixTimeSeconds() });
        _announcement = "Placing…";
        StateHasChanged();
        var result = await AnswerAsync(member, request);
        if (result.Reason is OrderRejectReason.OutcomeUnknown or OrderRejectReason.ClientOrderIdTaken)
        {
            _announcement = "Checking…";
            _isTaken = result.Reason == OrderRejectReason.ClientOrderIdTaken;
            await CheckAsync();
        }
        else if (result.Order is { } order)
        {
            await AcceptedAsync(order);
        }
        else
        {
            await RefusedAsync(OrderRefusal.Of(result.Reason, OrderAssessment.Facts(request, Now!))!);
        }
    }

    private async Task<PlaceOrderResult> AnswerAsync(MemberId member, PlaceOrderRequest request)
    {
        using var timeout = new CancellationTokenSource(AnswerTimeout, Time);
        try
        {
            return await Place.ExecuteAsync(member, request, timeout.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or DbException)
        {
            return new PlaceOrderResult(OrderRejectReason.OutcomeUnknown, null);
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
            await AcceptedAsync(order);
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
    private async Task AcceptedAsync(OrderView order)
    {
        _isTaken = false;
        await ChangeAsync(_draft with { Size = "", SentAt = 0, ClientOrderId = Guid.NewGuid() });
        _announcement = OrderResultText.Of(_market!, order);
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
        var unreadable = field == OrderField.Price ? assessment.PriceText : assessment.SizeText;
        if (unreadable is not null) return unreadable;
        if (_refusal?.Field == field) return _refusal.Text;
        return assessment.Refusal?.Field == field ? assessment.Refusal.Text : null;
    }

    private OrderRefusal Incomplete(OrderAssessment assessment)
    {
        if (assessment.PriceText is { } price) return new OrderRefusal(OrderField.Price, price);
        if (assessment.SizeText is { } size) return new OrderRefusal(OrderField.Size, size);
        return _draft is { Type: OrderType.Limit, Price: "" }
            ? new OrderRefusal(OrderField.Price, "Enter a price.")
            : new OrderRefusal(OrderField.Size, "Enter a size.");
    }

    private string SubmitText(Market market)
    {
        if (IsChecking) return _isBusy ? "Placing…" : "Checking…";
        var verb = _draft.Side == Side.Buy ? "Buy" : "Sell";
        var size = Amount.TryParse(_draft.Size, out var amount) ? $"{amount} " : "";
        return $"{verb} {size}{AmountText.Code(market.Base)}";
    }
}
