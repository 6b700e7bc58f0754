using System.Globalization;
using Exchange.Core.Members;
using Exchange.Core.Screening;

namespace Exchange.Web.Tower;

/// <summary>What the staff reads about screening.</summary>
internal static class ScreeningTexts
{
    /// <summary>Whose list it is.</summary>
    public static string Source(ListSource source) => source switch
    {
        ListSource.Ofac => "OFAC (United States)",
        ListSource.UnitedNations => "United Nations",
        ListSource.EuropeanUnion => "European Union",
        ListSource.Pep => "Politically exposed",
        ListSource.Provider => "Sanctions, by the provider",
    };

    /// <summary>The same in a narrow column.</summary>
    public static string Short(ListSource source) => source switch
    {
        ListSource.Ofac => "OFAC",
        ListSource.UnitedNations => "UN",
        ListSource.EuropeanUnion => "EU",
        ListSource.Pep => "PEP",
        ListSource.Provider => "Provider",
    };

    /// <summary>How far a case has come.</summary>
    public static (string Word, string Badge) State(CaseState state) => state switch
    {
        CaseState.Open => ("Open", "badge-warn"),
        CaseState.FalsePositive => ("False positive", ""),
        CaseState.TrueMatch => ("True match", "badge-down"),
    };

    /// <summary>A state in addresses.</summary>
    public static string Slug(CaseState state) => state switch
    {
        CaseState.Open => "open",
        CaseState.FalsePositive => "false",
        CaseState.TrueMatch => "match",
    };

    /// <summary>What of the member is compared.</summary>
    public static string Role(SubjectRole role) => role switch
    {
        SubjectRole.Holder => "The member",
        SubjectRole.Company => "The company",
        SubjectRole.Representative => "Its representative",
        SubjectRole.Shareholder => "A shareholder",
    };

    /// <summary>What is listed.</summary>
    public static string Kind(EntryKind kind) => kind switch
    {
        EntryKind.Person => "Person",
        EntryKind.Organisation => "Organisation",
        EntryKind.Other => "Ship or aircraft",
    };

    /// <summary>A risk in a word.</summary>
    public static (string Word, string Badge) Band(int score) => MemberRisk.BandOf(score) switch
    {
        RiskBand.Low => ("Low", "badge-up"),
        RiskBand.Medium => ("Medium", "badge-warn"),
        RiskBand.High => ("High", "badge-down"),
    };

    /// <summary>Whether somebody is politically exposed.</summary>
    public static string Pep(PepStanding standing) => standing switch
    {
        PepStanding.No => "No",
        PepStanding.Possible => "Perhaps: a case is open",
        PepStanding.Confirmed => "Yes",
    };

    /// <summary>That the provider was asked in vain.</summary>
    public static string Trouble(ProviderTrouble trouble)
    {
        var times = trouble.Tries == 1 ? "once" : string.Create(CultureInfo.InvariantCulture, $"{trouble.Tries} times in a row");
        return trouble.NextAt is { } next
            ? $"Gave no answer, asked {times}. Next try at {TowerTexts.Time(next)} UTC."
            : $"Has refused to compare them, asked {times}. It is not asked again until they say something else.";
    }

    /// <summary>Points with their sign.</summary>
    public static string Points(int points) => points > 0 ? $"+{points}" : points < 0 ? $"−{-points}" : "0";

    /// <summary>A country with its name.</summary>
    public static string CountryName(string? alpha2) => Country.Find(alpha2) is { } country ? $"{country.Name} ({country.Alpha2})" : "–";
}
