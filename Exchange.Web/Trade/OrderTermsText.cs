using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Trading;

namespace Exchange.Web.Trade;

/// <summary>An order's terms and progress for the tables.</summary>
internal static class OrderTermsText
{
    /// <summary>Type, time in force and post-only, as traders write them.</summary>
    public static string Of(OrderView order)
    {
        var type = order.Type == OrderType.Limit ? "Limit" : "Market";
        if (order.PostOnly) return $"{type}, post-only";
        return order.TimeInForce switch
        {
            TimeInForce.GoodTilCanceled => type,
            TimeInForce.ImmediateOrCancel => order.Type == OrderType.Market ? type : $"{type}, IOC",
            TimeInForce.GoodTilDate => $"{type}, GTD",
            TimeInForce.FillOrKill => $"{type}, FOK",
        };
    }

    /// <summary>Average price of its trades, or a dash.</summary>
    public static string Average(Market market, OrderView order) => order.Executed.IsZero
        ? "–"
        : AveragePrice.RoundedDown(market, order.ExecutedNotional, order.Executed).Format(market.PricePrecision);

    /// <summary>What an open order keeps locked.</summary>
    public static string Locked(Market market, OrderView order) => order.Side == Side.Buy
        ? AmountText.With(market.Notional(order.Price, order.Remaining), market.Quote)
        : AmountText.With(market.AmountOf(order.Remaining), market.Base);
}
