using System.Globalization;

namespace Exchange.Core.Screening;

/// <summary>What about a member is compared. The numbers are stored and never change.</summary>
public enum SubjectRole
{
    /// <summary>The person whose account it is.</summary>
    Holder = 1,

    /// <summary>The company whose account it is.</summary>
    Company = 2,

    /// <summary>Who acts for the company.</summary>
    Representative = 3,

    /// <summary>Who owns a part of it: a person or a company.</summary>
    Shareholder = 4,
}

/// <summary>Somebody or something that is compared with the lists.</summary>
/// <param name="Role">What they are to the account.</param>
/// <param name="Name">The name, as the member gave it.</param>
/// <param name="Born">The day of birth, or null.</param>
/// <param name="Country">The country in two letters, or null.</param>
public sealed record ScreeningSubject(SubjectRole Role, string Name, DateOnly? Born, string? Country)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(ScreeningSubject);

    /// <summary>Whether an entry can be them at all.</summary>
    public bool CanBe(EntryKind kind) => Role switch
    {
        SubjectRole.Holder or SubjectRole.Representative => kind == EntryKind.Person,
        SubjectRole.Company => kind == EntryKind.Organisation,
        SubjectRole.Shareholder => kind is EntryKind.Person or EntryKind.Organisation,
    };
}

/// <summary>One reason for a score.</summary>
/// <param name="Signal">What was compared: <c>name</c>, <c>alias</c>, <c>birth</c>, <c>country</c> and the like.</param>
/// <param name="Points">What it adds or takes.</param>
/// <param name="Text">In words, and never with what the member said.</param>
public sealed record ScoreReason(string Signal, int Points, string Text);

/// <summary>How much speaks for a member and an entry being the same, from 0 to 100.</summary>
/// <param name="Score">The sum of the reasons, kept between 0 and 100.</param>
/// <param name="Reasons">What it is made of.</param>
public sealed record ScoredHit(int Score, IReadOnlyList<ScoreReason> Reasons);

/// <summary>An entry with its list.</summary>
/// <param name="Source">Whose list.</param>
/// <param name="VersionId">In which version.</param>
/// <param name="Digest">The hash of what the list says.</param>
/// <param name="Entry">What it says.</param>
internal sealed record StoredEntry(ListSource Source, long VersionId, string Digest, ListedEntry Entry);

/// <summary>An entry with its names made comparable.</summary>
internal sealed class ComparableEntry(StoredEntry stored)
{
    public StoredEntry Stored { get; } = stored;

    public ListedEntry Entry => Stored.Entry;

    public ComparableName[] Names { get; } = [.. stored.Entry.Names.Select(n => ComparableName.Of(n.Text))];
}

/// <summary>Puts name, day of birth and country together.</summary>
internal static class HitScore
{
    /// <summary>What a weak alias takes.</summary>
    public const int WeakAlias = -5;

    /// <summary>What the same country adds, and another takes: people move.</summary>
    public const int SameCountry = 3;

    /// <summary>The score of a subject and an entry. The rest of <see cref="Beside"/> is the same for all names of the entry.</summary>
    public static ScoredHit Of(ScreeningSubject subject, ComparableName name, ComparableEntry entry)
    {
        var (best, at) = (0, 0);
        for (var i = 0; i < entry.Names.Length; i++)
            if (OfName(name, entry, i) is var points && points > best) (best, at) = (points, i);
        if (best == 0) return new ScoredHit(0, []);
        var listed = entry.Entry.Names[at];
        List<ScoreReason> reasons = [NameReason(best, listed, at > 0)];
        reasons.AddRange(Beside(subject, entry.Entry));
        return new ScoredHit(Math.Clamp(reasons.Sum(r => r.Points), 0, 100), reasons);
    }

    /// <summary>The points of one name of an entry; weak ones are worth less.</summary>
    public static int OfName(ComparableName name, ComparableEntry entry, int index)
    {
        var points = Points(NameScore.Of(name, entry.Names[index]));
        return points == 0 ? 0 : Math.Max(0, points + (entry.Entry.Names[index].IsWeak ? WeakAlias : 0));
    }

    /// <summary>A likeness in points.</summary>
    public static int Points(double likeness) => (int)Math.Round(100 * likeness, MidpointRounding.AwayFromZero);

    /// <summary>What day of birth and country say.</summary>
    public static IEnumerable<ScoreReason> Beside(ScreeningSubject subject, ListedEntry entry)
    {
        if (BirthScore.Of(subject.Born, entry.Births) is { } birth) yield return birth;
        if (subject.Country is null || entry.Countries.Count == 0) yield break;
        yield return entry.Countries.Contains(subject.Country)
            ? new ScoreReason("country", SameCountry, "The same country")
            : new ScoreReason("country", -SameCountry, "Other countries: " + string.Join(", ", entry.Countries));
    }

    private static ScoreReason NameReason(int points, ListedName name, bool isAlias)
    {
        var kind = name.IsWeak ? "a weak alias" : isAlias ? "an alias" : "the main name";
        return new ScoreReason("name", points, string.Create(CultureInfo.InvariantCulture, $"Like “{name.Text}”, {kind}"));
    }
}
