using Exchange.Core.Engine;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Projections;

/// <summary>
/// The rows that events make, gathered until they are written: new trades and postings, and the latest state of every
/// order and candle that changed.
/// </summary>
internal sealed class ProjectionRows
{
    private readonly Dictionary<long, OrderRow> _openOrders;
    private readonly CandleRows _candles = new();
    private readonly List<OrderRow> _newOrders = [];
    private readonly Dictionary<long, OrderRow> _changedOrders = [];
    private long _lineSequence;
    private long _firstNewOrder = long.MaxValue;
    private int _line;

    private ProjectionRows(Dictionary<long, OrderRow> openOrders) => _openOrders = openOrders;

    /// <summary>Orders that the tables do not have yet.</summary>
    public IReadOnlyList<OrderRow> NewOrders => _newOrders;

    /// <summary>Orders that the tables have in an older state.</summary>
    public IReadOnlyCollection<OrderRow> ChangedOrders => _changedOrders.Values;

    public CopyBuffer Trades { get; } = new();

    public CopyBuffer Postings { get; } = new();

    public IReadOnlyCollection<CandleRow> ChangedCandles => _candles.Changed;

    /// <summary>How many events were folded since the last write.</summary>
    public int EventCount { get; private set; }

    public static async Task<ProjectionRows> LoadAsync(ExchangeDbContext db, CancellationToken cancellationToken)
    {
        var open = await db.Orders.AsNoTracking().Where(o => o.Close == CloseReason.None)
            .ToDictionaryAsync(o => o.Id, cancellationToken);
        var rows = new ProjectionRows(open);
        await rows._candles.LoadAsync(db, cancellationToken);
        return rows;
    }

    /// <summary>Begins with rows that are already here.</summary>
    internal static ProjectionRows From(Dictionary<long, OrderRow> openOrders, IEnumerable<CandleRow> newestCandles)
    {
        var rows = new ProjectionRows(openOrders);
        rows._candles.Load(newestCandles);
        return rows;
    }

    public void Fold(in EngineEvent e)
    {
        EventCount++;
        Post(e);
        switch (e.Kind)
        {
            case EventKind.OrderOpened: Open(e); break;
            case EventKind.OrderTriggered: Trigger(e); break;
            case EventKind.OrderAmended: Amend(e); break;
            case EventKind.Traded: Trade(e); break;
            case EventKind.OrderClosed: Close(e); break;
            case EventKind.Transferred:
            case EventKind.Released: break; // Postings only.
            case EventKind.CurrencyDefined:
            case EventKind.MarketDefined:
            case EventKind.MarketStateChanged:
            case EventKind.MarketProtectionSet:
            case EventKind.FeeSet:
            case EventKind.MemberGroupSet:
            case EventKind.LevelChanged:
            case EventKind.AuctionIndicated:
            case EventKind.CancelTimerSet:
            default: break; // Kept by the engine itself; no table shows them.
        }
    }

    /// <summary>Everything gathered is in the tables.</summary>
    public void Written()
    {
        _newOrders.Clear();
        _changedOrders.Clear();
        Trades.Clear();
        Postings.Clear();
        _candles.Written();
        EventCount = 0;
        _firstNewOrder = long.MaxValue;
    }

    private void Open(in EngineEvent e)
    {
        var row = new OrderRow
        {
            Id = e.Order.Value,
            MemberId = e.Member.Value,
            MarketIndex = e.Market.Index,
            Side = e.Side,
            Type = e.Type,
            TimeInForce = e.TimeInForce,
            PostOnly = e.PostOnly,
            PriceTicks = e.Price.Ticks,
            QuantityLots = e.Quantity.Lots,
            RemainingLots = e.Quantity.Lots,
            MakerRate = e.MakerRate.PartsPerMillion,
            TakerRate = e.TakerRate.PartsPerMillion,
            ClientOrderId = e.ClientOrderId.IsSet ? e.ClientOrderId.ToGuid() : null,
            SelfTradePrevention = e.SelfTradePrevention,
            Trigger = e.Trigger,
            IsPending = e.Trigger != TriggerKind.None,
            TriggerTicks = e.TriggerPrice.Ticks,
            TrailTicks = e.TrailTicks,
            TrailBasisPoints = e.TrailBasisPoints,
            DisplayLots = e.Display.Lots,
            ExpiresMicroseconds = e.ExpiresMicroseconds,
            LinkedOrderId = e.LinkedOrder.Value,
            Sequence = e.Sequence,
            CreatedMicroseconds = e.AtMicroseconds,
            UpdatedMicroseconds = e.AtMicroseconds,
        };
        _openOrders.Add(row.Id, row);
        _newOrders.Add(row);
        _firstNewOrder = Math.Min(_firstNewOrder, row.Id);
    }

