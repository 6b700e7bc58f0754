namespace Exchange.Core.Screening;

/// <summary>Who keeps a list. The numbers are stored and never change.</summary>
public enum ListSource
{
    /// <summary>Specially Designated Nationals of the Office of Foreign Assets Control, United States.</summary>
    Ofac = 1,

    /// <summary>The consolidated list of the Security Council of the United Nations.</summary>
    UnitedNations = 2,

    /// <summary>The consolidated financial sanctions list of the European Union.</summary>
    EuropeanUnion = 3,

    /// <summary>Politically exposed persons, from whoever the operator has them of.</summary>
    Pep = 4,

    /// <summary>Whatever lists of sanctions a provider outside keeps; nobody loads them here.</summary>
    Provider = 5,
}

/// <summary>What is listed. The numbers are stored and never change.</summary>
public enum EntryKind
{
    /// <summary>A person.</summary>
    Person = 1,

    /// <summary>A company, group or body.</summary>
    Organisation = 2,

    /// <summary>A ship or an aircraft: kept, and compared with nobody.</summary>
    Other = 3,
}

/// <summary>The sources in words.</summary>
public static class ListSources
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ListSource> All { get; } = Enum.GetValues<ListSource>();

    /// <summary>Those whose files are loaded.</summary>
    public static IReadOnlyList<ListSource> Loaded { get; } = [.. All.Where(s => s != ListSource.Provider)];

    /// <summary>The word for addresses and the audit log.</summary>
    public static string WordOf(ListSource source) => source switch
    {
        ListSource.Ofac => "ofac",
        ListSource.UnitedNations => "un",
        ListSource.EuropeanUnion => "eu",
        ListSource.Pep => "pep",
        ListSource.Provider => "provider",
    };

    /// <summary>The source of a word, or null.</summary>
    public static ListSource? Find(string? word) => All.Cast<ListSource?>().FirstOrDefault(s => WordOf(s!.Value) == word);
}
