using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Projections;

/// <summary>A trade with both its orders.</summary>
public sealed class TradeRow
{
    /// <summary>How many columns a row has.</summary>
    internal const short ColumnCount = 15;

    /// <summary>The trade's id.</summary>
    public long Id { get; set; }

    /// <summary>The market's index.</summary>
    public int MarketIndex { get; set; }

    /// <summary>The maker's price in ticks.</summary>
    public long PriceTicks { get; set; }

    /// <summary>Quantity in lots.</summary>
    public long QuantityLots { get; set; }

    /// <summary>Price times quantity in quote.</summary>
    public Amount Notional { get; set; }

    /// <summary>The incoming order's side.</summary>
    public Side TakerSide { get; set; }

    /// <summary>The resting order.</summary>
    public long MakerOrderId { get; set; }

    /// <summary>The incoming order.</summary>
    public long TakerOrderId { get; set; }

    /// <summary>Owner of the resting order.</summary>
    public long MakerMemberId { get; set; }

    /// <summary>Owner of the incoming order.</summary>
    public long TakerMemberId { get; set; }

    /// <summary>The maker's fee in what the maker received.</summary>
    public Amount MakerFee { get; set; }

    /// <summary>The taker's fee in what the taker received.</summary>
    public Amount TakerFee { get; set; }

    /// <summary>The maker's rate, parts per million.</summary>
    public int MakerRate { get; set; }

    /// <summary>The taker's rate, parts per million.</summary>
    public int TakerRate { get; set; }

    /// <summary>When, microseconds since 1970 UTC.</summary>
    public long AtMicroseconds { get; set; }
}

internal sealed class TradeRowConfiguration : IEntityTypeConfiguration<TradeRow>
{
    public void Configure(EntityTypeBuilder<TradeRow> builder)
    {
        builder.ToTable("trades");
        builder.Property(t => t.Id).ValueGeneratedNever();
        builder.Property(t => t.Notional).HasAmountConversion();
        builder.Property(t => t.MakerFee).HasAmountConversion();
        builder.Property(t => t.TakerFee).HasAmountConversion();
        builder.HasIndex(t => new { t.MarketIndex, t.Id });
        // For a member's trades as well as for an order's, which are always asked for together with its owner.
        builder.HasIndex(t => new { t.MakerMemberId, t.MakerOrderId });
        builder.HasIndex(t => new { t.TakerMemberId, t.TakerOrderId });
    }
}
