using Exchange.Core.Engine;
using Exchange.Core.MarketData;
using Exchange.Core.Markets;
using Exchange.Web.Feeds;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Trade;

/// <summary>
/// The trading page. It is rendered once with real numbers, so that it can be read without script; scripts then keep
/// the numbers moving from the market hub, and the forms and own tables are components with a circuit.
/// </summary>
public sealed partial class TradePage(IMarketCatalog catalog, IEngineReadState live, IMarketData data,
    NavigationManager navigation, TimeProvider time)
{
    private const int ShownLevels = 30;
    private const int ShownTrades = 50;

    /// <summary>The market's name or code, in any case.</summary>
    [Parameter]
    public string Market { get; set; } = "";

    private TradeView? View { get; set; }

    private string Title => View is not { } view ? "Exchange"
        : view.Ticker.Last.IsSet ? $"{view.Market.Text(view.Ticker.Last)} {view.Market.Name} · Exchange"
        : $"{view.Market.Name} · Exchange";

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        if (!catalog.TryMarket(Market, out var market))
        {
            navigation.NotFound();
            return;
        }

        View = new TradeView(
            market, catalog.StateOf(market.Id), data.Ticker(market.Id), live.Depth(market.Id, ShownLevels),
            data.RecentTrades(market.Id, ShownTrades), catalog.FeesFor(market.Id, FeeSchedule.DefaultGroup))
        {
            Auction = live.Auction(market.Id),
            At = time.GetUtcNow(),
        };
    }
}
