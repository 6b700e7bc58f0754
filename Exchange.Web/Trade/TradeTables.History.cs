using System.Data.Common;
using Exchange.Core.Engine;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Trade;

/// <summary>The tables that are read from the database, which follows the engine a little later.</summary>
public sealed partial class TradeTables
{
    private static readonly TimeSpan CatchUpInterval = TimeSpan.FromMilliseconds(200);

    private ITimer? _catchUp;

    /// <summary>What the member knows of: rows up to here must show.</summary>
    private long _due;

    [Inject]
    private IProjectionProgress Progress { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    private async Task ShowAsync(TradeTab tab)
    {
        (_tab, _page, _total, _due) = (tab, 1, 0, Live.Sequence);
        (_history, _trades) = ([], []);
        await ReadPageAsync();
    }

    private async Task ScopeAsync(bool allMarkets)
    {
        (_allMarkets, _page) = (allMarkets, 1);
        await ReadPageAsync();
    }

    private async Task TurnAsync(int pages)
    {
        _page = Math.Clamp(_page + pages, 1, PageCount);
        await ReadPageAsync();
    }

    /// <summary>Reads the page that is shown; the open orders and balances need none, they are at hand.</summary>
    private async Task ReadPageAsync()
    {
        try
        {
            _problem = null;
            if (_tab is not (TradeTab.OrderHistory or TradeTab.OwnTrades)) return;
            // How far the tables are is asked first: what is written meanwhile is seen, or looked for once more.
            var isBehind = await Progress.ProjectedSequenceAsync(CancellationToken.None) < _due;
            if (_tab == TradeTab.OrderHistory) await ReadHistoryAsync();
            if (_tab == TradeTab.OwnTrades) await ReadTradesAsync();
            if (isBehind) LookAgain();
        }
        catch (DbException)
        {
            _problem = "The history cannot be read at the moment. Choose the tab again to retry.";
        }
    }

    private async Task ReadHistoryAsync()
    {
        var filter = new OrderFilter(_member!.Value)
        {
            Markets = MarketFilter,
            States = OrderStates.Filled | OrderStates.Canceled,
            Page = _page,
            Limit = PageSize,
        };
        _history = await Orders.ListAsync(filter, CancellationToken.None);
        _total = await Orders.CountAsync(filter, CancellationToken.None);
    }

    private async Task ReadTradesAsync()
    {
        var filter = new TradeFilter(_member!.Value) { Markets = MarketFilter, Page = _page, Limit = PageSize };
        _trades = await Trades.ListAsync(filter, CancellationToken.None);
        _total = await Trades.CountAsync(filter, CancellationToken.None);
    }

    private IReadOnlyCollection<MarketId>? MarketFilter => _allMarkets ? null : [_market!.Id];

    /// <summary>As long as the database is behind what the member was told, the page is read again.</summary>
    private void LookAgain()
    {
        _catchUp ??= Time.CreateTimer(_ => InvokeAsync(CatchUpAsync), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _catchUp.Change(CatchUpInterval, Timeout.InfiniteTimeSpan);
    }

    private async Task CatchUpAsync()
    {
        await ReadPageAsync();
        StateHasChanged();
    }
}
