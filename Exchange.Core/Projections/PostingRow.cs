using Exchange.Core.Ledger;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Projections;

/// <summary>One line of the ledger. Never changes; the lines of one command sum to zero per currency.</summary>
public sealed class PostingRow
{
    /// <summary>How many columns a row has.</summary>
    internal const short ColumnCount = 10;

    /// <summary>The command's sequence number.</summary>
    public long Sequence { get; set; }

    /// <summary>0, 1, 2 … within the command.</summary>
    public int Line { get; set; }

    /// <summary>Which account.</summary>
    public LedgerAccount Account { get; set; }

    /// <summary>The member, 0 for the platform.</summary>
    public long MemberId { get; set; }

    /// <summary>The currency's index.</summary>
    public int CurrencyIndex { get; set; }

    /// <summary>Credit positive, debit negative.</summary>
    public Amount Amount { get; set; }

    /// <summary>The order that caused it, or 0.</summary>
    public long OrderId { get; set; }

    /// <summary>The trade that caused it, or 0.</summary>
    public long TradeId { get; set; }

    /// <summary>The transfer's reference that caused it, or null.</summary>
    public string? Reference { get; set; }

    /// <summary>When, microseconds since 1970 UTC.</summary>
    public long AtMicroseconds { get; set; }
}

internal sealed class PostingRowConfiguration : IEntityTypeConfiguration<PostingRow>
{
    public void Configure(EntityTypeBuilder<PostingRow> builder)
    {
        builder.ToTable("postings");
        // One index, for half of what a posting costs is its indexes: a member's lines in order, the currency in it so that it
        // filters without a look at the rows.
        builder.HasKey(p => new { p.MemberId, p.Sequence, p.Line, p.CurrencyIndex });
        builder.Property(p => p.Amount).HasAmountConversion();
        builder.Property(p => p.Reference).HasMaxLength(200);
    }
}
