namespace Exchange.Core.Screening;

/// <summary>How alike two names are, from 0 to 1, whatever the order of their words.</summary>
internal static class NameScore
{
    /// <summary>Words that are less alike are other words.</summary>
    public const double WordFloor = 0.82;

    /// <summary>What a letter of a word without partner weighs against one with: middle names are often left out.</summary>
    public const double Unmatched = 0.35;

    /// <summary>The most when only one word of several is alike: a family name alone is no name.</summary>
    public const double OneWordMost = 0.7;

    /// <summary>The most when vowels were left out on one side.</summary>
    public const double UnvowelledMost = 0.9;

    /// <summary>Compares two names.</summary>
    public static double Of(ComparableName a, ComparableName b)
    {
        if (a.Words.Count == 0 || b.Words.Count == 0) return 0;
        return a.IsUnvowelled || b.IsUnvowelled
            ? Math.Min(UnvowelledMost, OfWords(a.Skeletons, b.Skeletons))
            : OfWords(a.Words, b.Words);
    }

    /// <summary>The score that so much of two names together gives at most.</summary>
    /// <param name="matched">Letters of words with a partner.</param>
    /// <param name="all">All letters of both.</param>
    /// <param name="likeness">The largest likeness of a word.</param>
    public static double Most(double matched, double all, double likeness) =>
        likeness * matched / (matched + (Unmatched * (all - matched)));

    private static double OfWords(IReadOnlyList<string> a, IReadOnlyList<string> b)
    {
        var worth = new double[a.Count, b.Count];
        var any = false;
        for (var i = 0; i < a.Count; i++)
            for (var j = 0; j < b.Count; j++)
            {
                var likeness = JaroWinkler.Of(a[i], b[j]);
                if (likeness < WordFloor) continue;
                (worth[i, j], any) = (likeness * (a[i].Length + b[j].Length), true);
            }

        return any ? Sum(a, b, worth) : 0;
    }

    private static double Sum(IReadOnlyList<string> a, IReadOnlyList<string> b, double[,] worth)
    {
        var columns = BestAssignment.Of(worth);
        var (sum, matched, pairs) = (0.0, 0, 0);
        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i] < 0) continue;
            sum += worth[i, columns[i]];
            matched += a[i].Length + b[columns[i]].Length;
            pairs++;
        }

        var all = a.Sum(w => w.Length) + b.Sum(w => w.Length);
        var score = sum / (matched + (Unmatched * (all - matched)));
        return pairs >= Math.Min(2, Math.Max(a.Count, b.Count)) ? score : Math.Min(OneWordMost, score);
    }
}
