using Exchange.Core.Engine;
using Exchange.Core.Primitives;

namespace Exchange.Core.Trading;

/// <summary>Cancels several of a member's orders with no other command between them. Always allowed, as every
/// cancel.</summary>
public sealed class CancelOrdersTogether(IEngine engine)
{
    /// <summary>Most orders of one call.</summary>
    public const int MaxOrders = 100;

    /// <summary>Cancels each order that is open; another member's order is as unknown as none.</summary>
    /// <param name="member">Whose.</param>
    /// <param name="orders">At most <see cref="MaxOrders"/>.</param>
    /// <param name="cancellationToken">Stops the waiting, not the cancels.</param>
    /// <returns>A result for each order.</returns>
    public async ValueTask<CancelResult[]> ExecuteAsync(
        MemberId member, IReadOnlyList<OrderId> orders, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(orders.Count, MaxOrders);
        if (orders.Count == 0) return [];
        var commands = orders.Select(order => Command.CancelOrder(member, order)).ToArray();
        var answers = await engine.SubmitTogetherAsync(commands, cancellationToken);
        return [.. answers.Select(answer => CancelOrders.ToResult(answer, 1))];
    }
}
