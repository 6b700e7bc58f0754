using System.Data.Common;
using System.Globalization;
using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Primitives;
using Exchange.Core.Wallets;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Wallets;

/// <summary>
/// The ledger lines of a member, by page. Re-reads after changes, until the tables hold what the engine had committed.
/// </summary>
public sealed partial class LedgerHistory : ComponentBase, IAsyncDisposable
{
    /// <summary>How soon after a change the tables are read: the projector needs a moment.</summary>
    internal static readonly TimeSpan RereadDelay = TimeSpan.FromMilliseconds(400);

    private LedgerPage? _page;
    private string? _problem;
    private int _wantedPage = 1;
    private int _seenVersion;
    private long _wantedSequence;
    private bool _isRereadDue;
    private LedgerFilter? _filter;
    private ITimer? _reread;

    /// <summary>Whose ledger.</summary>
    [Parameter, EditorRequired]
    public MemberId Member { get; set; }

    /// <summary>Only this currency; null for all.</summary>
    [Parameter]
    public Currency? Currency { get; set; }

    /// <summary>Amounts are not shown.</summary>
    [Parameter]
    public bool AreHidden { get; set; }

    /// <summary>Grows with every change of the member's balances.</summary>
    [Parameter]
    public int Version { get; set; }

    /// <summary>The member chose a currency, or all.</summary>
    [Parameter]
    public EventCallback<Currency?> OnChoose { get; set; }

    [Inject]
    private LedgerQueries Ledger { get; set; } = null!;

    [Inject]
    private IMarketCatalog Catalog { get; set; } = null!;

    [Inject]
    private IEngineReadState Live { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    private string CsvAddress =>
        WalletsEndpoints.LedgerCsv + (Currency is null ? "" : $"?{WalletsEndpoints.CurrencyParameter}={Currency.Code}");

    private string TradeAddress =>
        Catalog.Markets.FirstOrDefault(m => Currency is null || m.Base == Currency || m.Quote == Currency) is { } market
            ? $"/trade/{market.Name}"
            : "/trade";

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_reread is not null) await _reread.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var filter = new LedgerFilter(Member, Currency?.Id);
        if (filter != _filter)
        {
            (_filter, _wantedPage, _page) = (filter, 1, null);
            await ReadAsync();
        }

        if (Version == _seenVersion) return;
        _seenVersion = Version;
        _wantedSequence = Live.Sequence;
        RereadSoon();
    }

    private static string Signed(Amount amount) => amount.IsPositive ? $"+{amount}" : amount.ToString();

    private static string CountText(long count) =>
        count == 1 ? "1 line" : string.Create(CultureInfo.InvariantCulture, $"{count} lines");

    private static string Cause(LedgerLine line) => line switch
    {
        { Trade: { } trade } => $"Trade {trade.Value}",
        { Order: { } order } => $"Order {order.Value}",
        { Reference: { } reference } => reference,
        _ => "",
    };

    private async Task ReadAsync()
    {
        var filter = _filter!;
        try
        {
            var page = await Ledger.PageAsync(filter, _wantedPage, CancellationToken.None);
            if (filter != _filter) return; // another choice was made meanwhile, and it reads for itself
            (_page, _wantedPage, _problem) = (page, page.Page, null);
        }
        catch (DbException)
        {
            _problem = "The ledger cannot be read at the moment.";
        }
    }

    private void RereadSoon()
    {
        if (_isRereadDue) return;
        _isRereadDue = true;
        _reread ??= Time.CreateTimer(
            _ => _ = InvokeAsync(RereadAsync), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _reread.Change(RereadDelay, Timeout.InfiniteTimeSpan);
    }

    private async Task RereadAsync()
    {
        _isRereadDue = false;
        await ReadAsync();
        if (_problem is null && _page?.Sequence < _wantedSequence) RereadSoon();
        StateHasChanged();
    }

    private Task TurnAsync(int pages)
    {
        _wantedPage += pages;
        return ReadAsync();
    }

    private Task ChooseAsync(ChangeEventArgs change) =>
        OnChoose.InvokeAsync(Catalog.TryCurrency((string?)change.Value ?? "", out var currency) ? currency : null);
}
