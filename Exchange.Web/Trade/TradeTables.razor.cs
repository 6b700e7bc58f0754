using System.Data.Common;
using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;
using Exchange.Web.Feeds;
using Exchange.Web.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;

namespace Exchange.Web.Trade;

/// <summary>The member's tables below the chart. They follow the member's feed.</summary>
public sealed partial class TradeTables : ComponentBase, IAsyncDisposable
{
    /// <summary>Rows per page of the history tables.</summary>
    private const int PageSize = 20;

    private const string TimeModule = "/js/trade/local-time.js";

    private Market? _market;
    private MemberId? _member;
    private TradeTab _tab = TradeTab.OpenOrders;
    private bool _allMarkets;
    private int _page = 1;
    private int _total;
    private IReadOnlyList<OrderView> _open = [];
    private IReadOnlyList<OrderView> _history = [];
    private IReadOnlyList<MemberTrade> _trades = [];
    private TradeNotices? _notices;
    private ElementReference _root;
    private TradeScript? _script;
    private IDisposable? _subscription;
    private string? _said;
    private string? _problem;

    /// <summary>Buttons work: before that, a click would be lost.</summary>
    private bool _isReady;

    /// <summary>Code or name of the market.</summary>
    [Parameter, EditorRequired]
    public string MarketCode { get; set; } = "";

    [Inject]
    private IMarketCatalog Catalog { get; set; } = null!;

    [Inject]
    private IEngineReadState Live { get; set; } = null!;

    [Inject]
    private OrderQueries Orders { get; set; } = null!;

    [Inject]
    private TradeQueries Trades { get; set; } = null!;

    [Inject]
    private MemberFeed Feed { get; set; } = null!;

    [Inject]
    private AuthenticationStateProvider Authentication { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IJSRuntime JS { get; set; } = null!;

    private int PageCount => Math.Max(1, (_total + PageSize - 1) / PageSize);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Authentication.AuthenticationStateChanged -= SignedOut;
        _subscription?.Dispose();
        if (_catchUp is not null) await _catchUp.DisposeAsync();
        if (_script is not null) await _script.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (!Catalog.TryMarket(MarketCode, out _market)) return;
        _member = SignedInMember.Of((await Authentication.GetAuthenticationStateAsync()).User);
        Authentication.AuthenticationStateChanged += SignedOut;
        if (_member is { } member) _open = Live.OpenOrders(member);
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender || _market is null) return;
        _script = new TradeScript(JS);
        await _script.ShowLocalTimesAsync(TimeModule, _root);
        if (_member is not { } member) return;
        _subscription = Feed.Subscribe(member, changes => InvokeAsync(() => ChangedAsync(changes)));
        await ReadOpenAsync();
        _isReady = true;
        StateHasChanged();
    }

    /// <summary>The session has ended: no changes come any more. A connection that comes back tells who is there, too.</summary>
    private void SignedOut(Task<AuthenticationState> state) => _ = InvokeAsync(async () =>
    {
        if (SignedInMember.Of((await state).User) == _member) return;
        (_member, _open) = (null, []);
        _subscription?.Dispose();
        StateHasChanged();
    });

    private async Task ChangedAsync(MemberChanges changes)
    {
        if (_member is null) return;
        _due = Live.Sequence;
        await ReadOpenAsync();
        if (changes.Trades.Count > 0) NotifyFills(changes.Trades);
        await ReadPageAsync();
        StateHasChanged();
    }

    private async Task ReadOpenAsync()
    {
        _open = Live.OpenOrders(_member!.Value);
        _canceling.IntersectWith(_open.Select(o => o.Id));
        if (_open.All(o => o.Id != _amending)) _amending = null;
        // What waits for its trigger is not in the book.
        var marks = _open.Where(o => o.Market == _market!.Id && !o.IsPending)
            .Select(o => new OwnOrderMark(AmountText.Of(_market!, o.Price), o.Side == Side.Buy ? "buy" : "sell"));
        if (_script is not null) await _script.PublishOwnOrdersAsync([.. marks]);
    }

    private IReadOnlyList<OrderView> Scoped(IReadOnlyList<OrderView> orders) =>
        _allMarkets ? orders : [.. orders.Where(o => o.Market == _market!.Id)];

    private string Title(TradeTab tab) => tab switch
    {
        TradeTab.OpenOrders => $"Open orders ({Scoped(_open).Count})",
        TradeTab.OrderHistory => _tab == tab ? $"Order history ({_total})" : "Order history",
        TradeTab.OwnTrades => _tab == tab ? $"Trades ({_total})" : "Trades",
        TradeTab.Balances => $"Balances ({Live.Balances(_member!.Value).Count})",
    };

    private void NotifyFills(IReadOnlyList<MemberTrade> fills)
    {
        var text = FillText.Of(Catalog, fills);
        _notices?.Filled(text);
        _said = text;
    }
}

/// <summary>The tables there are.</summary>
internal enum TradeTab
{
    /// <summary>Orders that may still trade.</summary>
    OpenOrders,

    /// <summary>Orders that are done.</summary>
    OrderHistory,

    /// <summary>The member's side of every trade.</summary>
    OwnTrades,

    /// <summary>What the member has.</summary>
    Balances,
}