    private void Trigger(in EngineEvent e)
    {
        var row = Changed(e.Order, e);
        row.IsPending = false;
        row.PriceTicks = e.Price.Ticks;
        row.TriggerTicks = e.TriggerPrice.Ticks;
    }

    private void Amend(in EngineEvent e)
    {
        var row = Changed(e.Order, e);
        row.PriceTicks = e.Price.Ticks;
        row.QuantityLots = e.Quantity.Lots;
        row.RemainingLots = e.Remaining.Lots;
    }

    private void Trade(in EngineEvent e)
    {
        Fill(e.MakerOrder, e.MakerRemaining, e);
        Fill(e.TakerOrder, e.TakerRemaining, e);
        _candles.Add(e);
        Trades.StartRow(TradeRow.ColumnCount);
        Trades.Write(e.Trade.Value);
        Trades.Write(e.Market.Index);
        Trades.Write(e.Price.Ticks);
        Trades.Write(e.Quantity.Lots);
        Trades.Write(e.Amount);
        Trades.Write((short)e.Side);
        Trades.Write(e.MakerOrder.Value);
        Trades.Write(e.TakerOrder.Value);
        Trades.Write(e.MakerMember.Value);
        Trades.Write(e.TakerMember.Value);
        Trades.Write(e.MakerFee);
        Trades.Write(e.TakerFee);
        Trades.Write(e.MakerRate.PartsPerMillion);
        Trades.Write(e.TakerRate.PartsPerMillion);
        Trades.Write(e.AtMicroseconds);
    }

    private void Fill(OrderId order, Quantity remaining, in EngineEvent e)
    {
        var row = Changed(order, e);
        row.RemainingLots = remaining.Lots;
        row.ExecutedNotional += e.Amount;
        row.TradeCount++;
    }

    private void Close(in EngineEvent e)
    {
        var row = Changed(e.Order, e);
        row.Close = e.Close;
        row.RemainingLots = e.Remaining.Lots;
        row.IsPending = false;
        _openOrders.Remove(row.Id);
    }

    private void Post(in EngineEvent e)
    {
        var lines = default(PostingLines);
        var count = Engine.Postings.Of(e, ref lines);
        for (var i = 0; i < count; i++) Post(e, lines[i]);
    }

    private void Post(in EngineEvent e, in Posting line)
    {
        _line = e.Sequence == _lineSequence ? _line + 1 : 0;
        _lineSequence = e.Sequence;
        Postings.StartRow(PostingRow.ColumnCount);
        Postings.Write(e.Sequence);
        Postings.Write(_line);
        Postings.Write((int)line.Account);
        Postings.Write(line.Member.Value);
        Postings.Write(line.Currency.Index);
        Postings.Write(line.Amount);
        Postings.Write(e.Kind == EventKind.Traded ? 0 : e.Order.Value);
        Postings.Write(e.Kind == EventKind.Traded ? e.Trade.Value : 0);
        Postings.Write(e.Kind == EventKind.Transferred ? e.Text : null);
        Postings.Write(e.AtMicroseconds);
    }

    private OrderRow Changed(OrderId order, in EngineEvent e)
    {
        if (!_openOrders.TryGetValue(order.Value, out var row))
            throw new InvariantViolation($"Order {order.Value} is not open in the tables.");
        row.Sequence = e.Sequence;
        row.UpdatedMicroseconds = e.AtMicroseconds;
        // Ids count up, so whatever is not older than the first new order is new as well.
        if (row.Id < _firstNewOrder) _changedOrders[row.Id] = row;
        return row;
    }
}
