using Exchange.Core.Primitives;

namespace Exchange.Core.Markets;

/// <summary>
/// What keeps a market orderly. A price band refuses limit orders priced too far through the last price; a circuit
/// breaker stops matching before a trade too far from the reference price and reopens through a call auction.
/// </summary>
/// <param name="Market">Which market.</param>
/// <param name="BandBasisPoints">How far through the last price a limit order may be, in hundredths of a percent; 0
/// switches the band off.</param>
/// <param name="BreakerBasisPoints">How far from the reference price a trade may be; 0 switches the breaker off.</param>
/// <param name="BreakerWindowSeconds">After this time the last price becomes the reference price.</param>
/// <param name="AuctionSeconds">How long a call auction collects orders.</param>
public sealed record MarketProtection(
    MarketId Market, int BandBasisPoints, int BreakerBasisPoints, int BreakerWindowSeconds, int AuctionSeconds)
{
    /// <summary>The widest band and breaker: the price may multiply by 101.</summary>
    public const int MaxBasisPoints = 1_000_000;

    /// <summary>The shortest window and auction.</summary>
    public const int MinSeconds = 1;

    /// <summary>The longest window and auction: a day.</summary>
    public const int MaxSeconds = 86_400;

    /// <summary>No band, no breaker; an auction started by an operator lasts a minute.</summary>
    public static MarketProtection Off(MarketId market) => new(market, 0, 0, 60, 60);

    /// <summary>True when every figure is in range.</summary>
    public bool IsValid =>
        BandBasisPoints is >= 0 and <= MaxBasisPoints && BreakerBasisPoints is >= 0 and <= MaxBasisPoints
        && BreakerWindowSeconds is >= MinSeconds and <= MaxSeconds && AuctionSeconds is >= MinSeconds and <= MaxSeconds;
}
