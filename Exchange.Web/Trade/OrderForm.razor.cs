using System.Globalization;
using Exchange.Core.Engine;
using Exchange.Core.MarketData;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;
using Exchange.Web.Feeds;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace Exchange.Web.Trade;

/// <summary>Where a member types an order. The draft is kept in the browser.</summary>
public sealed partial class OrderForm : ComponentBase, IAsyncDisposable
{
    private static readonly int[] Shares = [25, 50, 75, 100];
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private Market? _market;
    private MemberId? _member;
    private OrderDraft _draft = new();
    private ElementReference _size;
    private TradeScript? _script;
    private DotNetObjectReference<OrderForm>? _self;
    private IDisposable? _subscription;
    private ITimer? _timer;
    private (MarketState State, long Sequence) _shown;
    private bool _isReady;

    /// <summary>Code or name of the market.</summary>
    [Parameter, EditorRequired]
    public string MarketCode { get; set; } = "";

    [Inject]
    private IMarketCatalog Catalog { get; set; } = null!;

    [Inject]
    private IMarketData MarketData { get; set; } = null!;

    [Inject]
    private IEngineReadState Live { get; set; } = null!;

    [Inject]
    private MemberFeed Feed { get; set; } = null!;

    [Inject]
    private AuthenticationStateProvider Authentication { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IJSRuntime JS { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    private OrderSurroundings? Now => _market is null ? null : OrderSurroundings.Look(Catalog, Live, _market, _member);

    /// <summary>Called by the browser on a click in the book. A market order has no price to set.</summary>
    [JSInvokable]
    public async Task SetPrice(string price)
    {
        if (_draft.Type != OrderType.Limit || !Amount.TryParse(price, out _)) return;
        await ChangeAsync(_draft with { Price = price });
        await _size.FocusAsync();
        StateHasChanged();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _subscription?.Dispose();
        if (_timer is not null) await _timer.DisposeAsync();
        _self?.Dispose();
        if (_script is not null) await _script.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (!Catalog.TryMarket(MarketCode, out _market)) return;
        var last = MarketData.Ticker(_market.Id).Last;
        if (last.IsSet) _draft = _draft with { Price = AmountText.Of(_market, last) };
        _member = SignedInMember.Of((await Authentication.GetAuthenticationStateAsync()).User);
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender || _market is null) return;
        _script = new TradeScript(JS);
        if (OrderDraft.TryParse(await _script.LoadDraftAsync(_market.Name), out var kept)) _draft = kept;
        _self = DotNetObjectReference.Create(this);
        await _script.OnPriceAsync(_self);
        if (_member is { } member) _subscription = Feed.Subscribe(member, () => InvokeAsync(StateHasChanged));
        _timer = Time.CreateTimer(_ => InvokeAsync(LookAsync), null, LookInterval, LookInterval);
        _isReady = true;
        StateHasChanged();
        if (IsChecking) await CheckAsync();
    }

    /// <summary>Renders again when the state or a market order's book changed; asks after a sent order.</summary>
    private async Task LookAsync()
    {
        if (IsChecking && !_isBusy) await CheckAsync();
        var seen = (Catalog.StateOf(_market!.Id), _draft.Type == OrderType.Market ? Live.Sequence : 0);
        if (seen == _shown) return;
        _shown = seen;
        StateHasChanged();
    }

    private async Task ChangeAsync(OrderDraft draft)
    {
        _draft = draft;
        _alert = null;
        _refusal = null;
        if (_script is not null) await _script.SaveDraftAsync(_market!.Name, draft.ToJson());
    }

    private Task PriceTypedAsync(string? text) => ChangeAsync(_draft with { Price = OrderDraft.Clean(text) });

    private Task SizeTypedAsync(string? text) => ChangeAsync(_draft with { Size = OrderDraft.Clean(text) });

    private Task PriceKeyAsync(KeyboardEventArgs key) => key.Key switch
    {
        "ArrowUp" => StepAsync(1),
        "ArrowDown" => StepAsync(-1),
        _ => Task.CompletedTask,
    };

    /// <summary>Moves the price by ticks, from the last price when there is none, within the market's range.</summary>
    private Task StepAsync(int ticks)
    {
        var market = _market!;
        var from = Amount.TryParse(_draft.Price, out var amount)
            ? amount.Units / market.Definition.TickSize.Units
            : MarketData.Ticker(market.Id).Last.Ticks;
        var to = (long)Int128.Clamp(from + ticks, market.MinPrice.Ticks, market.MaxPrice.Ticks);
        return ChangeAsync(_draft with { Price = AmountText.Of(market, new Price(to)) });
    }

    private Task ShareAsync(object? value) =>
        int.TryParse(value as string, NumberStyles.None, CultureInfo.InvariantCulture, out var percent)
            && percent <= 100
            ? TakeShareAsync(percent)
            : Task.CompletedTask;

    private async Task TakeShareAsync(int percent)
    {
        var assessment = OrderAssessment.Of(_draft, Now!);
        if (_draft is { Type: OrderType.Limit, Side: Side.Buy } && !assessment.Price.IsSet)
        {
            _refusal = new OrderRefusal(OrderField.Price, "Enter a price first: it decides what your balance buys.");
            return;
        }

        var quantity = OrderSizing.Portion(assessment.Max, percent);
        await ChangeAsync(_draft with { Size = AmountText.Of(_market!, quantity) });
    }

    private IEnumerable<(string Name, string Value)> PreviewLines(OrderSurroundings now, OrderAssessment assessment)
    {
        var market = now.Market;
        var fees = $"maker {AmountText.Percent(now.Fees.Maker)}, taker {AmountText.Percent(now.Fees.Taker)}";
        if (assessment.Preview is not { } preview)
        {
            yield return ("Fee rate", fees);
            yield break;
        }

        yield return ("Total", $"≈ {AmountText.With(preview.Total, market.Quote)}");
        if (!preview.Taken.IsZero)
            yield return (
                "Average price", $"≈ {preview.Average.Format(market.PricePrecision)} {AmountText.Code(market.Quote)}");
        if (_draft.Type == OrderType.Market && preview.Worst.IsSet)
            yield return ("Worst price", $"{AmountText.Of(market, preview.Worst)} {AmountText.Code(market.Quote)}");
        yield return ("Fee", $"≈ {AmountText.With(preview.Fee, preview.ReceiveCurrency)} ({fees})");
        yield return ("You get", $"≈ {AmountText.With(preview.Receive, preview.ReceiveCurrency)}");
    }

    private static string Pressed(bool value) => value ? "true" : "false";
}
