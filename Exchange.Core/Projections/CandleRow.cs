using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Projections;

/// <summary>A candle: open, high, low and close of a period in which there was a trade.</summary>
public sealed class CandleRow
{
    /// <summary>The market's index.</summary>
    public int MarketIndex { get; set; }

    /// <summary>The period's length in minutes.</summary>
    public int PeriodMinutes { get; set; }

    /// <summary>The period's start, unix seconds.</summary>
    public long OpenTimeSeconds { get; set; }

    /// <summary>First price in ticks.</summary>
    public long OpenTicks { get; set; }

    /// <summary>Highest price in ticks.</summary>
    public long HighTicks { get; set; }

    /// <summary>Lowest price in ticks.</summary>
    public long LowTicks { get; set; }

    /// <summary>Last price in ticks.</summary>
    public long CloseTicks { get; set; }

    /// <summary>Sum of quantities in lots.</summary>
    public long VolumeLots { get; set; }

    /// <summary>Sum of price times quantity, in quote.</summary>
    public Amount QuoteVolume { get; set; }
}

internal sealed class CandleRowConfiguration : IEntityTypeConfiguration<CandleRow>
{
    public void Configure(EntityTypeBuilder<CandleRow> builder)
    {
        builder.ToTable("candles");
        builder.HasKey(c => new { c.MarketIndex, c.PeriodMinutes, c.OpenTimeSeconds });
        builder.Property(c => c.QuoteVolume).HasAmountConversion();
    }
}
