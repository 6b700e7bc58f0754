namespace Exchange.Core.Screening;


/// <summary>Somebody whom a provider knows and whom a member resembles.</summary>
/// <param name="Source">Whether they are on a list of sanctions or politically exposed.</param>
/// <param name="Role">What of the member resembles them.</param>
/// <param name="Entry">What the provider says of them.</param>
/// <param name="Score">How much speaks for it, to 100.</param>
public sealed record ProviderHit(ListSource Source, SubjectRole Role, ListedEntry Entry, int Score)
{
    /// <summary>How references of provider's hits begin.</summary>
    public const string Prefix = "provider:";

    /// <summary>Whether a reference is a provider's.</summary>
    public static bool IsOne(string reference) => reference.StartsWith(Prefix, StringComparison.Ordinal);
}

/// <summary>Somebody outside who compares names with lists of their own: the seam for other protocols than ours.</summary>
public interface IScreeningProvider
{
    /// <summary>Compares. Throws when there is no answer, or none that can be read.</summary>
    Task<IReadOnlyList<ProviderHit>> SearchAsync(
        string reference, IReadOnlyList<ScreeningSubject> subjects, CancellationToken cancellationToken);
}
