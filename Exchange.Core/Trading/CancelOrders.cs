using Exchange.Core.Engine;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Trading;

/// <summary>Why a cancel was refused.</summary>
public enum CancelRejectReason
{
    /// <summary>Accepted.</summary>
    None = 0,

    /// <summary>The member has no open order with this id.</summary>
    OrderUnknown,

    /// <summary>The queue is full; nothing happened.</summary>
    Busy,

    /// <summary>The engine takes nothing now; nothing happened.</summary>
    Unavailable,

    /// <summary>The caller stopped waiting; look the order up.</summary>
    OutcomeUnknown,
}

/// <summary>What became of a cancel.</summary>
/// <param name="Reason">None when accepted.</param>
/// <param name="CanceledCount">How many orders left the book.</param>
public sealed record CancelResult(CancelRejectReason Reason, int CanceledCount)
{
    /// <summary>What a single canceled order had left.</summary>
    public Quantity Remaining { get; init; }

    /// <summary>When, microseconds since 1970 UTC.</summary>
    public long AtMicroseconds { get; init; }
}

/// <summary>Cancels a member's own orders. Always allowed, whatever else the member may not do.</summary>
public sealed class CancelOrders(IEngine engine)
{
    /// <summary>Cancels one order; another member's order is as unknown as none.</summary>
    public async ValueTask<CancelResult> OneAsync(MemberId member, OrderId order, CancellationToken cancellationToken)
    {
        var result = await engine.SubmitAsync(Command.CancelOrder(member, order), cancellationToken);
        return ToResult(result, 1);
    }

    /// <summary>Cancels all open orders. Nothing to cancel is a success.</summary>
    public ValueTask<CancelResult> AllAsync(MemberId member, CancellationToken cancellationToken) =>
        AllAsync(member, market: null, side: null, cancellationToken);

    /// <summary>Cancels all open orders, or those of one market or side. Nothing to cancel is a success.</summary>
    public async ValueTask<CancelResult> AllAsync(
        MemberId member, MarketId? market, Side? side, CancellationToken cancellationToken)
    {
        var result = await engine.SubmitAsync(Command.CancelAllOrders(member, market, side), cancellationToken);
        return ToResult(result, result.CanceledCount);
    }

    internal static CancelResult ToResult(CommandResult result, int count) => result.Reason switch
    {
        RejectReason.None => new CancelResult(CancelRejectReason.None, count)
        {
            Remaining = result.Remaining,
            AtMicroseconds = result.AtMicroseconds,
        },
        RejectReason.Busy => new CancelResult(CancelRejectReason.Busy, 0),
        RejectReason.Unavailable => new CancelResult(CancelRejectReason.Unavailable, 0),
        RejectReason.OutcomeUnknown => new CancelResult(CancelRejectReason.OutcomeUnknown, 0),
        _ => new CancelResult(CancelRejectReason.OrderUnknown, 0),
    };
}
