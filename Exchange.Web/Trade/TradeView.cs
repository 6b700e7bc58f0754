using Exchange.Core.Engine;
using Exchange.Core.MarketData;
using Exchange.Core.Markets;

namespace Exchange.Web.Trade;

/// <summary>A market at the moment its page was asked for; the scripts go on from there.</summary>
/// <param name="Market">Which.</param>
/// <param name="State">What it lets members do.</param>
/// <param name="Ticker">Its last 24 hours.</param>
/// <param name="Depth">Its book.</param>
/// <param name="Trades">Its newest trades, newest first.</param>
/// <param name="Fees">What a new member pays.</param>
public sealed record TradeView(
    Market Market, MarketState State, Ticker Ticker, DepthView Depth, IReadOnlyList<PublicTrade> Trades,
    FeeScheduleEntry Fees)
{
    /// <summary>The call auction it is in, if any.</summary>
    public AuctionView? Auction { get; init; }

    /// <summary>When the page was asked for.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The base currency's code as people write it.</summary>
    public string Base => Market.Base.Code.ToUpperInvariant();

    /// <summary>The quote currency's code as people write it.</summary>
    public string Quote => Market.Quote.Code.ToUpperInvariant();
}
