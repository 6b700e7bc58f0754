using System.Text.Json;
using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;

namespace Exchange.Web.Api;

/// <summary>An order in the contract's shape.</summary>
internal static class OrderJson
{
    /// <summary>Writes an order; its owner also sees the name they gave it, and on request its trades.</summary>
    public static void Write(
        Utf8JsonWriter json, OrderView order, Market market, bool forOwner = true,
        IReadOnlyList<MemberTrade>? trades = null)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, order.Id.Value);
        json.WriteString("uuid"u8, OrderUuid.From(order.Id));
        json.WriteString("side"u8, SideName(order.Side));
        json.WriteString("ord_type"u8, OrderWords.KindName(order));
        if (order.Type == OrderType.Limit) json.WriteDecimal("price"u8, market.AmountOf(order.Price));
        else json.WriteNull("price"u8);
        json.WriteDecimal("avg_price"u8, AveragePrice.RoundedDown(market, order.ExecutedNotional, order.Executed));
        json.WriteString("state"u8, StateName(order.Close));
        json.WriteString("market"u8, market.Code);
        json.WriteMoment("created_at"u8, order.CreatedMicroseconds);
        json.WriteMoment("updated_at"u8, order.UpdatedMicroseconds);
        json.WriteDecimal("origin_volume"u8, market.AmountOf(order.Quantity));
        json.WriteDecimal("remaining_volume"u8, market.AmountOf(order.Remaining));
        json.WriteDecimal("executed_volume"u8, market.AmountOf(order.Executed));
        json.WriteDecimal("maker_fee"u8, order.MakerRate.ToAmount());
        json.WriteDecimal("taker_fee"u8, order.TakerRate.ToAmount());
        json.WriteNumber("trades_count"u8, order.TradeCount);
        if (forOwner) WriteAdditions(json, order, market);
        if (trades is not null)
        {
            json.WriteStartArray("trades"u8);
            foreach (var trade in trades) TradeJson.Write(json, trade, market);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    /// <summary><c>buy</c> or <c>sell</c>.</summary>
    public static ReadOnlySpan<byte> SideName(Side side) => side == Side.Buy ? "buy"u8 : "sell"u8;

    /// <summary>An order in the book as everybody may see it: an iceberg order is as large as what it shows, and nobody
    /// learns that an order was once a stop.</summary>
    public static void WriteForPublic(Utf8JsonWriter json, OrderView order, Market market)
    {
        if (order.Trigger != TriggerKind.None) order = order with { Trigger = TriggerKind.None };
        var shown = order.Display.IsZero ? order : order with
        {
            Quantity = Quantity.Min(order.Display, order.Remaining),
            Remaining = Quantity.Min(order.Display, order.Remaining),
            ExecutedNotional = Amount.Zero,
            TradeCount = 0,
        };
        Write(json, shown, market, forOwner: false);
    }

    /// <summary>What the contract does not have, where an order has it.</summary>
    public static void WriteAdditions(Utf8JsonWriter json, OrderView order, Market market)
    {
        if (order.ClientOrderId.IsSet) json.WriteString("client_id"u8, order.ClientOrderId.ToGuid());
        // What a plain order of its type has goes without saying.
        if (order.TimeInForce != (order.Type == OrderType.Limit ? TimeInForce.GoodTilCanceled : TimeInForce.ImmediateOrCancel))
            json.WriteString("time_in_force"u8, OrderWords.Name(order.TimeInForce));
        if (order.PostOnly) json.WriteBoolean("post_only"u8, true);
        if (order.SelfTradePrevention != SelfTradePrevention.CancelNewest)
            json.WriteString("self_trade"u8, OrderWords.Name(order.SelfTradePrevention));
        if (order.Trigger != TriggerKind.None) WriteTrigger(json, order, market);
        if (!order.Display.IsZero) json.WriteDecimal("display_volume"u8, market.AmountOf(order.Display));
        if (order.ExpiresMicroseconds != 0) json.WritePreciseMoment("expires_at"u8, order.ExpiresMicroseconds);
        if (order.LinkedOrder != default) json.WriteNumber("linked_order_id"u8, order.LinkedOrder.Value);
        if (order.Close is not (CloseReason.None or CloseReason.Filled))
            json.WriteString("cancel_reason"u8, OrderWords.Name(order.Close));
    }

    private static void WriteTrigger(Utf8JsonWriter json, OrderView order, Market market)
    {
        json.WriteBoolean("pending"u8, order.IsPending);
        if (order.TriggerPrice.IsSet) json.WriteDecimal("trigger_price"u8, market.AmountOf(order.TriggerPrice));
        if (order.TrailTicks != 0) json.WriteDecimal("trail_amount"u8, market.AmountOf(new Price(order.TrailTicks)));
        if (order.TrailBasisPoints != 0) json.WriteDecimal("trail_percent"u8, PercentField.Percent(order.TrailBasisPoints));
    }

    private static ReadOnlySpan<byte> StateName(CloseReason close) => close switch
    {
        CloseReason.None => "wait"u8,
        CloseReason.Filled => "done"u8,
        _ => "cancel"u8,
    };
}

/// <summary>A member's trade in the contract's shape.</summary>
internal static class TradeJson
{
    public static void Write(Utf8JsonWriter json, MemberTrade trade, Market market)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, trade.Id.Value);
        json.WriteDecimal("price"u8, market.AmountOf(trade.Price));
        json.WriteDecimal("amount"u8, market.AmountOf(trade.Quantity));
        json.WriteDecimal("total"u8, trade.Notional);
        json.WriteString("fee_currency"u8, trade.Side == Side.Buy ? market.Base.Code : market.Quote.Code);
        json.WriteDecimal("fee"u8, trade.FeeRate.ToAmount());
        json.WriteDecimal("fee_amount"u8, trade.Fee);
        json.WriteString("market"u8, market.Code);
        json.WriteMoment("created_at"u8, trade.AtMicroseconds);
        json.WriteString("taker_type"u8, OrderJson.SideName(trade.TakerSide));
        json.WriteString("side"u8, OrderJson.SideName(trade.Side));
        json.WriteNumber("order_id"u8, trade.Order.Value);
        json.WriteEndObject();
    }
}
