using Exchange.Core.Engine;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Simulation;

/// <summary>An order as the auditor knows it, from events alone, kept also when it is closed.</summary>
internal sealed class AuditedOrder
{
    public AuditedOrder(in EngineEvent e)
    {
        Id = e.Order.Value;
        Member = e.Member.Value;
        Market = e.Market.Index;
        Side = e.Side;
        Type = e.Type;
        Price = e.Price.Ticks;
        Quantity = e.Quantity.Lots;
        Remaining = e.Quantity.Lots;
        Name = e.ClientOrderId;
        Currency = e.Currency.Index;
        MakerRate = e.MakerRate.PartsPerMillion;
        TakerRate = e.TakerRate.PartsPerMillion;
        Expires = e.ExpiresMicroseconds;
        Trigger = e.Trigger;
        TriggerPrice = e.TriggerPrice.Ticks;
        Linked = e.LinkedOrder.Value;
        IsPending = e.Trigger != TriggerKind.None;
    }

    public long Id { get; }

    public long Member { get; }

    public int Market { get; }

    public Side Side { get; }

    public OrderType Type { get; }

    public long Price { get; set; }

    public long Quantity { get; set; }

    public long Remaining { get; set; }

    public long Executed { get; set; }

    public Int128 Notional { get; set; }

    public int Trades { get; set; }

    public ClientOrderId Name { get; }

    /// <summary>What it pays with.</summary>
    public int Currency { get; }

    public int MakerRate { get; }

    public int TakerRate { get; }

    public long Expires { get; }

    public TriggerKind Trigger { get; }

    public long TriggerPrice { get; }

    /// <summary>The other order of a pair, or 0.</summary>
    public long Linked { get; set; }

    public bool IsPending { get; set; }

    /// <summary>What events have set aside for it and not given back.</summary>
    public Int128 Locked { get; set; }

    public CloseReason Close { get; set; }

    public bool IsOpen => Close == CloseReason.None;

    /// <summary>The most that a buy may have to pay: a conditional market order that names no worst price allows 10 % above
    /// its first trigger.</summary>
    public long DearestPrice => Price != 0 ? Price : TriggerPrice * 110 / 100;

    /// <summary>True when it should have entered the book by now.</summary>
    public bool IsTriggeredBy(long lastPrice)
    {
        if (!IsPending || lastPrice == 0 || Trigger is TriggerKind.None or TriggerKind.TrailingStop) return false;
        var waitsForRise = (Trigger == TriggerKind.Stop) == (Side == Side.Buy);
        return waitsForRise ? lastPrice >= TriggerPrice : lastPrice <= TriggerPrice;
    }
}
