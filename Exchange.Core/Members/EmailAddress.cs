using System.Diagnostics.CodeAnalysis;

namespace Exchange.Core.Members;

/// <summary>
/// An e-mail address in the form we accept: ASCII only, so that two addresses that look alike are never one account
/// (U+017F and U+212A fold to "S" and "K"), and with a dot in the domain. The domain is lower case; the part before it
/// is kept as written but compared without case. Dots and "+tag" stay: they are different addresses.
/// </summary>
public sealed record EmailAddress
{
    /// <summary>Most characters in all.</summary>
    public const int MaxLength = 254;

    /// <summary>Most characters before the at sign.</summary>
    public const int MaxLocalLength = 64;

    private const int MaxLabelLength = 63;
    private const string LocalPunctuation = ".!#$%&'*+/=?^_`{|}~-";

    private EmailAddress(string value) => Value = value;

    /// <summary>The address as it is stored and written to.</summary>
    public string Value { get; }

    /// <summary>The form that must be unique.</summary>
    public string Key => Value.ToUpperInvariant();

    /// <summary>Reads an address; white space around it is dropped, nothing else is mended.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out EmailAddress? address)
    {
        address = null;
        var trimmed = text?.Trim(' ') ?? "";
        var at = trimmed.IndexOf('@', StringComparison.Ordinal);
        if (at <= 0 || trimmed.Length > MaxLength) return false;
        var local = trimmed[..at];
        var domain = trimmed[(at + 1)..];
        if (!IsLocalPart(local) || !IsDomain(domain)) return false;
        address = new EmailAddress($"{local}@{domain.ToLowerInvariant()}");
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static bool IsLocalPart(string local) =>
        local.Length <= MaxLocalLength && local[0] != '.' && local[^1] != '.'
        && !local.Contains("..", StringComparison.Ordinal)
        && local.All(c => char.IsAsciiLetterOrDigit(c) || LocalPunctuation.Contains(c, StringComparison.Ordinal));

    private static bool IsDomain(string domain)
    {
        var labels = domain.Split('.');
        return labels.Length >= 2 && labels.All(IsLabel) && !labels[^1].All(char.IsAsciiDigit);
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= MaxLabelLength && label[0] != '-' && label[^1] != '-'
        && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
