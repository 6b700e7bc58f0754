namespace Exchange.Core.Notifications;

/// <summary>The languages that we write to members in.</summary>
public static class Languages
{
    /// <summary>When a member has chosen none of ours.</summary>
    public const string Default = "en";

    /// <summary>Most characters of a header with languages that are read.</summary>
    private const int MaxHeaderLength = 200;

    /// <summary>Codes and their own names.</summary>
    public static readonly IReadOnlyList<(string Code, string Name)> All =
        [("en", "English"), ("es", "Español"), ("de", "Deutsch")];

    /// <summary>Whether we write in a language.</summary>
    public static bool IsKnown(string? code) => All.Any(language => language.Code == code);

    /// <summary>The first language of an Accept-Language header that we know, by the order in which it names them.</summary>
    public static string Of(string? acceptLanguage)
    {
        if (acceptLanguage is not { Length: <= MaxHeaderLength }) return Default;
        return acceptLanguage.Split(',', StringSplitOptions.TrimEntries)
            .Select(part => part.Split(';', '-')[0].ToLowerInvariant()).FirstOrDefault(IsKnown) ?? Default;
    }
}
