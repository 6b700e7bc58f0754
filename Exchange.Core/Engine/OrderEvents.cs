using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>Writes what happens to orders into the events.</summary>
internal static class OrderEvents
{
    public static void Opened(EventBuffer output, in OrderNode order, in OrderDetails details, CurrencyId currency, Amount locked)
    {
        ref var e = ref About(output, EventKind.OrderOpened, order);
        e.Type = details.Type;
        e.TimeInForce = order.TimeInForce;
        e.PostOnly = details.PostOnly;
        e.SelfTradePrevention = order.SelfTradePrevention;
        e.Price = order.Price;
        e.Quantity = details.Quantity;
        e.Remaining = order.Remaining;
        e.ClientOrderId = details.ClientOrderId;
        e.Currency = currency;
        e.Amount = locked;
        e.MakerRate = details.MakerRate;
        e.TakerRate = details.TakerRate;
        e.ExpiresMicroseconds = details.ExpiresMicroseconds;
        e.Display = details.Display;
    }

    /// <summary>Adds to the <see cref="EventKind.OrderOpened"/> just written what only a conditional or linked order
    /// has.</summary>
    public static void AddTerms(EventBuffer output, in OrderTerms terms)
    {
        ref var e = ref output.Last;
        e.Trigger = terms.Trigger;
        e.TriggerPrice = terms.TriggerPrice;
        e.TrailTicks = terms.TrailTicks;
        e.TrailBasisPoints = terms.TrailBasisPoints;
        e.LinkedOrder = terms.LinkedOrder;
    }

    public static void Triggered(EventBuffer output, in OrderNode order, Price triggerPrice, CurrencyId currency, Amount locked)
    {
        ref var e = ref About(output, EventKind.OrderTriggered, order);
        e.Price = order.Price;
        e.TriggerPrice = triggerPrice;
        e.Remaining = order.Remaining;
        e.Currency = currency;
        e.Amount = locked;
    }

    public static void Amended(
        EventBuffer output, in OrderNode order, in OrderDetails details, CurrencyId currency, Amount lockChange)
    {
        ref var e = ref About(output, EventKind.OrderAmended, order);
        e.Price = order.Price;
        e.Quantity = details.Quantity;
        e.Remaining = order.Remaining + details.Hidden;
        e.Currency = currency;
        e.Amount = lockChange;
    }

    public static void Released(EventBuffer output, in OrderNode order, CurrencyId currency, Amount amount)
    {
        if (amount.IsZero) return;
        ref var e = ref About(output, EventKind.Released, order);
        e.Currency = currency;
        e.Amount = amount;
    }

    public static void Closed(EventBuffer output, in OrderNode order, CloseReason close, CurrencyId currency, Amount released)
    {
        ref var e = ref About(output, EventKind.OrderClosed, order);
        e.Price = order.Price;
        e.Remaining = order.Remaining;
        e.Close = close;
        e.Currency = currency;
        e.Amount = released;
    }

    private static ref EngineEvent About(EventBuffer output, EventKind kind, in OrderNode order)
    {
        ref var e = ref output.Add(kind);
        e.Order = order.Id;
        e.Member = order.Member;
        e.Market = new MarketId(order.Market);
        e.Side = order.Side;
        return ref e;
    }
}
