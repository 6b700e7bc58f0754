using System.Globalization;
using Exchange.Core.Markets;

namespace Exchange.Core.Tower;

/// <summary>States and figures of markets as pages and the audit log write them, and as they are compared with what somebody saw.</summary>
public static class MarketWords
{
    private const int PointsPerPercent = 100;

    /// <summary>No line breaks there, and in the lists of the audit log a figure stays one word.</summary>
    private const char Space = '\u00a0';

    /// <summary>A state.</summary>
    public static string Of(MarketState state) => state switch
    {
        MarketState.Open => "open",
        MarketState.CancelOnly => "cancel_only",
        MarketState.Halted => "halted",
        MarketState.Auction => "auction",
        _ => "unknown",
    };

    /// <summary>The state of a word, or null.</summary>
    public static MarketState? StateOf(string? word) =>
        Enum.GetValues<MarketState>().Cast<MarketState?>().FirstOrDefault(state => Of(state!.Value) == word);

    /// <summary>Basis points as a percentage with both decimals, without the sign.</summary>
    public static string Percent(int basisPoints) => string.Create(
        CultureInfo.InvariantCulture, $"{basisPoints / PointsPerPercent}.{basisPoints % PointsPerPercent:00}");

    /// <summary>A limit that may be off.</summary>
    public static string Limit(int basisPoints) => basisPoints == 0 ? "off" : Percent(basisPoints) + Space + "%";

    /// <summary>A time.</summary>
    public static string Seconds(int seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds}{Space}s");

    /// <summary>All figures of a market's protection.</summary>
    public static string Of(MarketProtection protection) =>
        $"band:{Limit(protection.BandBasisPoints)}, breaker:{Limit(protection.BreakerBasisPoints)}, "
        + $"window:{Seconds(protection.BreakerWindowSeconds)}, auction:{Seconds(protection.AuctionSeconds)}";
}
