namespace Exchange.Bench;

/// <summary>
/// The rank test of Mann and Whitney (1947) on two samples, two-sided, with the normal approximation, which is good from some twenty
/// values each. It asks nothing of the shape of the distributions, as timings have none.
/// </summary>
/// <param name="Auc">How often a value of the first sample is above one of the second; 0.5 when nothing tells them apart.</param>
/// <param name="P">How likely a difference like this one is by chance alone.</param>
internal sealed record RankTest(double Auc, double P)
{
    public static RankTest Of(IReadOnlyCollection<long> first, IReadOnlyCollection<long> second)
    {
        double above = 0;
        foreach (var a in first)
            foreach (var b in second) above += a > b ? 1 : a == b ? 0.5 : 0;
        double pairs = (double)first.Count * second.Count;
        var deviation = Math.Sqrt(pairs * (first.Count + second.Count + 1) / 12);
        return new RankTest(above / pairs, TwoSided(Math.Abs(above - pairs / 2) / deviation));
    }

    /// <summary>The weight of both tails of the normal distribution; Abramowitz and Stegun 26.2.17, exact to 7.5e-8.</summary>
    private static double TwoSided(double z)
    {
        var t = 1 / (1 + 0.2316419 * z);
        var sum = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return Math.Min(1, 2 * sum * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI));
    }
}
