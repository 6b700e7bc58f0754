using System.Globalization;
using Exchange.Core.Markets;

namespace Exchange.Core.Tower;

/// <summary>States and figures of markets as the audit log writes them, and as they are compared with what somebody saw.</summary>
public static class MarketWords
{
    private const int PointsPerPercent = 100;

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
    public static string Limit(int basisPoints) => basisPoints == 0 ? "off" : Percent(basisPoints) + "%";

    /// <summary>A time.</summary>
    public static string Seconds(int seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds}s");
}
