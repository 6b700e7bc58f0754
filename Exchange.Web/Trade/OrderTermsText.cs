using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;

namespace Exchange.Web.Trade;

/// <summary>An order's terms and progress for the tables.</summary>
internal static class OrderTermsText
{
    /// <summary>Kind, time in force and post-only, as traders write them.</summary>
    public static string Of(OrderView order)
    {
        var kind = Kind(order);
        if (order.PostOnly) return $"{kind}, post-only";
        return order.TimeInForce switch
        {
            TimeInForce.GoodTilCanceled => kind,
            TimeInForce.ImmediateOrCancel => order.Type == OrderType.Market ? kind : $"{kind}, IOC",
            TimeInForce.GoodTilDate => $"{kind}, GTD",
            TimeInForce.FillOrKill => $"{kind}, FOK",
        };
    }

    /// <summary>What the order waits, or waited, for, how it follows the price, and what it shows; empty for a plain
    /// order.</summary>
    public static string Details(Market market, OrderView order)
    {
        var parts = new List<string>();
        if (order.Trigger != TriggerKind.None && order.TriggerPrice.IsSet) parts.Add(Trigger(market, order));
        if (order.TrailTicks > 0)
            parts.Add($"trails by {AmountText.Of(market, new Price(order.TrailTicks))} {AmountText.Code(market.Quote)}");
        if (order.TrailBasisPoints > 0) parts.Add($"trails by {BasisPoints(order.TrailBasisPoints)} %");
        if (!order.Display.IsZero) parts.Add($"shows {AmountText.Of(market, order.Display)}");
        if (order.LinkedOrder.Value > 0) parts.Add($"OCO with {order.LinkedOrder.Value}");
        return string.Join(" · ", parts);
    }

    /// <summary>The price column: a market order has none.</summary>
    public static string Price(Market market, OrderView order) =>
        order.Type == OrderType.Market ? "Market" : AmountText.Of(market, order.Price);

    /// <summary>Average price of its trades, or a dash.</summary>
    public static string Average(Market market, OrderView order) => order.Executed.IsZero
        ? "–"
        : AveragePrice.RoundedDown(market, order.ExecutedNotional, order.Executed).Format(market.PricePrecision);

    /// <summary>What an open order keeps locked; a pair shares one reservation.</summary>
    public static string Locked(Market market, OrderView order, OrderView? linked)
    {
        var locked = OrderReservation.Of(market, order, linked);
        return locked.IsZero && linked is not null
            ? "shared"
            : AmountText.With(locked, order.Side == Side.Buy ? market.Quote : market.Base);
    }

    private static string Kind(OrderView order)
    {
        var type = order.Type == OrderType.Limit ? "Limit" : "Market";
        return order.Trigger switch
        {
            TriggerKind.None => order.Display.IsZero ? type : "Iceberg",
            TriggerKind.Stop => $"Stop {type.ToLowerInvariant()}",
            TriggerKind.TakeProfit => $"Take profit {type.ToLowerInvariant()}",
            TriggerKind.TrailingStop => $"Trailing stop {type.ToLowerInvariant()}",
        };
    }

    /// <summary>The last price that triggers it; of a waiting trailing stop the one that it began with.</summary>
    private static string Trigger(Market market, OrderView order)
    {
        var sign = OrderKinds.WaitsForFall(order.Trigger, order.Side) ? "≤" : "≥";
        var price = AmountText.Of(market, order.TriggerPrice);
        return order is { Trigger: TriggerKind.TrailingStop, IsPending: true }
            ? $"began at last {sign} {price}"
            : $"last {sign} {price}";
    }

    /// <summary>Basis points as percent: 125 is <c>1.25</c>.</summary>
    private static Amount BasisPoints(int points) => Amount.FromUnits(Amount.UnitsPerWhole / 100 * points);
}
