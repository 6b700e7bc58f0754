using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Projections;

/// <summary>An order as history shows it: one row per order, its latest state.</summary>
public sealed class OrderRow
{
    /// <summary>The order's id.</summary>
    public long Id { get; set; }

    /// <summary>The owner.</summary>
    public long MemberId { get; set; }

    /// <summary>The market's index.</summary>
    public int MarketIndex { get; set; }

    /// <summary>Buy or sell.</summary>
    public Side Side { get; set; }

    /// <summary>Limit or market.</summary>
    public OrderType Type { get; set; }

    /// <summary>How long it stays.</summary>
    public TimeInForce TimeInForce { get; set; }

    /// <summary>It may not take.</summary>
    public bool PostOnly { get; set; }

    /// <summary>Limit or worst price in ticks.</summary>
    public long PriceTicks { get; set; }

    /// <summary>What it was placed with, in lots.</summary>
    public long QuantityLots { get; set; }

    /// <summary>What is left, in lots.</summary>
    public long RemainingLots { get; set; }

    /// <summary>Sum of its trades' notionals.</summary>
    public Amount ExecutedNotional { get; set; }

    /// <summary>How many trades it had.</summary>
    public int TradeCount { get; set; }

    /// <summary>Why it closed; None while open.</summary>
    public CloseReason Close { get; set; }

    /// <summary>Its maker rate, parts per million.</summary>
    public int MakerRate { get; set; }

    /// <summary>Its taker rate, parts per million.</summary>
    public int TakerRate { get; set; }

    /// <summary>The owner's name for it, or null.</summary>
    public Guid? ClientOrderId { get; set; }

    /// <summary>What it does on meeting its owner's other orders.</summary>
    public SelfTradePrevention SelfTradePrevention { get; set; }

    /// <summary>What it waits, or waited, for.</summary>
    public TriggerKind Trigger { get; set; }

    /// <summary>It waits for its trigger.</summary>
    public bool IsPending { get; set; }

    /// <summary>The last price that triggers it, in ticks; 0 without a trigger.</summary>
    public long TriggerTicks { get; set; }

    /// <summary>A trailing stop's distance in ticks, or 0.</summary>
    public long TrailTicks { get; set; }

    /// <summary>A trailing stop's distance in basis points, or 0.</summary>
    public int TrailBasisPoints { get; set; }

    /// <summary>What an iceberg order shows at a time, in lots; 0 shows everything.</summary>
    public long DisplayLots { get; set; }

    /// <summary>When it expires, microseconds since 1970 UTC; 0 for never.</summary>
    public long ExpiresMicroseconds { get; set; }

    /// <summary>The other order of a pair, or 0.</summary>
    public long LinkedOrderId { get; set; }

    /// <summary>The last command that changed it.</summary>
    public long Sequence { get; set; }

    /// <summary>Accepted, microseconds since 1970 UTC.</summary>
    public long CreatedMicroseconds { get; set; }

    /// <summary>Last changed, microseconds since 1970 UTC.</summary>
    public long UpdatedMicroseconds { get; set; }
}

internal sealed class OrderRowConfiguration : IEntityTypeConfiguration<OrderRow>
{
    public void Configure(EntityTypeBuilder<OrderRow> builder)
    {
        builder.ToTable("orders");
        builder.Property(o => o.Id).ValueGeneratedNever();
        builder.Property(o => o.ExecutedNotional).HasAmountConversion();
        builder.HasIndex(o => new { o.MemberId, o.UpdatedMicroseconds });
    }
}
