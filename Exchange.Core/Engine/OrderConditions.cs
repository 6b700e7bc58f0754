using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>
/// What a plain order does not have: trigger, trail, display quantity, expiry, quote amount, and the stop leg of a pair of
/// which one cancels the other. Plain orders carry none of these and so cost no object.
/// </summary>
public sealed record OrderConditions
{
    /// <summary>What the order waits for.</summary>
    public TriggerKind Trigger { get; init; }

    /// <summary>The last price that triggers it; unset for a trailing stop.</summary>
    public Price TriggerPrice { get; init; }

    /// <summary>A trailing stop's distance in ticks; 0 when it is given in basis points.</summary>
    public long TrailTicks { get; init; }

    /// <summary>A trailing stop's distance in hundredths of a percent of the best price, 1 to <see
    /// cref="MaxTrailBasisPoints"/>; 0 when it is given in ticks.</summary>
    public int TrailBasisPoints { get; init; }

    /// <summary>An iceberg order shows at most this much at a time; zero shows everything.</summary>
    public Quantity Display { get; init; }

    /// <summary>When a good-til-date order expires, microseconds since 1970 UTC; 0 for never.</summary>
    public long ExpiresMicroseconds { get; init; }

    /// <summary>A market order's size as an amount of quote; zero when a quantity is given.</summary>
    public Amount QuoteAmount { get; init; }

    /// <summary>The stop leg's limit price, of a pair; unset makes it a market order.</summary>
    public Price StopLimitPrice { get; init; }

    /// <summary>The stop leg's client order id, of a pair.</summary>
    public ClientOrderId StopClientOrderId { get; init; }

    /// <summary>The widest trail: 50 %.</summary>
    public const int MaxTrailBasisPoints = 5_000;
}

/// <summary>Who set a cancel timer; each of a member's timers runs by itself.</summary>
public enum CancelTimerSource : byte
{
    /// <summary>The member, as a dead-man's switch.</summary>
    Member = 1,

    /// <summary>A connection with cancel-on-disconnect, which renews it while it lives.</summary>
    Connection = 2,
}
