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
    private OrderInput? _size;
    private string _zone = "";
    private TradeScript? _script;
    private DotNetObjectReference<OrderForm>? _self;
    private IDisposable? _subscription;
    private ITimer? _timer;
    private (MarketState State, long Sequence, Price Last, long Second) _shown;
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

    private OrderSurroundings? Now => _market is null
        ? null
        : OrderSurroundings.Look(Catalog, Live, MarketData, _market, _member, Time.GetUtcNow());

    /// <summary>Called by the browser on a click in the book. An order that trades at market has no price to set.</summary>
    [JSInvokable]
    public async Task SetPrice(string price)
    {
        if (_draft.IsMarket || !Amount.TryParse(price, out _)) return;
        await ChangeAsync(_draft with { Price = price });
        if (_size is not null) await _size.FocusAsync();
        StateHasChanged();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Authentication.AuthenticationStateChanged -= SignedOut;
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
        Authentication.AuthenticationStateChanged += SignedOut;
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender || _market is null) return;
        _script = new TradeScript(JS);
        if (OrderDraft.TryParse(await _script.LoadDraftAsync(_market.Name), out var kept)) _draft = kept;
        if (_draft.ExpiresAt > 0) Expire(await _script.MomentAtAsync(_draft.ExpiresAt));
        _self = DotNetObjectReference.Create(this);
        await _script.OnPriceAsync(_self);
        if (_member is { } member) _subscription = Feed.Subscribe(member, () => InvokeAsync(StateHasChanged));
        _timer = Time.CreateTimer(_ => InvokeAsync(LookAsync), null, LookInterval, LookInterval);
        _isReady = true;
        StateHasChanged();
        if (IsChecking) await CheckAsync();
    }

    /// <summary>
    /// The session has ended: nothing of the member's is shown any more. A connection that comes back tells who is there, too.
    /// </summary>
    private void SignedOut(Task<AuthenticationState> state) => _ = InvokeAsync(async () =>
    {
        if (SignedInMember.Of((await state).User) == _member) return;
        _member = null;
        _subscription?.Dispose();
        StateHasChanged();
    });

    /// <summary>Renders again when something that the form shows has changed; asks after a sent order.</summary>
    private async Task LookAsync()
    {
        if (IsChecking && !_isBusy) await CheckAsync();
        var seen = Seen();
        if (seen == _shown) return;
        _shown = seen;
        StateHasChanged();
    }

    /// <summary>What the form shows besides the draft: a market order the book, others the last price, an expiry the
    /// time.</summary>
    private (MarketState State, long Sequence, Price Last, long Second) Seen() => (
        Catalog.StateOf(_market!.Id),
        _draft.Kind == OrderKind.Market ? Live.Sequence : 0,
        IsMore ? MarketData.Ticker(_market.Id).Last : default,
        _draft is { Stays: TimeInForce.GoodTilDate, IsAdvanced: true } ? Time.GetUtcNow().ToUnixTimeSeconds() : 0);

    private async Task ChangeAsync(OrderDraft draft)
    {
        _draft = draft;
        _alert = null;
        _refusal = null;
        if (_script is not null) await _script.SaveDraftAsync(_market!.Name, draft.ToJson());
    }

    private Task SizeAsync(string size)
    {
        _isSizeNew = true;
        return ChangeAsync(_draft with { Size = size });
    }

    private bool IsMore => _draft.IsConditional || _draft.IsPair;

    private string MoreKind => IsMore ? _draft.Kind.ToString() : "";

    private Task MoreKindAsync(string? name) =>
        Enum.TryParse<OrderKind>(name, out var kind) && OrderKinds.More.Contains(kind)
            ? ChangeAsync(_draft with { Kind = kind })
            : Task.CompletedTask;

    /// <summary>A size means something else in the other unit, so it starts anew.</summary>
    private Task SizeInAsync(bool isTotal) =>
        isTotal == _draft.IsTotal ? Task.CompletedTask : ChangeAsync(_draft with { IsTotal = isTotal, Size = "" });

    private async Task ExpiresAsync(string text)
    {
        var moment = _script is null ? null : await _script.MomentOfAsync(OrderDraft.Clean(text));
        Expire(moment);
        await ChangeAsync(moment is null ? _draft with { Expires = "", ExpiresAt = 0 } : _draft);
    }

    /// <summary>A day from now, to begin with.</summary>
    private async Task DatedAsync()
    {
        var day = Time.GetUtcNow().AddDays(1).ToUnixTimeSeconds() * 1000;
        if (_script is not null) Expire(await _script.MomentAtAsync(day));
        await ChangeAsync(_draft);
    }

    private void Expire(LocalMoment? moment)
    {
        if (moment is not { Milliseconds: > 0 and <= LocalMoment.MaxMilliseconds }) return;
        _zone = moment.Zone;
        _draft = _draft with { Expires = OrderDraft.Clean(moment.Text), ExpiresAt = moment.Milliseconds };
    }

    /// <summary>Moves a price by ticks, from the last price when there is none, within the market's range.</summary>
    private Task StepAsync(OrderField field, int ticks)
    {
        var market = _market!;
        var typed = field switch
        {
            OrderField.Trigger => _draft.Trigger,
            OrderField.StopPrice => _draft.StopPrice,
            _ => _draft.Price,
        };
        var from = Amount.TryParse(typed, out var amount)
            ? amount.Units / market.Definition.TickSize.Units
            : MarketData.Ticker(market.Id).Last.Ticks;
        var to = (long)Int128.Clamp(from + ticks, market.MinPrice.Ticks, market.MaxPrice.Ticks);
        var text = AmountText.Of(market, new Price(to));
        return ChangeAsync(field switch
        {
            OrderField.Trigger => _draft with { Trigger = text },
            OrderField.StopPrice => _draft with { StopPrice = text },
            _ => _draft with { Price = text },
        });
    }

    private Task ShareAsync(object? value) =>
        int.TryParse(value as string, NumberStyles.None, CultureInfo.InvariantCulture, out var percent)
            && percent <= 100
            ? TakeShareAsync(percent)
            : Task.CompletedTask;

    private async Task TakeShareAsync(int percent)
    {
        var now = Now!;
        var assessment = OrderAssessment.Of(_draft, now);
        if (_draft is { Kind: not OrderKind.Market, Side: Side.Buy } && !OrderReservation.PriceOf(assessment.Plan, now).IsSet)
        {
            _refusal = OrderFields.PriceMissing(_draft);
            return;
        }

        var size = _draft.IsByTotal
            ? OrderSizing.Portion(assessment.MaxTotal, percent, _market!.Quote.Precision).ToString()
            : AmountText.Of(_market!, OrderSizing.Portion(assessment.Max, percent));
        await SizeAsync(size);
    }

    private static string Pressed(bool value) => value ? "true" : "false";
}
