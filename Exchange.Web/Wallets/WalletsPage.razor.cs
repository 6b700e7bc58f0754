using System.Data.Common;
using Exchange.Core.Markets;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Wallets;
using Exchange.Web.Feeds;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;

namespace Exchange.Web.Wallets;

/// <summary>What a member holds and what it is worth. Follows the member's feed, and prices at a slow pace.</summary>
public sealed partial class WalletsPage : ComponentBase, IAsyncDisposable
{
    /// <summary>How often values follow the markets when the member does nothing.</summary>
    internal static readonly TimeSpan RevaluationInterval = TimeSpan.FromSeconds(5);

    private WalletOverview _overview = new(null, [], null);
    private MemberId? _member;
    private Currency? _chosen;
    private string _search = "";
    private bool _hideZero;
    private bool _areHidden;
    private int _version;
    private string? _problem;
    private ElementReference _root;
    private WalletScript? _script;
    private IDisposable? _subscription;
    private ITimer? _revaluation;

    /// <summary>Code of the currency whose history is open; from the address.</summary>
    [SupplyParameterFromQuery(Name = "currency")]
    public string? CurrencyCode { get; set; }

    /// <summary>In what values are shown; kept from the first rendering, so that the circuit starts alike.</summary>
    [PersistentState]
    public string? QuoteCode { get; set; }

    [Inject]
    private IMarketCatalog Catalog { get; set; } = null!;

    [Inject]
    private BalanceQueries Balances { get; set; } = null!;

    [Inject]
    private MemberQueries Members { get; set; } = null!;

    [Inject]
    private SetQuoteCurrency SetQuoteCurrency { get; set; } = null!;

    [Inject]
    private MemberFeed Feed { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private AuthenticationStateProvider Authentication { get; set; } = null!;

    [Inject]
    private IJSRuntime JS { get; set; } = null!;

    /// <summary>Nothing that needs the circuit can be used before it is there.</summary>
    private bool IsLive => RendererInfo.IsInteractive;

    private IReadOnlyList<WalletBalance> Shown =>
        [.. _overview.Balances.Where(b => !(_hideZero && b.Total.IsZero) && Matches(b.Currency, _search.Trim()))];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _subscription?.Dispose();
        if (_revaluation is not null) await _revaluation.DisposeAsync();
        if (_script is not null) await _script.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        var state = await Authentication.GetAuthenticationStateAsync();
        _member = MemberClaims.MemberIdOf(state.User);
        if (_member is not { } member) return;
        _chosen = CurrencyCode is { } code && Catalog.TryCurrency(code, out var currency) ? currency : null;
        QuoteCode ??= Balances.QuoteOrFirst(await StoredQuoteAsync(member))?.Code;
        Read();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender || _member is not { } member) return;
        _subscription = Feed.Subscribe(member, () => _ = InvokeAsync(Changed));
        _revaluation = Time.CreateTimer(
            _ => _ = InvokeAsync(Revalued), null, RevaluationInterval, RevaluationInterval);
        _script = new WalletScript(JS);
        _areHidden = await _script.AreAmountsHiddenAsync();
        await _script.ShowLocalTimesAsync(_root);
        Revalued(); // what happened between the first reading and the subscription
    }

    private static bool Matches(Currency currency, string search) =>
        currency.Code.Contains(search, StringComparison.OrdinalIgnoreCase)
        || currency.Name.Contains(search, StringComparison.OrdinalIgnoreCase);

    /// <summary>A page without the stored choice is better than no page.</summary>
    private async Task<string?> StoredQuoteAsync(MemberId member)
    {
        try
        {
            return (await Members.ProfileAsync(member, CancellationToken.None))?.QuoteCurrency;
        }
        catch (DbException)
        {
            return null;
        }
    }

    private void Read()
    {
        if (_member is { } member) _overview = Balances.Overview(member, Balances.QuoteOrFirst(QuoteCode));
    }

    private void Changed()
    {
        _version++;
        Revalued();
    }

    private void Revalued()
    {
        Read();
        StateHasChanged();
    }

    private async Task ChooseQuoteAsync(string? code)
    {
        _problem = null;
        if (_member is not { } member || Balances.QuoteOrFirst(code) is not { } quote) return;
        QuoteCode = quote.Code;
        Read();
        try
        {
            await SetQuoteCurrency.ExecuteAsync(member, quote.Code, CancellationToken.None);
        }
        catch (DbException)
        {
            _problem = "Your choice is shown, but could not be saved. Choose it again later to keep it.";
        }
    }

    private async Task ToggleHiddenAsync()
    {
        _areHidden = !_areHidden;
        if (_script is not null) await _script.SetAmountsHiddenAsync(_areHidden);
    }

    private void Choose(Currency? currency) => _chosen = currency;

    private void ShowEverything() => (_search, _hideZero) = ("", false);
}
