using System.Data.Common;
using Exchange.Core.Engine;
using Exchange.Core.MarketData;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Trade;

/// <summary>Where a member changes a resting order.</summary>
public sealed partial class AmendOrderForm : ComponentBase
{
    private string _price = "";
    private string _size = "";
    private OrderRefusal? _refusal;
    private OrderInput? _first;
    private bool _isBusy;

    /// <summary>The order's market.</summary>
    [Parameter, EditorRequired]
    public Market Market { get; set; } = null!;

    /// <summary>The order.</summary>
    [Parameter, EditorRequired]
    public OrderView Order { get; set; } = null!;

    /// <summary>Called at the end: with what to say, or with null when nothing was changed.</summary>
    [Parameter]
    public EventCallback<string?> OnDone { get; set; }

    [Inject]
    private AmendOrder Amend { get; set; } = null!;

    [Inject]
    private IMarketCatalog Catalog { get; set; } = null!;

    [Inject]
    private IEngineReadState Live { get; set; } = null!;

    [Inject]
    private IMarketData MarketData { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    private string? Effect => AmendmentEffect.Effect(Market, Order, _price, _size);

    private string SizeUnit => Order.Executed.IsZero
        ? AmountText.Code(Market.Base)
        : $"{AmountText.Code(Market.Base)}, {AmountText.Of(Market, Order.Executed)} of it filled";

    /// <inheritdoc/>
    protected override void OnInitialized() =>
        (_price, _size) = (AmountText.Of(Market, Order.Price), AmountText.Of(Market, Order.Quantity));

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && _first is not null) await _first.FocusAsync();
    }

    private void Change(string price, string size) => (_price, _size, _refusal) = (price, size, null);

    private async Task SubmitAsync()
    {
        if (_isBusy || Effect is null) return;
        _isBusy = true;
        try
        {
            var result = await AnswerAsync();
            if (result.Order is { } order) await OnDone.InvokeAsync($"Order changed. {OrderResultText.Of(Market, order)}");
            else Refuse(result.Reason);
        }
        finally
        {
            _isBusy = false;
        }
    }

    /// <summary>Sends only what differs: a price that stays must not cost the order its place.</summary>
    private async Task<PlaceOrderResult> AnswerAsync()
    {
        var (price, size) = (Amount.Parse(_price), Amount.Parse(_size));
        var request = new AmendOrderRequest(
            Order.Id,
            price == Market.AmountOf(Order.Price) ? null : price,
            size == Market.AmountOf(Order.Quantity) ? null : size);
        try
        {
            return await Amend.ExecuteAsync(Order.Member, request, CancellationToken.None);
        }
        catch (DbException)
        {
            return new PlaceOrderResult(OrderRejectReason.OutcomeUnknown, null);
        }
    }

    private void Refuse(OrderRejectReason reason)
    {
        var plan = OrderPlan.Of(AmendmentEffect.Draft(Order, _price, _size), Market);
        var now = OrderSurroundings.Look(Catalog, Live, MarketData, Market, Order.Member, Time.GetUtcNow());
        // What the order holds already pays for its new terms, too.
        var held = OrderReservation.Of(Market, Order, null);
        now = Order.Side == Side.Buy
            ? now with { QuoteAvailable = now.QuoteAvailable + held }
            : now with { BaseAvailable = now.BaseAvailable + held };
        _refusal = reason switch
        {
            OrderRejectReason.OutcomeUnknown => new(OrderField.Form, "No answer yet. The table shows what became of it."),
            OrderRejectReason.QuantityTooSmall when !Order.Executed.IsZero => new(OrderField.Size,
                $"{AmountText.Of(Market, Order.Executed)} is filled already; the size must be above that."),
            OrderRejectReason.DisplayTooLarge => new(OrderField.Size,
                $"The order shows {AmountText.Of(Market, Order.Display)} at a time; its size must be above that."),
            _ => OrderAssessment.Explain(reason, plan, now),
        };
    }

    private string? ErrorAt(OrderField field) => _refusal?.Field == field ? _refusal.Text : null;
}
