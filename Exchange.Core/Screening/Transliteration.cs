using System.Collections.Frozen;
using System.Text;

namespace Exchange.Core.Screening;

/// <summary>
/// Writes other scripts in Latin letters, as passports do. Cyrillic by ICAO Doc 9303 part 3 section 6 B; Greek by ELOT 743 (ISO 843 type
/// 2); Arabic by the consonants of BGN/PCGN 1956, because short vowels are not written.
/// </summary>
internal static class Transliteration
{
    private const string VoicedAfterAu = "αεηιουωβγδζλμνρ";
    private static readonly FrozenDictionary<char, string> Cyrillic = Pairs(
        "а a б b в v г g д d е e ё e ж zh з z и i й i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch "
        + "ъ ie ы y ь - э e ю iu я ia ґ g є ie і i ї i ў u ѓ g ѕ dz ј j љ lj њ nj ќ k ћ c ђ d џ dz ѣ ie ә a ғ g қ k ң n ө o ұ u ү u һ h");

    private static readonly FrozenDictionary<char, string> Greek = Pairs(
        "α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o");

    private static readonly FrozenDictionary<char, string> Arabic = Pairs(
        "ا a أ a إ i آ a ء - ؤ w ئ y ب b پ p ت t ث th ج j چ ch ح h خ kh د d ذ dh ر r ز z ژ zh س s ش sh ص s ض d ط t ظ z ع - غ gh ف f "
        + "ق q ك k ک k گ g ل l م m ن n ه h ة a و w ي y ى a ی y ـ -");

    private static readonly FrozenDictionary<char, string> Latin = Pairs("ß ss æ ae œ oe ø o đ d ð d þ th ł l ı i ħ h ŋ n ŧ t");

    /// <summary>True for a letter of a script that leaves vowels out.</summary>
    public static bool IsUnvowelled(char letter) => letter is >= '\u0600' and <= '\u06FF' && char.IsLetter(letter);

    /// <summary>A text in small letters, composed, in Latin letters where a table knows them.</summary>
    public static string ToLatin(string text)
    {
        var latin = new StringBuilder(text.Length + 8);
        for (var i = 0; i < text.Length; i++) i += Append(latin, text, i);
        return latin.ToString();
    }

    /// <summary>Writes one letter; answers how many after it were written with it.</summary>
    private static int Append(StringBuilder latin, string text, int at)
    {
        var letter = text[at];
        if (AppendGreekPair(latin, text, at)) return 1;
        if (Find(letter) is { } known) latin.Append(known);
        else if (Find(WithoutMark(letter)) is { } plain && letter > '\u0370') latin.Append(plain);
        else latin.Append(letter);
        return 0;
    }

    private static string? Find(char letter) =>
        Cyrillic.GetValueOrDefault(letter) ?? Greek.GetValueOrDefault(letter) ?? Arabic.GetValueOrDefault(letter)
        ?? Latin.GetValueOrDefault(letter);

    /// <summary>Pairs of Greek letters that stand for one sound; a diaeresis on the second parts them.</summary>
    private static bool AppendGreekPair(StringBuilder latin, string text, int at)
    {
        if (at + 1 >= text.Length || !Greek.ContainsKey(WithoutMark(text[at]))) return false;
        var (first, second) = (WithoutMark(text[at]), WithoutMark(text[at + 1]));
        if (text[at + 1] is 'ϋ' or 'ΰ' or 'ϊ' or 'ΐ') return false;
        var pair = (first, second) switch
        {
            ('ο', 'υ') => "ou",
            ('γ', 'γ') => "ng",
            ('γ', 'ξ') => "nx",
            ('γ', 'χ') => "nch",
            ('μ', 'π') => IsInside(text, at) ? "mp" : "b",
            ('α' or 'ε' or 'η', 'υ') when text[at] == first => Find(first) + (IsVoicedAfter(text, at + 2) ? "v" : "f"),
            _ => null,
        };
        if (pair is not null) latin.Append(pair);
        return pair is not null;
    }

    private static bool IsInside(string text, int at) =>
        at > 0 && char.IsLetter(text[at - 1]) && at + 2 < text.Length && char.IsLetter(text[at + 2]);

    private static bool IsVoicedAfter(string text, int at) =>
        at < text.Length && VoicedAfterAu.Contains(WithoutMark(text[at]), StringComparison.Ordinal);

    private static char WithoutMark(char letter) =>
        char.IsAscii(letter) || char.IsSurrogate(letter) ? letter : letter.ToString().Normalize(NormalizationForm.FormD)[0];

    private static FrozenDictionary<char, string> Pairs(string table)
    {
        var words = table.Split(' ');
        return Enumerable.Range(0, words.Length / 2)
            .ToFrozenDictionary(i => words[i * 2][0], i => words[(i * 2) + 1] == "-" ? "" : words[(i * 2) + 1]);
    }
}
