using Exchange.Core.Compliance;
using Exchange.Core.Members;

namespace Exchange.Web.Verification;

/// <summary>What people read about levels and what they ask for.</summary>
internal static class VerificationTexts
{
    /// <summary>What a level asks for.</summary>
    public static string Of(LabelRequirement requirement) => requirement switch
    {
        { Key: LabelKeys.Email, Value: LabelKeys.Verified } => "Confirmed e-mail address",
        { Key: LabelKeys.Phone, Value: LabelKeys.Verified } => "Confirmed telephone number",
        { Key: LabelKeys.Profile, Value: LabelKeys.Verified } => "Accepted profile: name, day of birth, address",
        { Key: LabelKeys.Document, Value: LabelKeys.Verified } => "Accepted identity document",
        { Key: LabelKeys.Address, Value: LabelKeys.Verified } => "Accepted proof of address",
        { Key: LabelKeys.Company, Value: LabelKeys.Verified } => "Accepted company documents",
        _ => requirement.ToString(),
    };

    /// <summary>What people call a kind of document.</summary>
    public static string NameOf(DocumentType type) => type.Name switch
    {
        "Driver license" => "Driving licence",
        "Utility Bill" => "Utility bill",
        "Residental" => "Residence certificate",
        "Address" => "Bank statement or other proof",
        "Institutional" => "Other company document",
        _ => type.Name,
    };

    /// <summary>What people call a picture of a document.</summary>
    public static string SideOf(DocumentType type, string side) => (type.Sides.Count, side) switch
    {
        (1, _) => "The document",
        (2, DocumentSide.Front) => "The page with the photograph",
        (_, DocumentSide.Front) => "Front side",
        (_, DocumentSide.Back) => "Back side",
        _ => "You, with the document in your hand",
    };

    /// <summary>What may be done from a level on.</summary>
    public static string Of(Capability capability) => capability switch
    {
        Capability.Deposit => "deposit",
        Capability.Trade => "trade",
        Capability.Withdraw => "withdraw",
    };

    /// <summary>What a level gives.</summary>
    public static string Gives(LevelStep step) => step.Gives.Count == 0
        ? "A step on the way"
        : $"You can {string.Join(", ", step.Gives.Select(Of))}";

    /// <summary>How far something is, from the label that says so.</summary>
    public static string State(string? label) => label switch
    {
        LabelKeys.Verified => "Done",
        LabelKeys.Pending or "submitted" => "In review",
        LabelKeys.Rejected => "To be done again",
        "drafted" => "Begun",
        _ => "Missing",
    };

    /// <summary>The badge of it.</summary>
    public static string? Badge(string? label) => label switch
    {
        LabelKeys.Verified => "badge-up",
        LabelKeys.Rejected => "badge-down",
        LabelKeys.Pending or "submitted" => "badge-warn",
        _ => null,
    };
}
