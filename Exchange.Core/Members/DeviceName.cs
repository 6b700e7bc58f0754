namespace Exchange.Core.Members;

/// <summary>What a browser calls itself, as far as a person needs it.</summary>
public static class DeviceName
{
    /// <summary>Most characters of a program's own name that are shown.</summary>
    private const int MaxLength = 60;

    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];

    /// <summary>A name for a user agent.</summary>
    public static string Of(string userAgent)
    {
        var browser = NameIn(Browsers, userAgent);
        var system = NameIn(Systems, userAgent);
        return (browser, system) switch
        {
            (null, null) => userAgent.Length switch
            {
                0 => "Unknown program",
                <= MaxLength => userAgent,
                _ => userAgent[..MaxLength],
            },
            (null, _) => system,
            (_, null) => browser,
            _ => $"{browser} on {system}",
        };
    }

    private static string? NameIn((string Mark, string Name)[] known, string userAgent) =>
        known.FirstOrDefault(k => userAgent.Contains(k.Mark, StringComparison.Ordinal)).Name;
}
