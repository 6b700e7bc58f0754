using Exchange.Core.Screening;

namespace Exchange.Tests.Screening;

/// <summary>What speaks for a hit, and that the index loses none.</summary>
public sealed class HitTests
{
    private static readonly string[] Syllables =
        ["ma", "ri", "ko", "van", "ste", "li", "no", "pet", "rov", "al", "ben", "sha", "dim", "iu", "khan", "tsu", "wer", "zo", "ja", "xi"];

    [Theory]
    [InlineData("1961-12-10", 10)]
    [InlineData("1963-06-01", 5)]
    [InlineData("1964-06-01", 5)]
    [InlineData("1961-10-12", 0)]
    [InlineData("1960-03-01", 0)]
    [InlineData("1990-01-01", -15)]
    [InlineData(null, null)]
    public void A_day_of_birth_speaks_for_or_against_it(string? born, int? points)
    {
        BirthRange[] listed = [BirthDates.Parse("10 Dec 1961")!, BirthDates.Parse("circa 1963")!];
        var day = BirthDates.Parse(born)?.From;
        Assert.Equal(points, BirthScore.Of(day, listed)?.Points);
        Assert.Null(BirthScore.Of(day, []));
    }

    [Fact]
    public void A_score_says_what_it_is_made_of_and_nothing_of_the_member()
    {
        var list = ListFile.Read(ListSource.Ofac, SampleLists.Bytes(SampleLists.Ofac));
        var index = new EntryIndex(list.Entries.Stored());
        var hit = Assert.Single(index.Find(new(SubjectRole.Holder, "Олег Вымышленников", new(1961, 12, 10), "KZ"), 80));
        Assert.Equal("7001", hit.Entry.Entry.Reference);
        Assert.Equal(["name", "birth", "country"], hit.Hit.Reasons.Select(r => r.Signal));
        Assert.Equal(100, hit.Hit.Score);
        Assert.All(hit.Hit.Reasons, r => Assert.DoesNotContain("Вымышленников", r.Text, StringComparison.Ordinal));
        var other = Assert.Single(index.Find(new(SubjectRole.Holder, "Oleg Vymyshlennikov", new(1990, 1, 1), "DE"), 50));
        Assert.Equal(hit.Hit.Reasons[0].Points - 15 - 3, other.Hit.Score);
    }

    [Fact]
    public void A_weak_alias_is_worth_less_and_persons_are_no_companies()
    {
        var list = ListFile.Read(ListSource.Ofac, SampleLists.Bytes(SampleLists.Ofac));
        var index = new EntryIndex(list.Entries.Stored());
        Assert.Equal(100 + HitScore.WeakAlias, Assert.Single(index.Find(new(SubjectRole.Holder, "Olezhka", null, null), 80)).Hit.Score);
        Assert.Single(index.Find(new(SubjectRole.Company, "Invented Trading House Ltd", null, null), 80));
        Assert.Empty(index.Find(new(SubjectRole.Holder, "Invented Trading House", null, null), 80));
        Assert.Single(index.Find(new(SubjectRole.Shareholder, "Invented Trading House", null, null), 80));
        Assert.Empty(index.Find(new(SubjectRole.Company, "Invented Star", null, null), 80));
    }

    [Theory]
    [InlineData(1, 80)]
    [InlineData(2, 80)]
    [InlineData(3, 60)]
    [InlineData(4, 95)]
    public void The_index_finds_exactly_what_comparing_with_everybody_finds(int seed, int threshold)
    {
        var random = new Random(seed);
        var names = Enumerable.Range(0, 120).Select(_ => Name(random)).ToList();
        var entries = Enumerable.Range(0, 300).Select(i => Entry(random, i, names)).ToList();
        var index = new EntryIndex(entries.Stored());
        var found = 0;
        for (var i = 0; i < 150; i++)
        {
            var role = (SubjectRole)random.Next(1, 5);
            var name = Mutated(random, names[random.Next(names.Count)]);
            var subject = new ScreeningSubject(role, name, Born(random), random.Next(2) == 0 ? "RU" : null);
            var expected = Naive(subject, entries, threshold);
            Assert.Equal(expected, index.Find(subject, threshold).Select(h => (h.Entry.Entry.Reference, h.Hit.Score)));
            found += expected.Count;
        }

        Assert.True(found > 50, $"{found} hits prove little.");
    }

    /// <summary>Everybody with everybody.</summary>
    private static List<(string Reference, int Score)> Naive(ScreeningSubject subject, IEnumerable<ListedEntry> entries, int threshold) =>
    [
        .. from stored in entries.Stored()
           where stored.Entry.Kind != EntryKind.Other && subject.CanBe(stored.Entry.Kind)
           let score = HitScore.Of(subject, ComparableName.Of(subject.Name), new ComparableEntry(stored)).Score
           where score >= threshold
           orderby score descending, stored.Entry.Reference
           select (stored.Entry.Reference, score),
    ];

    private static ListedEntry Entry(Random random, int number, List<string> names) => new($"{number:D4}", (EntryKind)random.Next(1, 4))
    {
        Names =
        [
            .. Enumerable.Range(0, random.Next(1, 4))
                .Select(_ => new ListedName(Mutated(random, names[random.Next(names.Count)]), random.Next(5) == 0)),
        ],
        Births = Born(random) is { } day
            ? [random.Next(2) == 0 ? new(day, day) : new(new(day.Year, 1, 1), new(day.Year, 12, 31), true)]
            : [],
        Countries = random.Next(2) == 0 ? ["RU"] : random.Next(2) == 0 ? ["IR", "KP"] : [],
    };

    private static DateOnly? Born(Random random) =>
        random.Next(2) == 0 ? null : new DateOnly(1950 + random.Next(4), 1 + random.Next(12), 1 + random.Next(28));

    private static string Name(Random random) => string.Join(' ', Enumerable.Range(0, random.Next(1, 5))
        .Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => Syllables[random.Next(Syllables.Length)]))));

    private static string Mutated(Random random, string name)
    {
        var words = name.Split(' ').OrderBy(_ => random.Next()).Where(_ => random.Next(8) != 0).ToList();
        var text = string.Join(' ', words.Count == 0 ? [name] : words);
        for (var i = random.Next(3); i > 0; i--)
        {
            var at = random.Next(text.Length);
            text = random.Next(3) switch
            {
                0 => text.Remove(at, 1),
                1 => text.Insert(at, ((char)('a' + random.Next(26))).ToString()),
                _ => text[..at] + (char)('a' + random.Next(26)) + text[(at + 1)..],
            };
            if (text.Length == 0) return name;
        }

        if (random.Next(6) == 0) return text.Replace('a', 'а').Replace('m', 'м').Replace('k', 'к');
        return random.Next(20) == 0 ? "محمد " + text : text;
    }
}
