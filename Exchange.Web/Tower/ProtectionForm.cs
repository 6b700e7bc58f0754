using System.Globalization;
using Exchange.Core.Markets;
using Exchange.Core.Primitives;
using Exchange.Core.Tower;

namespace Exchange.Web.Tower;

/// <summary>The figures of a market's protection as they were typed: percentages and seconds.</summary>
/// <param name="Band">The price band in percent.</param>
/// <param name="Breaker">The circuit breaker in percent.</param>
/// <param name="Window">The breaker's window in seconds.</param>
/// <param name="Auction">The length of a call auction in seconds.</param>
internal sealed record ProtectionForm(string? Band, string? Breaker, string? Window, string? Auction)
{
    /// <summary>Decimals of a percentage: a basis point is a hundredth of a percent.</summary>
    public const int PercentDecimals = 2;

    /// <summary>What is wrong with a percentage.</summary>
    public static readonly string PercentProblem = "Write a percentage from 0 to "
        + MarketWords.Percent(MarketProtection.MaxBasisPoints) + " with at most two decimals, for example 5 or 2.50. 0 switches it off.";

    /// <summary>What is wrong with a time.</summary>
    public static readonly string SecondsProblem = string.Create(
        CultureInfo.InvariantCulture, $"Write whole seconds from {MarketProtection.MinSeconds} to {MarketProtection.MaxSeconds}.");

    /// <summary>What a market has.</summary>
    public static ProtectionForm Of(MarketProtection protection) => new(
        MarketWords.Percent(protection.BandBasisPoints), MarketWords.Percent(protection.BreakerBasisPoints),
        protection.BreakerWindowSeconds.ToString(CultureInfo.InvariantCulture),
        protection.AuctionSeconds.ToString(CultureInfo.InvariantCulture));

    /// <summary>What is wrong with the band; null when nothing.</summary>
    public string? BandError => Points(Band) is null ? PercentProblem : null;

    /// <summary>What is wrong with the breaker; null when nothing.</summary>
    public string? BreakerError => Points(Breaker) is null ? PercentProblem : null;

    /// <summary>What is wrong with the window; null when nothing.</summary>
    public string? WindowError => Seconds(Window) is null ? SecondsProblem : null;

    /// <summary>What is wrong with the auction; null when nothing.</summary>
    public string? AuctionError => Seconds(Auction) is null ? SecondsProblem : null;

    /// <summary>The figures for a market, or null when one of them is wrong.</summary>
    public MarketProtection? Read(MarketId market) =>
        Points(Band) is { } band && Points(Breaker) is { } breaker && Seconds(Window) is { } window && Seconds(Auction) is { } auction
            ? new MarketProtection(market, band, breaker, window, auction)
            : null;

    private static int? Points(string? text)
    {
        var step = Amount.SmallestStep(PercentDecimals);
        if (!Amount.TryParse(text?.Trim(), out var percent) || !percent.IsMultipleOf(step)) return null;
        return percent <= step.Times(MarketProtection.MaxBasisPoints) ? (int)percent.DividedBy(step) : null;
    }

    private static int? Seconds(string? text) =>
        int.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds is >= MarketProtection.MinSeconds and <= MarketProtection.MaxSeconds
            ? seconds
            : null;
}
