using System.Globalization;
using System.Numerics;
using Exchange.Core.MarketData;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Web.Feeds;

/// <summary>Numbers and names as the feeds write them.</summary>
internal static class FeedText
{
    /// <summary>A price with exactly the market's price decimals.</summary>
    public static string Text(this Market market, Price price) =>
        market.AmountOf(price).Format(market.PricePrecision);

    /// <summary>A quantity with exactly the market's quantity decimals.</summary>
    public static string Text(this Market market, Quantity quantity) =>
        market.AmountOf(quantity).Format(market.QuantityPrecision);

    /// <summary>The side in lower case.</summary>
    public static string Text(this Side side) => side == Side.Buy ? "buy" : "sell";

    /// <summary>The state as the feeds name it.</summary>
    public static string Text(this MarketState state) => state switch
    {
        MarketState.Open => "open",
        MarketState.CancelOnly => "cancel_only",
        MarketState.Auction => "auction",
        _ => "halted",
    };

    /// <summary>The change with sign and two decimals: <c>+1.23</c>.</summary>
    public static string ChangePercent(this Ticker ticker)
    {
        var points = ticker.ChangeBasisPoints;
        var (sign, size) = points < 0 ? ("-", -points) : ("+", points);
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{size / 100}.{size % 100:00}");
    }

    /// <summary>Quote per base, rounded down to a number of decimals; zero when there is no base.</summary>
    public static Amount Average(Amount quote, Amount @base, int decimals)
    {
        if (!@base.IsPositive) return Amount.Zero;
        var units = (BigInteger)quote.Units * (BigInteger)Amount.UnitsPerWhole / (BigInteger)@base.Units;
        var step = (BigInteger)Amount.SmallestStep(decimals).Units;
        return Amount.FromUnits((Int128)(units - units % step));
    }
}
