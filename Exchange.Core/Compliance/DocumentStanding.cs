using Exchange.Core.Members;

namespace Exchange.Core.Compliance;

/// <summary>What a member's documents prove together. A pure function of their states.</summary>
public static class DocumentStanding
{
    /// <summary>The labels that documents give; a null value means that there is none.</summary>
    public static IEnumerable<(string Key, string? Value)> LabelsOf(
        IReadOnlyCollection<Document> documents, ProfileState? company, DateOnly today)
    {
        yield return (LabelKeys.Document, ValueOf(documents, DocumentPurpose.Identity, today));
        yield return (LabelKeys.Address, ValueOf(documents, DocumentPurpose.Address, today));
        if (company is { } state) yield return (LabelKeys.Company, CompanyValueOf(documents, state, today));
    }

    /// <summary>The pictures of the best of some kinds that are still needed.</summary>
    public static IEnumerable<string> MissingSides(IReadOnlyCollection<Document> documents, DocumentType type, DateOnly today) =>
        type.Sides.Where(side => !documents.Any(d => d.Type == type.Name && d.Side == side && IsGood(d, today)));

    /// <summary>Verified when all pictures of one kind are; else rejected when one must be sent again, else pending.</summary>
    private static string? ValueOf(IReadOnlyCollection<Document> documents, DocumentPurpose purpose, DateOnly today)
    {
        var types = DocumentType.All.Where(type => type.Purpose == purpose).ToList();
        if (types.Any(type => IsProved(documents, type, today))) return LabelKeys.Verified;
        var own = documents.Where(d => types.Exists(type => type.Name == d.Type)).ToList();
        if (own.Exists(d => d.State == DocumentState.Rejected)) return LabelKeys.Rejected;
        return own.Count > 0 ? LabelKeys.Pending : null;
    }

    /// <summary>A company is verified when what is said of it is accepted, and its papers.</summary>
    private static string CompanyValueOf(IReadOnlyCollection<Document> documents, ProfileState state, DateOnly today)
    {
        if (state != ProfileState.Verified) return PersonalProfile.NameOf(state);
        var needed = DocumentType.NeededOfCompanies;
        if (needed.All(name => IsProved(documents, DocumentType.Find(name)!, today))) return LabelKeys.Verified;
        return documents.Any(d => d.State == DocumentState.Rejected && needed.Contains(d.Type)) ? LabelKeys.Rejected : LabelKeys.Pending;
    }

    private static bool IsProved(IReadOnlyCollection<Document> documents, DocumentType type, DateOnly today) =>
        type.Sides.All(side => documents.Any(
            d => d.Type == type.Name && d.Side == side && d.State == DocumentState.Verified && !HasExpired(d, today)));

    private static bool IsGood(Document document, DateOnly today) =>
        document.State is DocumentState.Pending or DocumentState.Verified && !HasExpired(document, today);

    private static bool HasExpired(Document document, DateOnly today) => document.ExpiresOn is { } last && last < today;
}
