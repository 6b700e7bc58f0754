using System.Security.Cryptography;
using System.Text;
using Exchange.Core.Members;

namespace Exchange.Core.Screening;

/// <summary>How members are compared with lists, section <c>Screening</c> of the configuration.</summary>
public sealed class ScreeningOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Screening";

    /// <summary>What makes the section right.</summary>
    public const string Rules = "Screening:Threshold must be 50 to 100; the countries of Screening have two letters each.";

    /// <summary>Another number when the comparison itself changes, so that everybody is compared anew.</summary>
    private const int Method = 1;

    /// <summary>From which score on a case is opened.</summary>
    public int Threshold { get; set; } = 80;

    /// <summary>Whether two persons must say that it is somebody else. That it is them, one says: it locks, and lets nobody in.</summary>
    public bool TwoPersons { get; set; }

    /// <summary>Countries of a higher risk, in two letters.</summary>
    public IList<string> HighRiskCountries { get; } = [];

    /// <summary>Countries whose people should not be here, in two letters.</summary>
    public IList<string> ProhibitedCountries { get; } = [];

    /// <summary>True when every value is in range.</summary>
    public bool IsValid =>
        Threshold is >= 50 and <= 100 && HighRiskCountries.Concat(ProhibitedCountries).All(c => Country.Find(c)?.Alpha2 == c);

    /// <summary>A hash of all of it.</summary>
    internal string Stamp()
    {
        var text = $"{Method};{Threshold};{string.Join(',', HighRiskCountries)};{string.Join(',', ProhibitedCountries)}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
