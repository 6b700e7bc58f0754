using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Exchange.Core.Screening;

/// <summary>
/// A name made comparable: Latin small letters without marks, cut into words, spellings of one sound made one, particles and legal forms
/// gone. The order of the words means nothing.
/// </summary>
internal sealed class ComparableName
{
    /// <summary>Most words that are compared; nobody is known by more.</summary>
    public const int MaxWords = 16;

    /// <summary>Most letters of a word that are compared.</summary>
    public const int MaxWordLength = 40;

    private static readonly FrozenSet<string> Articles = Set("al el ul");
    private static readonly FrozenSet<string> Prefixes = Set("abd abdul abdel abdal abu abou bin ben ibn bint");
    private static readonly FrozenSet<string> LegalForms = Set(
        "ltd limited llc llp inc incorporated corp corporation co company gmbh ag kg sa sarl srl spa bv nv plc pjsc jsc ojsc cjsc ooo oao "
        + "zao pao ao oy ab aps the");

    private ComparableName(IReadOnlyList<string> words, bool isUnvowelled)
    {
        Words = words;
        IsUnvowelled = isUnvowelled;
        Skeletons = [.. words.Select(SkeletonOf)];
    }

    /// <summary>The words.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>The words without vowels.</summary>
    public IReadOnlyList<string> Skeletons { get; }

    /// <summary>True when it was written in a script that leaves vowels out: then only <see cref="Skeletons"/> can be compared.</summary>
    public bool IsUnvowelled { get; }

    /// <summary>A name made comparable; without words when there is no letter in it.</summary>
    public static ComparableName Of(string text)
    {
        var composed = Replace(text).Normalize(NormalizationForm.FormKC).ToLowerInvariant();
        var latin = WithoutMarks(Transliteration.ToLatin(composed));
        var words = Glue(WordsOf(latin)).Select(Folded).Where(w => w.Length > 0).Take(MaxWords).ToList();
        return new ComparableName(words, composed.Any(Transliteration.IsUnvowelled));
    }

    /// <summary>Broken surrogates and what is no character cannot be normalised.</summary>
    private static string Replace(string text) => string.Concat(
        text.EnumerateRunes().Where(r => Rune.GetUnicodeCategory(r) != UnicodeCategory.OtherNotAssigned).Select(r => r.ToString()));

    private static string WithoutMarks(string text)
    {
        var plain = text.Normalize(NormalizationForm.FormD).Where(c => CharUnicodeInfo.GetUnicodeCategory(c)
            is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark));
        return string.Concat(plain);
    }

    /// <summary>Apostrophes stand inside a word; everything else that is no letter or digit stands between two.</summary>
    private static List<string> WordsOf(string text)
    {
        var word = new StringBuilder();
        List<string> words = [];
        foreach (var c in text.Append(' '))
        {
            if (char.IsLetterOrDigit(c) || char.IsSurrogate(c)) word.Append(c);
            else if (word.Length > 0 && !IsApostrophe(c))
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        return words;
    }

    private static bool IsApostrophe(char c) => c is '\'' or '’' or '‘' or 'ʼ' or '`' or '´' or 'ʻ' or 'ʹ';

    /// <summary>Leaves out articles and legal forms, unless nothing else is there, and puts prefixes before what they belong to.</summary>
    private static List<string> Glue(List<string> words)
    {
        var kept = words.Where(w => !Articles.Contains(w) && !LegalForms.Contains(w)).ToList();
        if (kept.Count == 0) kept = words;
        for (var i = kept.Count - 2; i >= 0; i--)
        {
            if (!Prefixes.Contains(kept[i])) continue;
            kept[i] = (kept[i] == "ibn" ? "bin" : kept[i]) + kept[i + 1];
            kept.RemoveAt(i + 1);
        }

        return kept;
    }

    /// <summary>Makes the usual spellings of one sound one: Yuri, Iurii, Juri; Philip, Filip; Alexey, Aleksei.</summary>
    private static string Folded(string word)
    {
        var spelt = word.Replace("ph", "f", StringComparison.Ordinal).Replace("ck", "k", StringComparison.Ordinal)
            .Replace("x", "ks", StringComparison.Ordinal);
        var folded = new StringBuilder(spelt.Length);
        foreach (var c in spelt)
        {
            var letter = c switch
            {
                'y' or 'j' => 'i',
                'w' => 'v',
                'q' => 'k',
                _ => c,
            };
            if (char.IsDigit(letter) || folded.Length == 0 || folded[^1] != letter) folded.Append(letter);
        }

        return folded.Length <= MaxWordLength ? folded.ToString() : folded.ToString(0, MaxWordLength);
    }

    private static string SkeletonOf(string word)
    {
        var bare = new StringBuilder(word.Length);
        foreach (var c in word)
            if (c is not ('a' or 'e' or 'i' or 'o' or 'u' or 'v') && (bare.Length == 0 || bare[^1] != c)) bare.Append(c);
        return bare.Length == 0 ? word[..1] : bare.ToString();
    }

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet();
}
