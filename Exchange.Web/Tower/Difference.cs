namespace Exchange.Web.Tower;

/// <summary>What becomes of a part of a text.</summary>
internal enum DifferenceKind
{
    /// <summary>It goes.</summary>
    Removed,

    /// <summary>It comes.</summary>
    Added,
}

/// <summary>A part of a text that goes or comes.</summary>
/// <param name="Kind">What becomes of it.</param>
/// <param name="Text">The part.</param>
internal sealed record DifferencePart(DifferenceKind Kind, string Text);

/// <summary>What something is and what it becomes.</summary>
/// <param name="What">The thing.</param>
/// <param name="Before">What it is, or null for nothing.</param>
/// <param name="After">What it becomes, or null for nothing.</param>
public sealed record Difference(string What, string? Before, string? After)
{
    private const string Separator = ", ";

    /// <summary>What goes and what comes. Of two lists only the entries that differ; else the whole.</summary>
    internal IReadOnlyList<DifferencePart> Parts => IsList(Before) || IsList(After)
        ? [.. Only(Before, After, DifferenceKind.Removed), .. Only(After, Before, DifferenceKind.Added)]
        : [.. Whole(Before, DifferenceKind.Removed), .. Whole(After, DifferenceKind.Added)];

    private static bool IsList(string? text) =>
        text?.Contains(Separator, StringComparison.Ordinal) == true && text.Split(Separator).All(e => e.Length > 0 && !e.Contains(' '));

    private static IEnumerable<DifferencePart> Only(string? of, string? without, DifferenceKind kind) =>
        Entries(of).Except(Entries(without)).Select(entry => new DifferencePart(kind, entry));

    private static string[] Entries(string? list) =>
        (list ?? "").Split(Separator, StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<DifferencePart> Whole(string? text, DifferenceKind kind) =>
        string.IsNullOrEmpty(text) ? [] : [new DifferencePart(kind, text)];
}
