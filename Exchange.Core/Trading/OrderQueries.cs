using System.Runtime.CompilerServices;
using Exchange.Core.Engine;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Projections;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Trading;

/// <summary>Whether orders are wanted that are open, filled or canceled.</summary>
[Flags]
public enum OrderStates
{
    /// <summary>Open orders.</summary>
    Open = 1,

    /// <summary>Completely filled ones.</summary>
    Filled = 2,

    /// <summary>Those canceled, in whole or for their remainder.</summary>
    Canceled = 4,

    /// <summary>All.</summary>
    All = Open | Filled | Canceled,
}

/// <summary>Which of a member's orders are wanted.</summary>
/// <param name="Member">Whose.</param>
public sealed record OrderFilter(MemberId Member)
{
    /// <summary>Only these markets; null for all.</summary>
    public IReadOnlyCollection<MarketId>? Markets { get; init; }

    /// <summary>Only these states.</summary>
    public OrderStates States { get; init; } = OrderStates.All;

    /// <summary>Only this side.</summary>
    public Side? Side { get; init; }

    /// <summary>Only this type.</summary>
    public OrderType? Type { get; init; }

    /// <summary>Only those that wait, or waited, for this; <see cref="TriggerKind.None"/> for those that wait for
    /// nothing.</summary>
    public TriggerKind? Trigger { get; init; }

    /// <summary>Created at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Created before.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Oldest change first instead of newest.</summary>
    public bool Ascending { get; init; }

    /// <summary>1 for the first page.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Rows per page, 0 to 1000.</summary>
    public int Limit { get; init; } = 100;
}

/// <summary>Reads orders: open ones as they are now, the rest from the tables.</summary>
public sealed class OrderQueries(IDbContextFactory<ExchangeDbContext> contexts, IEngineReadState live)
{
    /// <summary>
    /// A page of a member's orders by last change. Open orders are there as soon as they are placed; the tables come a moment later.
    /// </summary>
    public async Task<IReadOnlyList<OrderView>> ListAsync(OrderFilter filter, CancellationToken cancellationToken)
    {
        var skipped = (filter.Page - 1) * filter.Limit;
        if (filter.States == OrderStates.Open) return [.. Ordered(Open(filter), filter.Ascending).Skip(skipped).Take(filter.Limit)];
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = Ordered(Filtered(db.Orders.AsNoTracking(), filter), filter.Ascending);
        var page = await rows.Skip(skipped).Take(filter.Limit).ToListAsync(cancellationToken);
        var views = page
            .Select(row => live.OpenOrder(new OrderId(row.Id)) ?? live.RecentlyClosedOrder(new OrderId(row.Id)) ?? row.ToView())
            .Where(order => filter.States.HasFlag(StateOf(order)));
        if (skipped > 0 || !filter.States.HasFlag(OrderStates.Open)) return [.. views];
        return [.. Ordered(views.UnionBy(Open(filter), order => order.Id), filter.Ascending).Take(filter.Limit)];
    }

    /// <summary>How many orders match, for paging.</summary>
    public async Task<int> CountAsync(OrderFilter filter, CancellationToken cancellationToken)
    {
        if (filter.States == OrderStates.Open) return Open(filter).Count();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Filtered(db.Orders.AsNoTracking(), filter).CountAsync(cancellationToken);
    }

    /// <summary>All of a member's orders in the tables, oldest first, one after the other.</summary>
    internal async IAsyncEnumerable<OrderView> AllAsync(
        MemberId member, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = db.Orders.AsNoTracking().Where(o => o.MemberId == member.Value).OrderBy(o => o.Id).AsAsyncEnumerable();
        await foreach (var row in rows.WithCancellation(cancellationToken))
            yield return live.OpenOrder(new OrderId(row.Id)) ?? live.RecentlyClosedOrder(new OrderId(row.Id)) ?? row.ToView();
    }

    /// <summary>One order of a member; another member's is as unknown as none.</summary>
    public async Task<OrderView?> FindAsync(MemberId member, OrderId order, CancellationToken cancellationToken)
    {
        // Open first, then just closed: an order may close between the two looks, never the other way round.
        if ((live.OpenOrder(order) ?? live.RecentlyClosedOrder(order)) is { } found)
            return found.Member == member ? found : null;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.Orders.AsNoTracking()
            .SingleOrDefaultAsync(o => o.Id == order.Value && o.MemberId == member.Value, cancellationToken);
        return row?.ToView();
    }

    private IEnumerable<OrderView> Open(OrderFilter filter) => live.OpenOrders(filter.Member).Where(order =>
        filter.Markets?.Contains(order.Market) != false
        && (filter.Side is null || filter.Side == order.Side)
        && (filter.Type is null || filter.Type == order.Type)
        && (filter.Trigger is null || filter.Trigger == order.Trigger)
        && (filter.From is null || order.CreatedMicroseconds >= Clock.ToMicroseconds(filter.From.Value))
        && (filter.To is null || order.CreatedMicroseconds < Clock.ToMicroseconds(filter.To.Value)));

    private static OrderStates StateOf(OrderView order) => order.Close switch
    {
        CloseReason.None => OrderStates.Open,
        CloseReason.Filled => OrderStates.Filled,
        _ => OrderStates.Canceled,
    };

    private static IEnumerable<OrderView> Ordered(IEnumerable<OrderView> orders, bool ascending) => ascending
        ? orders.OrderBy(o => o.UpdatedMicroseconds).ThenBy(o => o.Id.Value)
        : orders.OrderByDescending(o => o.UpdatedMicroseconds).ThenByDescending(o => o.Id.Value);

    private static IQueryable<OrderRow> Filtered(IQueryable<OrderRow> orders, OrderFilter filter)
    {
        orders = orders.Where(o => o.MemberId == filter.Member.Value);
        if (filter.Markets is { } markets)
        {
            var indexes = markets.Select(m => m.Index).ToList();
            orders = orders.Where(o => indexes.Contains(o.MarketIndex));
        }

        if (filter.States != OrderStates.All)
        {
            var open = filter.States.HasFlag(OrderStates.Open);
            var filled = filter.States.HasFlag(OrderStates.Filled);
            var canceled = filter.States.HasFlag(OrderStates.Canceled);
            orders = orders.Where(o => (open && o.Close == CloseReason.None) || (filled && o.Close == CloseReason.Filled)
                || (canceled && o.Close != CloseReason.None && o.Close != CloseReason.Filled));
        }

        if (filter.Side is { } side) orders = orders.Where(o => o.Side == side);
        if (filter.Type is { } type) orders = orders.Where(o => o.Type == type);
        if (filter.Trigger is { } trigger) orders = orders.Where(o => o.Trigger == trigger);
        if (filter.From is { } from) orders = orders.Where(o => o.CreatedMicroseconds >= Clock.ToMicroseconds(from));
        if (filter.To is { } to) orders = orders.Where(o => o.CreatedMicroseconds < Clock.ToMicroseconds(to));
        return orders;
    }

    private static IQueryable<OrderRow> Ordered(IQueryable<OrderRow> orders, bool ascending) => ascending
        ? orders.OrderBy(o => o.UpdatedMicroseconds).ThenBy(o => o.Id)
        : orders.OrderByDescending(o => o.UpdatedMicroseconds).ThenByDescending(o => o.Id);
}
