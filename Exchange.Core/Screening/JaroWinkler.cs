using System.Numerics;

namespace Exchange.Core.Screening;

/// <summary>
/// How alike two words are, from 0 to 1: Jaro's measure, raised by Winkler's for up to four letters that are equal at the beginning
/// (Winkler 1990, with the usual weight of 0.1).
/// </summary>
internal static class JaroWinkler
{
    private const int MaxPrefix = 4;
    private const double PrefixWeight = 0.1;

    /// <summary>Words of at most 64 letters; longer ones are cut.</summary>
    public static double Of(string first, string second)
    {
        var a = Cut(first);
        var b = Cut(second);
        if (a.SequenceEqual(b)) return a.Length == 0 ? 0 : 1;
        var jaro = Jaro(a, b);
        return jaro + (Prefix(a, b) * PrefixWeight * (1 - jaro));
    }

    /// <summary>How many letters are equal at the beginning, at most four.</summary>
    public static int Prefix(ReadOnlySpan<char> a, ReadOnlySpan<char> b) => Math.Min(MaxPrefix, a.CommonPrefixLength(b));

    /// <summary>The least of Jaro's measure that reaches a value together with a prefix.</summary>
    public static double LeastJaro(double value, int prefix) => (value - (prefix * PrefixWeight)) / (1 - (prefix * PrefixWeight));

    private static ReadOnlySpan<char> Cut(string word) => word.AsSpan(0, Math.Min(word.Length, 64));

    private static double Jaro(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        if (a.Length == 0 || b.Length == 0) return 0;
        var window = Math.Max((Math.Max(a.Length, b.Length) / 2) - 1, 0);
        var (inA, inB) = (0UL, 0UL);
        for (var i = 0; i < a.Length; i++)
        {
            var last = Math.Min(b.Length - 1, i + window);
            for (var j = Math.Max(0, i - window); j <= last; j++)
            {
                if (a[i] != b[j] || (inB >> j & 1) != 0) continue;
                (inA, inB) = (inA | 1UL << i, inB | 1UL << j);
                break;
            }
        }

        double common = BitOperations.PopCount(inA);
        return common == 0 ? 0 : ((common / a.Length) + (common / b.Length) + ((common - Transpositions(a, b, inA, inB)) / common)) / 3;
    }

    /// <summary>Half of the letters that are common to both and stand in another order.</summary>
    private static double Transpositions(ReadOnlySpan<char> a, ReadOnlySpan<char> b, ulong inA, ulong inB)
    {
        var differing = 0;
        for (; inA != 0; inA &= inA - 1, inB &= inB - 1)
            if (a[BitOperations.TrailingZeroCount(inA)] != b[BitOperations.TrailingZeroCount(inB)]) differing++;
        return differing / 2.0;
    }
}
