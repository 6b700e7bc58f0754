using System.Runtime.CompilerServices;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Projections;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Trading;

/// <summary>One member's side of a trade.</summary>
/// <param name="Id">The trade.</param>
/// <param name="Market">Where.</param>
/// <param name="Order">The member's own order.</param>
/// <param name="Side">The member's own side.</param>
/// <param name="TakerSide">The incoming order's side.</param>
/// <param name="Price">The price.</param>
/// <param name="Quantity">The quantity.</param>
/// <param name="Notional">Price times quantity in quote.</param>
/// <param name="FeeRate">The rate the member paid.</param>
/// <param name="Fee">The fee, in what the member received: base for a buyer, quote for a seller.</param>
/// <param name="AtMicroseconds">When, microseconds since 1970 UTC.</param>
public sealed record MemberTrade(
    TradeId Id, MarketId Market, OrderId Order, Side Side, Side TakerSide, Price Price, Quantity Quantity, Amount Notional,
    FeeRate FeeRate, Amount Fee, long AtMicroseconds);

/// <summary>Which of a member's trades are wanted.</summary>
/// <param name="Member">Whose.</param>
public sealed record TradeFilter(MemberId Member)
{
    /// <summary>Only these markets; null for all.</summary>
    public IReadOnlyCollection<MarketId>? Markets { get; init; }

    /// <summary>Only trades where the member's side was this.</summary>
    public Side? Side { get; init; }

    /// <summary>Only trades of this order.</summary>
    public OrderId? Order { get; init; }

    /// <summary>At or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Oldest first instead of newest.</summary>
    public bool Ascending { get; init; }

    /// <summary>1 for the first page.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Rows per page, 0 to 1000.</summary>
    public int Limit { get; init; } = 100;
}

/// <summary>Reads a member's trades from the tables.</summary>
public sealed class TradeQueries(IDbContextFactory<ExchangeDbContext> contexts)
{
    /// <summary>A page of a member's trades by id.</summary>
    public async Task<IReadOnlyList<MemberTrade>> ListAsync(TradeFilter filter, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var trades = Filtered(db.Trades.AsNoTracking(), filter);
        trades = filter.Ascending ? trades.OrderBy(t => t.Id) : trades.OrderByDescending(t => t.Id);
        var page = await trades.Skip((filter.Page - 1) * filter.Limit).Take(filter.Limit).ToListAsync(cancellationToken);
        return [.. page.Select(row => ToMemberTrade(row, filter.Member))];
    }

    /// <summary>A member's side of all their trades, oldest first, one after the other.</summary>
    internal async IAsyncEnumerable<MemberTrade> AllAsync(
        MemberId member, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = Filtered(db.Trades.AsNoTracking(), new TradeFilter(member)).OrderBy(t => t.Id).AsAsyncEnumerable();
        await foreach (var row in rows.WithCancellation(cancellationToken)) yield return ToMemberTrade(row, member);
    }

    /// <summary>How many trades match, for paging.</summary>
    public async Task<int> CountAsync(TradeFilter filter, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Filtered(db.Trades.AsNoTracking(), filter).CountAsync(cancellationToken);
    }

    private static IQueryable<TradeRow> Filtered(IQueryable<TradeRow> trades, TradeFilter filter)
    {
        var member = filter.Member.Value;
        trades = filter.Order is { } order
            ? trades.Where(t => (t.MakerMemberId == member && t.MakerOrderId == order.Value)
                || (t.TakerMemberId == member && t.TakerOrderId == order.Value))
            : trades.Where(t => t.MakerMemberId == member || t.TakerMemberId == member);
        if (filter.Markets is { } markets)
        {
            var indexes = markets.Select(m => m.Index).ToList();
            trades = trades.Where(t => indexes.Contains(t.MarketIndex));
        }

        if (filter.Side is { } side)
            trades = trades.Where(t => (t.TakerMemberId == member) == (t.TakerSide == side));
        if (filter.From is { } from) trades = trades.Where(t => t.AtMicroseconds >= Clock.ToMicroseconds(from));
        if (filter.To is { } to) trades = trades.Where(t => t.AtMicroseconds < Clock.ToMicroseconds(to));
        return trades;
    }

    private static MemberTrade ToMemberTrade(TradeRow row, MemberId member)
    {
        var isTaker = row.TakerMemberId == member.Value;
        var side = isTaker == (row.TakerSide == Side.Buy) ? Side.Buy : Side.Sell;
        return new MemberTrade(
            new TradeId(row.Id), new MarketId(row.MarketIndex), new OrderId(isTaker ? row.TakerOrderId : row.MakerOrderId),
            side, row.TakerSide, new Price(row.PriceTicks), new Quantity(row.QuantityLots), row.Notional,
            new FeeRate(isTaker ? row.TakerRate : row.MakerRate), isTaker ? row.TakerFee : row.MakerFee, row.AtMicroseconds);
    }
}
