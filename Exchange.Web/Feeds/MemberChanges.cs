using Exchange.Core.Engine;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;

namespace Exchange.Web.Feeds;

/// <summary>What happened to one member since the subscriber was last told.</summary>
/// <param name="Trades">The member's new fills, oldest first.</param>
/// <param name="ChangedOrders">The member's orders that opened, traded or closed, each in its latest state.</param>
/// <param name="ChangedCurrencies">Currencies in which the available or locked balance changed.</param>
internal sealed record MemberChanges(
    IReadOnlyList<MemberTrade> Trades, IReadOnlyList<OrderView> ChangedOrders,
    IReadOnlyList<CurrencyId> ChangedCurrencies)
{
    /// <summary>Nothing.</summary>
    public static readonly MemberChanges None = new([], [], []);

    /// <summary>Orders that closed.</summary>
    public IReadOnlyList<OrderView> ClosedOrders => [.. ChangedOrders.Where(order => !order.IsOpen)];

    /// <summary>Both in one, within the limit for what may wait; the oldest go first.</summary>
    public MemberChanges Then(MemberChanges later)
    {
        var orders = new Dictionary<OrderId, OrderView>();
        foreach (var order in ChangedOrders.Concat(later.ChangedOrders))
        {
            orders.Remove(order.Id); // moves it to the end
            orders[order.Id] = order;
        }

        return new MemberChanges(
            [.. Trades.Concat(later.Trades).TakeLast(FeedLimits.MaxPendingMemberChanges)],
            [.. orders.Values.TakeLast(FeedLimits.MaxPendingMemberChanges)],
            [.. ChangedCurrencies.Union(later.ChangedCurrencies)]);
    }
}
