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
    private readonly Dictionary<long, OrderRow> _changedOrders = [];
    private readonly List<TradeRow> _trades = [];
    private readonly List<PostingRow> _postings = [];
    private long _lineSequence;
    private int _line;

    private ProjectionRows(Dictionary<long, OrderRow> openOrders) => _openOrders = openOrders;

    public IReadOnlyCollection<OrderRow> ChangedOrders => _changedOrders.Values;

    public IReadOnlyList<TradeRow> Trades => _trades;

    public IReadOnlyList<PostingRow> Postings => _postings;

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
            case EventKind.Traded: Trade(e); break;
            case EventKind.OrderClosed: Close(e); break;
            case EventKind.Transferred:
            case EventKind.Released: break;
            case EventKind.CurrencyDefined:
            case EventKind.MarketDefined:
            case EventKind.MarketStateChanged:
            case EventKind.FeeSet:
            case EventKind.MemberGroupSet:
            case EventKind.LevelChanged:
            default: break; // Kept by the engine itself; no table shows them.
        }
    }

    /// <summary>Everything gathered is in the tables.</summary>
    public void Written()
    {
        _changedOrders.Clear();
        _trades.Clear();
        _postings.Clear();
        _candles.Written();
        EventCount = 0;
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
            CreatedMicroseconds = e.AtMicroseconds,
            UpdatedMicroseconds = e.AtMicroseconds,
        };
        _openOrders.Add(row.Id, row);
        _changedOrders[row.Id] = row;
    }

    private void Trade(in EngineEvent e)
    {
        Fill(e.MakerOrder, e.MakerRemaining, e);
        Fill(e.TakerOrder, e.TakerRemaining, e);
        _candles.Add(e);
        _trades.Add(new TradeRow
        {
            Id = e.Trade.Value,
            MarketIndex = e.Market.Index,
            PriceTicks = e.Price.Ticks,
            QuantityLots = e.Quantity.Lots,
            Notional = e.Amount,
            TakerSide = e.Side,
            MakerOrderId = e.MakerOrder.Value,
            TakerOrderId = e.TakerOrder.Value,
            MakerMemberId = e.MakerMember.Value,
            TakerMemberId = e.TakerMember.Value,
            MakerFee = e.MakerFee,
            TakerFee = e.TakerFee,
            MakerRate = e.MakerRate.PartsPerMillion,
            TakerRate = e.TakerRate.PartsPerMillion,
            AtMicroseconds = e.AtMicroseconds,
        });
    }

    private void Fill(OrderId order, Quantity remaining, in EngineEvent e)
    {
        var row = Changed(order);
        row.RemainingLots = remaining.Lots;
        row.ExecutedNotional += e.Amount;
        row.TradeCount++;
        row.UpdatedMicroseconds = e.AtMicroseconds;
    }

    private void Close(in EngineEvent e)
    {
        var row = Changed(e.Order);
        row.Close = e.Close;
        row.UpdatedMicroseconds = e.AtMicroseconds;
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
        _postings.Add(new PostingRow
        {
            Sequence = e.Sequence,
            Line = _line,
            Account = line.Account,
            MemberId = line.Member.Value,
            CurrencyIndex = line.Currency.Index,
            Amount = line.Amount,
            OrderId = e.Kind == EventKind.Traded ? 0 : e.Order.Value,
            TradeId = e.Kind == EventKind.Traded ? e.Trade.Value : 0,
            Reference = e.Kind == EventKind.Transferred ? e.Text : null,
            AtMicroseconds = e.AtMicroseconds,
        });
    }

    private OrderRow Changed(OrderId order)
    {
        if (!_openOrders.TryGetValue(order.Value, out var row))
            throw new InvariantViolation($"Order {order.Value} is not open in the tables.");
        return _changedOrders[row.Id] = row;
    }
}
