using System.Numerics;

namespace Exchange.Core.Screening;

/// <summary>An entry that a subject resembles.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Hit">How much, and why.</param>
internal sealed record IndexHit(ComparableEntry Entry, ScoredHit Hit);

/// <summary>
/// Finds, among all entries, those that reach a score. Words lead to names, and a bound leaves out whatever cannot reach it, so that few
/// names are compared in full; nothing is lost by it: the answer is that of comparing with all of them.
/// </summary>
internal sealed class EntryIndex
{
    private readonly ComparableEntry[] _entries;
    private readonly WordPlane _spelt = new();
    private readonly WordPlane _bareOfAll = new();
    private readonly WordPlane _bareOfUnvowelled = new();

    public EntryIndex(IEnumerable<StoredEntry> entries)
    {
        _entries = [.. entries.Where(e => e.Entry.Kind != EntryKind.Other).Select(e => new ComparableEntry(e))];
        for (var i = 0; i < _entries.Length; i++)
            foreach (var name in _entries[i].Names)
            {
                if (name.Words.Count == 0) continue;
                _bareOfAll.Add(i, name.Skeletons);
                if (name.IsUnvowelled) _bareOfUnvowelled.Add(i, name.Skeletons);
                else _spelt.Add(i, name.Words);
            }
    }

    /// <summary>How many can be found.</summary>
    public int Count => _entries.Length;

    /// <summary>The entries that a subject resembles with at least a score, the most alike first.</summary>
    public IReadOnlyList<IndexHit> Find(ScreeningSubject subject, int threshold)
    {
        var name = ComparableName.Of(subject.Name);
        HashSet<int> candidates = [];
        if (name.IsUnvowelled) Collect(_bareOfAll, name.Skeletons);
        else
        {
            Collect(_spelt, name.Words);
            Collect(_bareOfUnvowelled, name.Skeletons);
        }

        var hits = candidates.Select(i => new IndexHit(_entries[i], HitScore.Of(subject, name, _entries[i])));
        return
        [
            .. hits.Where(h => h.Hit.Score >= threshold).OrderByDescending(h => h.Hit.Score)
                .ThenBy(h => h.Entry.Entry.Reference, StringComparer.Ordinal),
        ];

        void Collect(WordPlane plane, IReadOnlyList<string> words)
        {
            foreach (var (owner, most) in plane.Bounds(words))
                if (!candidates.Contains(owner) && IsWorthALook(subject, _entries[owner].Entry, most, threshold)) candidates.Add(owner);
        }
    }

    private static bool IsWorthALook(ScreeningSubject subject, ListedEntry entry, double most, int threshold) =>
        subject.CanBe(entry.Kind)
        && HitScore.Points(most + WordPlane.Slack) + HitScore.Beside(subject, entry).Sum(r => r.Points) >= threshold;
}

/// <summary>Words, and the names that they stand in.</summary>
internal sealed class WordPlane
{
    /// <summary>So that no rounding leaves anything out.</summary>
    public const double Slack = 1e-9;

    private readonly Dictionary<string, int> _known = [];
    private readonly List<(string Text, uint Letters, List<int> Names)> _words = [];
    private readonly List<(int Owner, int Length, int Words)> _names = [];

    public void Add(int owner, IReadOnlyList<string> words)
    {
        foreach (var word in words.Distinct()) NamesOf(word).Add(_names.Count);
        _names.Add((owner, words.Sum(w => w.Length), words.Count));
    }

    /// <summary>For each name with a word like one of these: whose it is, and what their score is at most.</summary>
    public IEnumerable<(int Owner, double Most)> Bounds(IReadOnlyList<string> words)
    {
        Dictionary<int, (double Letters, double Likeness, int Pairs)> matched = [];
        foreach (var word in words)
            foreach (var (index, likeness) in Like(word))
            {
                var letters = word.Length + _words[index].Text.Length;
                foreach (var name in _words[index].Names)
                {
                    var before = matched.GetValueOrDefault(name);
                    matched[name] = (before.Letters + letters, Math.Max(before.Likeness, likeness), before.Pairs + 1);
                }
            }

        var length = words.Sum(w => w.Length);
        foreach (var (name, (letters, likeness, pairs)) in matched)
        {
            var row = _names[name];
            var all = length + row.Length;
            var most = NameScore.Most(Math.Min(letters, all), all, likeness);
            var isOneOfSeveral = pairs < Math.Min(2, Math.Max(words.Count, row.Words));
            yield return (row.Owner, isOneOfSeveral ? Math.Min(NameScore.OneWordMost, most) : most);
        }
    }

    /// <summary>
    /// The words that are alike enough. Most are left out without being compared: letters of the one that are not in the other cannot be
    /// common, and how many must be follows from the floor.
    /// </summary>
    private List<(int Index, double Likeness)> Like(string word)
    {
        List<(int Index, double Likeness)> found = [];
        var letters = LettersOf(word);
        for (var i = 0; i < _words.Count; i++)
        {
            var other = _words[i];
            var common = Math.Min(
                word.Length - BitOperations.PopCount(letters & ~other.Letters),
                other.Text.Length - BitOperations.PopCount(other.Letters & ~letters));
            var least = JaroWinkler.LeastJaro(NameScore.WordFloor, JaroWinkler.Prefix(word, other.Text));
            var most = (((double)common / word.Length) + ((double)common / other.Text.Length) + 1) / 3;
            if (most < least - Slack) continue;
            if (JaroWinkler.Of(word, other.Text) is var likeness && likeness >= NameScore.WordFloor) found.Add((i, likeness));
        }

        return found;
    }

    private List<int> NamesOf(string word)
    {
        if (_known.TryGetValue(word, out var index)) return _words[index].Names;
        _known[word] = _words.Count;
        _words.Add((word, LettersOf(word), []));
        return _words[^1].Names;
    }

    /// <summary>Which letters are in a word, one bit for each that equals it in its last five bits.</summary>
    private static uint LettersOf(string word)
    {
        var letters = 0U;
        foreach (var c in word) letters |= 1U << (c & 31);
        return letters;
    }
}
