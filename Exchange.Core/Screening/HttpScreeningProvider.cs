using System.Text;
using Exchange.Core.Compliance;
using Exchange.Core.Notifications;

namespace Exchange.Core.Screening;

/// <summary>A provider that speaks the protocol of docs/kyc-providers.md: names there, hits back.</summary>
internal sealed class HttpScreeningProvider(ProviderClient client) : IScreeningProvider
{
    /// <summary>Most hits of an answer: of more, nobody could look at all.</summary>
    public const int MaxHits = 50;

    /// <summary>Most characters of the provider's number of a hit.</summary>
    public const int MaxIdLength = 80;

    public async Task<IReadOnlyList<ProviderHit>> SearchAsync(
        string reference, IReadOnlyList<ScreeningSubject> subjects, CancellationToken cancellationToken)
    {
        var question = new
        {
            Reference = reference,
            Subjects = subjects.Select((s, i) => new { Id = i, Role = s.Role.ToString().ToLowerInvariant(), s.Name, s.Born, s.Country }),
        };
        var answer = await client.AskAsync<Answer>("/screenings", reference, question, cancellationToken);
        if (answer.Hits.Count > MaxHits) throw new DeliveryFailedException("The answer has too many hits.");
        var hits = answer.Hits.ConvertAll(h => HitOf(h, subjects));
        return hits.DistinctBy(h => h.Entry.Reference).Count() == hits.Count
            ? hits
            : throw new DeliveryFailedException("The answer has a hit twice.");
    }

    private static ProviderHit HitOf(Hit? hit, IReadOnlyList<ScreeningSubject> subjects)
    {
        if (hit is null || hit.Subject < 0 || hit.Subject >= subjects.Count || hit.Score is < 0 or > 100
            || hit.Id.Length > MaxIdLength || !HttpVerificationProvider.IsApplicant(hit.Id)
            || Text(hit.Name, ListFile.MaxNameLength) is not { } name || SourceOf(hit.List) is not { } source)
            throw new DeliveryFailedException("The answer has a hit that cannot be.");
        var subject = subjects[hit.Subject];
        var kind = subject.Role == SubjectRole.Company ? EntryKind.Organisation : EntryKind.Person;
        var entry = new ListedEntry(ProviderHit.Prefix + hit.Id, kind)
        {
            Names = [new ListedName(name)],
            Grounds = Text(hit.Grounds, ListFile.MaxGroundsLength),
        };
        return new ProviderHit(source, subject.Role, entry, hit.Score);
    }

    private static ListSource? SourceOf(string word) => word switch
    {
        "sanctions" => ListSource.Provider,
        "pep" => ListSource.Pep,
        _ => null,
    };

    /// <summary>A text in one line; null when there is none, or when it is longer than it may be.</summary>
    private static string? Text(string? text, int most) =>
        ListText.Plain(text) is { } plain && plain.Length <= most && !plain.Any(char.IsControl)
            && !plain.EnumerateRunes().Contains(Rune.ReplacementChar) ? plain : null;

    private sealed record Answer(List<Hit?> Hits);

    private sealed record Hit(int Subject, string List, string Id, string Name, int Score, string? Grounds = null);
}
