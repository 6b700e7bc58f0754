using Exchange.Core.Screening;

namespace Exchange.Tests.Screening;

/// <summary>Names are compared as the literature and the standards say.</summary>
public sealed class NameTests
{
    /// <summary>Winkler, String Comparator Metrics, 1990, and its later tables.</summary>
    [Theory]
    [InlineData("martha", "marhta", 0.961)]
    [InlineData("dwayne", "duane", 0.840)]
    [InlineData("dixon", "dicksonx", 0.813)]
    [InlineData("jones", "johnson", 0.832)]
    [InlineData("shackleford", "shackelford", 0.982)]
    [InlineData("dunningham", "cunnigham", 0.896)]
    [InlineData("nichleson", "nichulson", 0.956)]
    [InlineData("massey", "massie", 0.933)]
    [InlineData("abroms", "abrams", 0.922)]
    [InlineData("jeraldine", "geraldine", 0.926)]
    [InlineData("michelle", "michael", 0.921)]
    [InlineData("tanya", "tonya", 0.880)]
    [InlineData("crate", "trace", 0.733)]
    [InlineData("abc", "xyz", 0)]
    [InlineData("", "", 0)]
    public void Words_are_alike_as_in_the_tables_of_Winkler(string a, string b, double expected)
    {
        Assert.Equal(expected, JaroWinkler.Of(a, b), 0.0006);
        Assert.Equal(JaroWinkler.Of(a, b), JaroWinkler.Of(b, a), 1e-12);
    }

    /// <summary>ICAO Doc 9303 part 3, ELOT 743.</summary>
    [Theory]
    [InlineData("хрущёв", "khrushchev")]
    [InlineData("цветаева", "tsvetaeva")]
    [InlineData("юрий", "iurii")]
    [InlineData("подъячев", "podieiachev")]
    [InlineData("ігор ґалаґан", "igor galagan")]
    [InlineData("ευάγγελος", "evangelos")]
    [InlineData("ευθύμιος", "efthymios")]
    [InlineData("μπάμπης", "bampis")]
    [InlineData("παπανδρέου", "papandreou")]
    [InlineData("ωνάσης", "onasis")]
    [InlineData("øystein weiß", "oystein weiss")]
    public void Letters_are_written_in_Latin_by_the_standards(string text, string expected) =>
        Assert.Equal(expected, Transliteration.ToLatin(text));

    [Theory]
    [InlineData("PUTIN, Vladimir Vladimirovich", "Владимир Владимирович Путин", 100)]
    [InlineData("Yuri Shevchuk", "Юрий Шевчук", 95)]
    [InlineData("Алексей Наумов", "Aleksey Naumov", 100)]
    [InlineData("Γεώργιος Παπανδρέου", "Georgios Papandreou", 95)]
    [InlineData("François Müller-Lüdenscheidt", "FRANCOIS MULLER LUDENSCHEIDT", 100)]
    [InlineData("O'Neil, Shaun", "Shaun ONeil", 100)]
    [InlineData("Abd al-Rahman Yasin", "Abdul Rahman Yasin", 95)]
    [InlineData("Usama bin Laden", "Osama Binladin", 85)]
    [InlineData("محمد احمد", "Mohammed Ahmad", 90)]
    [InlineData("Acme Trading LLC", "ACME TRADING", 100)]
    [InlineData("Vladimir Putin", "Vladimir Vladimirovich Putin", 80)]
    public void The_same_name_in_other_letters_or_order_is_alike(string a, string b, int least)
    {
        var (first, second) = (ComparableName.Of(a), ComparableName.Of(b));
        var score = HitScore.Points(NameScore.Of(first, second));
        Assert.True(score >= least, $"{score}: {string.Join(' ', first.Words)} | {string.Join(' ', second.Words)}");
    }

    [Theory]
    [InlineData("John Smith", "Jane Miller", 60)]
    [InlineData("Ivan Petrov", "Petrov", 70)]
    [InlineData("Maria Garcia Lopez", "Maria Fernandez Ruiz", 60)]
    [InlineData("", "Ivan", 0)]
    [InlineData("…", "Ivan", 0)]
    public void Other_names_and_family_names_alone_are_not(string a, string b, int most)
    {
        var score = HitScore.Points(NameScore.Of(ComparableName.Of(a), ComparableName.Of(b)));
        Assert.True(score <= most, $"{score}");
    }

    [Fact]
    public void Nothing_that_is_typed_breaks_it()
    {
        var random = new Random(7);
        for (var i = 0; i < 2_000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(60)).Select(_ => (char)random.Next(1, 0x10000))]);
            var name = ComparableName.Of(text);
            Assert.All(name.Words.Concat(name.Skeletons), w => Assert.InRange(w.Length, 1, ComparableName.MaxWordLength));
            Assert.InRange(NameScore.Of(name, ComparableName.Of("Ivan Petrov")), 0, 1);
        }
    }

    [Fact]
    public void Words_are_paired_as_the_best_of_all_pairings()
    {
        var random = new Random(11);
        for (var i = 0; i < 500; i++)
        {
            var worth = new double[random.Next(1, 6), random.Next(1, 6)];
            for (var r = 0; r < worth.GetLength(0); r++)
                for (var c = 0; c < worth.GetLength(1); c++) worth[r, c] = random.Next(3) == 0 ? 0 : random.NextDouble();
            var columns = BestAssignment.Of(worth);
            Assert.Equal(columns.Where(c => c >= 0).Distinct().Count(), columns.Count(c => c >= 0));
            Assert.Equal(Best(worth, 0, []), columns.Select((c, r) => c < 0 ? 0 : worth[r, c]).Sum(), 1e-9);
        }
    }

    private static double Best(double[,] worth, int row, HashSet<int> used)
    {
        if (row == worth.GetLength(0)) return 0;
        var best = Best(worth, row + 1, used);
        for (var column = 0; column < worth.GetLength(1); column++)
            if (!used.Contains(column)) best = Math.Max(best, worth[row, column] + Best(worth, row + 1, [.. used, column]));
        return best;
    }
}
