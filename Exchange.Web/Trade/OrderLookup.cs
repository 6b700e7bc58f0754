using Exchange.Core.Engine;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;

namespace Exchange.Web.Trade;

/// <summary>Finds an order by the name its owner gave it: first among the open ones, then in the tables.</summary>
internal sealed class OrderLookup(IEngineReadState live, OrderQueries orders)
{
    /// <summary>How many of the newest orders are looked through.</summary>
    public const int OrdersLookedAt = 200;

    /// <summary>The order, or null when it is not there, or not there yet.</summary>
    public async Task<OrderView?> FindAsync(
        MemberId member, MarketId market, ClientOrderId name, CancellationToken cancellationToken)
    {
        if (live.OpenOrders(member).FirstOrDefault(o => o.ClientOrderId == name) is { } open) return open;
        var filter = new OrderFilter(member) { Markets = [market], Limit = OrdersLookedAt };
        var newest = await orders.ListAsync(filter, cancellationToken);
        return newest.FirstOrDefault(o => o.ClientOrderId == name);
    }
}
