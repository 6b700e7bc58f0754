namespace Exchange.Core.Fairness;

/// <summary>A rule that every fill keeps.</summary>
public enum FairnessRule
{
    /// <summary>Only open orders trade, are amended and close; each closes once.</summary>
    OpenOrder = 1,

    /// <summary>Trades happen only in an open market, or when its call auction ends.</summary>
    MarketOpen,

    /// <summary>The best price of the other side trades first: no trade-through.</summary>
    PricePriority,

    /// <summary>At one price the order that stood there first trades first.</summary>
    TimePriority,

    /// <summary>Outside auctions a trade has the resting order's price.</summary>
    MakersPrice,

    /// <summary>A call auction trades at one price, the one that trades most.</summary>
    AuctionPrice,

    /// <summary>No order trades at a price worse than its limit.</summary>
    WithinLimit,

    /// <summary>No order trades more than it has left, or more than it shows at once.</summary>
    WithinQuantity,

    /// <summary>Nobody trades with themselves, and nobody else's order is taken out to prevent it.</summary>
    SelfTrade,

    /// <summary>No order trades at or after its expiry time.</summary>
    Expiry,

    /// <summary>No order is left unfilled while there is something for it in the book.</summary>
    Complete,

    /// <summary>What the public book shows is what rests.</summary>
    PublicBook,
}

/// <summary>One breach of a rule.</summary>
/// <param name="Sequence">The command.</param>
/// <param name="Rule">Which rule.</param>
/// <param name="Explanation">What happened, in words.</param>
public sealed record FairnessViolation(long Sequence, FairnessRule Rule, string Explanation);

/// <summary>What a check of a journal found.</summary>
/// <param name="Commands">Commands replayed.</param>
/// <param name="Orders">Orders accepted.</param>
/// <param name="Fills">Fills checked.</param>
/// <param name="Violations">How many breaches.</param>
/// <param name="First">The first of them, at most <see cref="Explained"/>.</param>
/// <param name="Elapsed">How long the check took.</param>
public sealed record FairnessReport(
    long Commands, long Orders, long Fills, long Violations, IReadOnlyList<FairnessViolation> First, TimeSpan Elapsed)
{
    /// <summary>How many violations are explained.</summary>
    public const int Explained = 10;

    /// <summary>True when every fill was fair.</summary>
    public bool IsFair => Violations == 0;
}
