using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Exchange.Core.Screening;

/// <summary>A name that somebody listed goes by.</summary>
/// <param name="Text">As the list writes it.</param>
/// <param name="IsWeak">True when the list itself calls it a weak alias: too common to count for much.</param>
public sealed record ListedName(string Text, bool IsWeak = false);

/// <summary>What a list knows of a day of birth: a day, or some time between two.</summary>
/// <param name="From">The first day that it can be.</param>
/// <param name="To">The last.</param>
/// <param name="IsApproximate">True when the list says "about".</param>
public sealed record BirthRange(DateOnly From, DateOnly To, bool IsApproximate = false)
{
    /// <summary>The same for people.</summary>
    public string ToWords()
    {
        var isYears = From is { Month: 1, Day: 1 } && To is { Month: 12, Day: 31 };
        var (from, to) = isYears ? ($"{From:yyyy}", $"{To:yyyy}") : ($"{From:yyyy-MM-dd}", $"{To:yyyy-MM-dd}");
        return (IsApproximate ? "about " : "") + (from == to ? from : $"{from} to {to}");
    }
}

/// <summary>Somebody or something on a list.</summary>
/// <param name="Reference">The list's own number.</param>
/// <param name="Kind">What it is.</param>
public sealed record ListedEntry(string Reference, EntryKind Kind)
{
    /// <summary>The main name first, then the aliases.</summary>
    public required IReadOnlyList<ListedName> Names { get; init; }

    /// <summary>Days of birth; lists often know several.</summary>
    public IReadOnlyList<BirthRange> Births { get; init; } = [];

    /// <summary>Countries of citizenship, birth or address, in two letters.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>Why it is listed: programmes, offices, in the list's own words.</summary>
    public string? Grounds { get; init; }

    /// <summary>The entry as it is stored.</summary>
    public string ToJson() => JsonSerializer.Serialize(this);

    /// <summary>The entry that was stored.</summary>
    public static ListedEntry Parse(string json) => JsonSerializer.Deserialize<ListedEntry>(json)!;

    /// <summary>A hash of all of it: another one when the list says something else.</summary>
    public static string DigestOf(string json) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
}

/// <summary>A file of a list, read.</summary>
/// <param name="PublishedOn">The day that the file gives, or null.</param>
/// <param name="Entries">All of it.</param>
public sealed record ParsedList(DateOnly? PublishedOn, IReadOnlyList<ListedEntry> Entries);
