using System.Collections.Frozen;

namespace Exchange.Core.Compliance;

/// <summary>What a document shows.</summary>
public enum DocumentPurpose
{
    /// <summary>Who someone is.</summary>
    Identity = 0,

    /// <summary>Where someone lives.</summary>
    Address = 1,

    /// <summary>What a company is, and who may act for it.</summary>
    Company = 2,
}

/// <summary>Which picture of a document. The words are Barong's.</summary>
public static class DocumentSide
{
    /// <summary>The front, the page with the photograph, or the whole of a paper.</summary>
    public const string Front = "front_side";

    /// <summary>The back.</summary>
    public const string Back = "back_side";

    /// <summary>The person with the document in hand.</summary>
    public const string Selfie = "selfie";
}

/// <summary>A kind of document.</summary>
/// <param name="Name">As the contract and the tables write it.</param>
/// <param name="Purpose">What it shows.</param>
/// <param name="Sides">The pictures that are needed.</param>
public sealed record DocumentType(string Name, DocumentPurpose Purpose, IReadOnlyList<string> Sides)
{
    /// <summary>Most characters of a name.</summary>
    public const int MaxLength = 40;

    private static readonly string[] OnlyFront = [DocumentSide.Front];
    private static readonly string[] FrontAndSelfie = [DocumentSide.Front, DocumentSide.Selfie];
    private static readonly string[] AllSides = [DocumentSide.Front, DocumentSide.Back, DocumentSide.Selfie];

    /// <summary>All kinds: Barong's, then those of companies, which are ours.</summary>
    public static IReadOnlyList<DocumentType> All { get; } =
    [
        new("Passport", DocumentPurpose.Identity, FrontAndSelfie),
        new("Identity card", DocumentPurpose.Identity, AllSides),
        new("Driver license", DocumentPurpose.Identity, AllSides),
        new("Utility Bill", DocumentPurpose.Address, OnlyFront),
        new("Residental", DocumentPurpose.Address, OnlyFront),
        new("Address", DocumentPurpose.Address, OnlyFront),
        new("Institutional", DocumentPurpose.Company, OnlyFront),
        new("Certificate of incorporation", DocumentPurpose.Company, OnlyFront),
        new("Articles of association", DocumentPurpose.Company, OnlyFront),
        new("Shareholder register", DocumentPurpose.Company, OnlyFront),
        new("Authority to represent", DocumentPurpose.Company, OnlyFront),
    ];

    /// <summary>The documents without which no company is accepted.</summary>
    public static IReadOnlyList<string> NeededOfCompanies { get; } = ["Certificate of incorporation", "Shareholder register"];

    private static readonly FrozenDictionary<string, DocumentType> ByName = All.ToFrozenDictionary(t => t.Name);

    /// <summary>The kind of a name, or null.</summary>
    public static DocumentType? Find(string? name) => name is null ? null : ByName.GetValueOrDefault(name);
}
