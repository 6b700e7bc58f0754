using System.Runtime.InteropServices;
using Exchange.Core.Engine;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;

namespace Exchange.Core.Projections;

/// <summary>
/// The rows that events make, gathered until they are written: new orders, trades and postings, what changed in older orders,
/// and the latest state of every candle that changed. It holds nothing of what the tables have already: a start reads no
/// orders back, and a million open ones cost nothing here.
/// </summary>
internal sealed class ProjectionRows
{
    private readonly CandleRows _candles = new();
    private readonly Dictionary<long, OrderRow> _newOrders = [];
    private readonly Dictionary<long, OrderChange> _changedOrders = [];
    private long _lineSequence;
    private int _line;

    private ProjectionRows()
    {
    }

    /// <summary>Orders that the tables do not have yet.</summary>
    public IReadOnlyCollection<OrderRow> NewOrders => _newOrders.Values;

    /// <summary>What became of orders that the tables have.</summary>
    public IReadOnlyDictionary<long, OrderChange> ChangedOrders => _changedOrders;

    public CopyBuffer Trades { get; } = new();

    public CopyBuffer Postings { get; } = new();

    public IReadOnlyCollection<CandleRow> ChangedCandles => _candles.Changed;

    /// <summary>How many events were folded since the last write.</summary>
    public int EventCount { get; private set; }

    public static async Task<ProjectionRows> LoadAsync(ExchangeDbContext db, CancellationToken cancellationToken)
    {
        var rows = new ProjectionRows();
        await rows._candles.LoadAsync(db, cancellationToken);
        return rows;
    }

    /// <summary>Begins with candles that are already here.</summary>
    internal static ProjectionRows From(IEnumerable<CandleRow> newestCandles)
    {
        var rows = new ProjectionRows();
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
    }

    private void Open(in EngineEvent e) => _newOrders.Add(
        e.Order.Value,
        new OrderRow
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
        });

    private void Trigger(in EngineEvent e) => Change(e.Order, new OrderChange(e)
    {
        IsPending = false,
        PriceTicks = e.Price.Ticks,
        TriggerTicks = e.TriggerPrice.Ticks,
    });

    private void Amend(in EngineEvent e) => Change(e.Order, new OrderChange(e)
    {
        PriceTicks = e.Price.Ticks,
        QuantityLots = e.Quantity.Lots,
        RemainingLots = e.Remaining.Lots,
    });

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

    private void Fill(OrderId order, Quantity remaining, in EngineEvent e) => Change(order, new OrderChange(e)
    {
        RemainingLots = remaining.Lots,
        AddedNotional = e.Amount,
        AddedTrades = 1,
    });

    private void Close(in EngineEvent e) => Change(e.Order, new OrderChange(e)
    {
        Close = e.Close,
        RemainingLots = e.Remaining.Lots,
        IsPending = false,
    });

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

    private void Change(OrderId order, in OrderChange change)
    {
        if (_newOrders.TryGetValue(order.Value, out var row)) change.ApplyTo(row);
        else CollectionsMarshal.GetValueRefOrAddDefault(_changedOrders, order.Value, out _).Add(change);
    }
}
