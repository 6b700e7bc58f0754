using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Projections;

/// <summary>The tables of this room.</summary>
public static class ProjectionSets
{
    extension(ExchangeDbContext db)
    {
        /// <summary>Orders, one row each.</summary>
        public DbSet<OrderRow> Orders => db.Set<OrderRow>();

        /// <summary>Trades.</summary>
        public DbSet<TradeRow> Trades => db.Set<TradeRow>();

        /// <summary>Ledger lines.</summary>
        public DbSet<PostingRow> Postings => db.Set<PostingRow>();

        /// <summary>Candles.</summary>
        public DbSet<CandleRow> Candles => db.Set<CandleRow>();

        /// <summary>How far the projections are.</summary>
        public DbSet<ProjectionPosition> ProjectionPositions => db.Set<ProjectionPosition>();
    }
}
