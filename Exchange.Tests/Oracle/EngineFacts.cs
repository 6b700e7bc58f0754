using System.Numerics;
using Exchange.Core.Engine;

namespace Exchange.Tests.Oracle;

/// <summary>The engine's events as facts.</summary>
internal static class EngineFacts
{
    public static Fact? OrderFact(in EngineEvent e) => e.Kind switch
    {
        EventKind.OrderOpened => Opened(in e),
        EventKind.OrderTriggered => new TriggerFact(
            e.Order.Value, e.Price.Ticks, e.TriggerPrice.Ticks, e.Remaining.Lots, (BigInteger)e.Amount.Units),
        EventKind.OrderAmended => new AmendFact(e.Order.Value, e.Price.Ticks, e.Quantity.Lots, e.Remaining.Lots),
        EventKind.Traded => Traded(in e),
        EventKind.OrderClosed => new CloseFact(e.Order.Value, e.Price.Ticks, e.Remaining.Lots, e.Close),
        _ => null,
    };

    public static Fact? Notice(in EngineEvent e) => e.Kind switch
    {
        EventKind.MarketStateChanged => new StateFact(e.Market.Index, e.MarketState, e.ExpiresMicroseconds),
        EventKind.AuctionIndicated => new IndicationFact(e.Market.Index, e.Price.Ticks, e.Quantity.Lots),
        EventKind.CancelTimerSet => new TimerFact(e.Member.Value, e.TimerSource, e.ExpiresMicroseconds),
        _ => null,
    };

    /// <summary>What the event's order locks (positive) or gives back; null when it names no order that does.</summary>
    public static BigInteger? Moved(in EngineEvent e) => e.Kind switch
    {
        EventKind.OrderOpened or EventKind.OrderTriggered or EventKind.OrderAmended => (BigInteger)e.Amount.Units,
        EventKind.Released or EventKind.OrderClosed => -(BigInteger)e.Amount.Units,
        _ => null,
    };

    private static OpenFact Opened(in EngineEvent e) => new(
        e.Order.Value, e.Member.Value, e.Market.Index, e.Side, e.Type, e.TimeInForce, e.PostOnly, e.SelfTradePrevention,
        e.Price.Ticks, e.Quantity.Lots, e.ClientOrderId, (BigInteger)e.Amount.Units, e.MakerRate.PartsPerMillion,
        e.TakerRate.PartsPerMillion, e.ExpiresMicroseconds, e.Display.Lots, e.Trigger, e.TriggerPrice.Ticks, e.TrailTicks,
        e.TrailBasisPoints, e.LinkedOrder.Value);

    private static TradeFact Traded(in EngineEvent e) => new(
        e.Trade.Value, e.Market.Index, e.Price.Ticks, e.Quantity.Lots, (BigInteger)e.Amount.Units, (BigInteger)e.BaseAmount.Units,
        e.Side, e.MakerOrder.Value, e.TakerOrder.Value, e.MakerMember.Value, e.TakerMember.Value, (BigInteger)e.MakerFee.Units,
        (BigInteger)e.TakerFee.Units, e.MakerRate.PartsPerMillion, e.TakerRate.PartsPerMillion, e.MakerRemaining.Lots,
        e.TakerRemaining.Lots);
}

/// <summary>What the engine answers to its caller must be what its events tell.</summary>
internal static class EngineAnswers
{
    public static void Check(Command command, CommandResult result, Outcome outcome)
    {
        if (!result.IsAccepted) return;
        if (command.Kind is CommandKind.CancelOrder or CommandKind.CancelAllOrders)
            Same(outcome.Closes.Count(), result.CanceledCount, nameof(result.CanceledCount));
        if (command.Kind is not (CommandKind.PlaceOrder or CommandKind.PlaceOneCancelsOther)) return;

        var opened = outcome.Opens.First();
        var trades = outcome.Trades.Where(t => t.Maker == opened.Id || t.Taker == opened.Id).ToList();
        Same(opened.Id, result.Order.Value, nameof(result.Order));
        Same(opened.Linked, result.LinkedOrder.Value, nameof(result.LinkedOrder));
        Same(opened.Ticks, result.Price.Ticks, nameof(result.Price));
        Same(opened.MakerRate, result.MakerRate.PartsPerMillion, nameof(result.MakerRate));
        Same(opened.TakerRate, result.TakerRate.PartsPerMillion, nameof(result.TakerRate));
        Same(trades.Count, result.TradeCount, nameof(result.TradeCount));
        Same(trades.Aggregate(BigInteger.Zero, (sum, t) => sum + t.Notional), (BigInteger)result.ExecutedNotional.Units,
            nameof(result.ExecutedNotional));
        Same(outcome.Closes.FirstOrDefault(c => c.Order == opened.Id)?.Reason ?? default, result.Close, nameof(result.Close));
        Same(opened.Trigger != default, result.IsPending, nameof(result.IsPending));
        var (lots, remaining) = AtTheEnd(opened, outcome);
        Same(lots, result.Quantity.Lots, nameof(result.Quantity));
        Same(remaining, result.Remaining.Lots, nameof(result.Remaining));
    }

    private static (long Lots, long Remaining) AtTheEnd(OpenFact opened, Outcome outcome)
    {
        var (lots, remaining) = (opened.Lots, opened.Lots);
        foreach (var fact in outcome.Orders)
        {
            if (fact is AmendFact amended && amended.Order == opened.Id) (lots, remaining) = (amended.Lots, amended.Remaining);
            if (fact is TradeFact taken && taken.Taker == opened.Id) remaining = taken.TakerRemaining;
            if (fact is TradeFact made && made.Maker == opened.Id) remaining = made.MakerRemaining;
        }

        return (lots, remaining);
    }

    private static void Same<T>(T expected, T actual, string what)
    {
        if (!Equals(expected, actual)) throw new InvalidOperationException($"The answer's {what} is {actual}, the events say {expected}.");
    }
}
