namespace Exchange.Core.Members;

/// <summary>A telephone number in the one form in which two equal numbers are equal: E.164.</summary>
public sealed record PhoneNumber
{
    /// <summary>Most characters that are read: digits with what people put between them.</summary>
    public const int MaxTextLength = 40;

    private const int MaxDigits = 15;
    private const int MinDigits = 7;
    private const int NorthAmericanDigits = 11;
    private const string NorthAmerica = "1";
    private const int DigitsShown = 4;

    private PhoneNumber(string value, Country country) => (Value, Country) = (value, country);

    /// <summary>A plus and digits.</summary>
    public string Value { get; }

    /// <summary>Where it belongs.</summary>
    public Country Country { get; }

    /// <summary>The calling code's digits and the last four, as it is shown.</summary>
    public string Masked
    {
        get
        {
            var code = Country.CallingCodes.First(c => Value.AsSpan(1).StartsWith(c, StringComparison.Ordinal));
            var hidden = Value.Length - 1 - code.Length - DigitsShown;
            return $"+{code}{new string('*', Math.Max(0, hidden))}{Value[^DigitsShown..]}";
        }
    }

    /// <summary>
    /// Reads a number with its country's code, behind a plus or two zeros. Spaces, hyphens, dots, slashes and round brackets between
    /// digits are skipped; anything else, letters and digits of other scripts too, makes it no number.
    /// </summary>
    public static bool TryParse(string? text, out PhoneNumber? number)
    {
        number = null;
        if (text is null || text.Length > MaxTextLength) return false;
        var trimmed = text.Trim();
        var isInternational = trimmed.StartsWith('+') || trimmed.StartsWith("00", StringComparison.Ordinal);
        if (!isInternational) return false;
        var rest = trimmed[(trimmed[0] == '+' ? 1 : 2)..];
        if (rest.Any(c => !char.IsAsciiDigit(c) && c is not (' ' or '-' or '.' or '/' or '(' or ')'))) return false;
        // The zero in +44 (0)20 … is dialled inside the country only.
        var digits = string.Concat(rest.Replace("(0)", "", StringComparison.Ordinal).Where(char.IsAsciiDigit));
        if (digits.Length is < MinDigits or > MaxDigits || Country.OfNumber(digits) is not { } country) return false;
        if (digits.StartsWith(NorthAmerica, StringComparison.Ordinal)
            && (digits.Length != NorthAmericanDigits || digits[1] < '2' || digits[4] < '2')) return false;
        number = new PhoneNumber("+" + digits, country);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Masked;
}
