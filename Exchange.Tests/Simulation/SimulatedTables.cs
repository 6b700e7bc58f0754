using Exchange.Core.Projections;

namespace Exchange.Tests.Simulation;

/// <summary>The projected tables: what one committed transaction after the other has left. Rows are copies, as in a
/// database.</summary>
internal sealed class SimulatedTables
{
    private static readonly Func<object, object> MemberwiseCopy = typeof(object)
        .GetMethod("MemberwiseClone", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!
        .CreateDelegate<Func<object, object>>();

    public long Position { get; set; }

    /// <summary>Counts the processes that took the tables over.</summary>
    public long Epoch { get; private set; }

    public SortedDictionary<long, OrderRow> Orders { get; } = [];

    public SortedDictionary<long, TradeRow> Trades { get; } = [];

    public SortedDictionary<(long Sequence, int Line), PostingRow> Postings { get; } = [];

    public SortedDictionary<(int Market, int Period, long Open), CandleRow> Candles { get; } = [];

    public static T Copy<T>(T row)
        where T : class => (T)MemberwiseCopy(row);

    public long TakeOver() => ++Epoch;

    /// <summary>Inserts new rows and changes the others. False, and nothing changed, when a key is taken.</summary>
    public bool TryWrite(TableChanges changes)
    {
        if (changes.Trades.Exists(t => Trades.ContainsKey(t.Id)) || changes.NewOrders.Exists(o => Orders.ContainsKey(o.Id))
            || changes.Postings.Exists(p => Postings.ContainsKey((p.Sequence, p.Line)))) return false;
        foreach (var trade in changes.Trades) Trades.Add(trade.Id, trade);
        foreach (var posting in changes.Postings) Postings.Add((posting.Sequence, posting.Line), posting);
        foreach (var order in changes.NewOrders) Orders.Add(order.Id, order);
        foreach (var (id, change) in changes.ChangedOrders)
            if (Orders.TryGetValue(id, out var order)) change.ApplyTo(order);
        foreach (var candle in changes.Candles)
            Candles[(candle.MarketIndex, candle.PeriodMinutes, candle.OpenTimeSeconds)] = candle;
        return true;
    }
}

/// <summary>The rows of one transaction, as they were when it was sent; those in COPY format are read as a database reads
/// them.</summary>
internal sealed class TableChanges(ProjectionRows rows)
{
    public List<TradeRow> Trades { get; } = [.. CopyReader.Trades(rows.Trades)];

    public List<PostingRow> Postings { get; } = [.. CopyReader.Postings(rows.Postings)];

    public List<OrderRow> NewOrders { get; } = [.. rows.NewOrders.Select(SimulatedTables.Copy)];

    public Dictionary<long, OrderChange> ChangedOrders { get; } = new(rows.ChangedOrders);

    public List<CandleRow> Candles { get; } = [.. rows.ChangedCandles.Select(SimulatedTables.Copy)];
}
