using System.Text.Json;
using Exchange.Core.Members;

namespace Exchange.Core.Compliance;

/// <summary>What a provider's message says, and no more: of a level, role or member it can say nothing.</summary>
/// <param name="Applicant">The provider's number of the check.</param>
/// <param name="Verdict">What it found.</param>
/// <param name="FoundAt">When.</param>
/// <param name="Findings">Score and reasons.</param>
internal sealed record VerdictMessage(string Applicant, ProviderVerdict Verdict, DateTimeOffset FoundAt, ProviderFindings Findings)
{
    /// <summary>The one type of message that there is.</summary>
    public const string Type = "verification.decided";

    /// <summary>Most items of a message.</summary>
    public const int MaxItems = 30;

    /// <summary>Most reasons of an item, and of the whole.</summary>
    public const int MaxReasons = 10;

    /// <summary>Most characters of a reason.</summary>
    public const int MaxReasonLength = 300;

    /// <summary>What is said of items that the check is about.</summary>
    public ProviderFindings FindingsFor(IReadOnlyCollection<Guid> items) =>
        Findings with { Items = [.. Findings.Items.Where(i => items.Contains(i.Item))] };

    /// <summary>Reads a message; null when it is none.</summary>
    public static VerdictMessage? Read(ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        try
        {
            return JsonSerializer.Deserialize<Message>(body, ProviderClient.Json) is { } message ? Check(message, now) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static VerdictMessage? Check(Message message, DateTimeOffset now)
    {
        var data = message.Data;
        if (message.Type != Type || message.Timestamp > now + StandardWebhook.Tolerance) return null;
        if (!HttpVerificationProvider.IsApplicant(data.ApplicantId) || VerdictOf(data.Verdict) is not { } verdict) return null;
        if (data.Score is < 0 or > 100 || !AreReasons(data.Reasons) || data.Items is { Count: > MaxItems }) return null;
        List<ItemFinding> items = [];
        foreach (var item in data.Items ?? [])
        {
            if (item is null || VerdictOf(item.Verdict) is not { } found) return null;
            if (!AreReasons(item.Reasons) || items.Exists(i => i.Item == item.Id)) return null;
            items.Add(new(item.Id, found, item.Reasons ?? []));
        }

        return new VerdictMessage(
            data.ApplicantId, verdict, message.Timestamp.ToUniversalTime(), new ProviderFindings(data.Score, data.Reasons ?? [], items));
    }

    private static ProviderVerdict? VerdictOf(string word) => word switch
    {
        "approved" => ProviderVerdict.Approved,
        "rejected" => ProviderVerdict.Rejected,
        "needs_review" => ProviderVerdict.NeedsReview,
        _ => null,
    };

    private static bool AreReasons(List<string>? reasons) => reasons is null
        || (reasons.Count <= MaxReasons
            && reasons.TrueForAll(r => r is { Length: > 2 } && ProfileFields.IsText(r, MaxReasonLength)));

    private sealed record Message(string Type, DateTimeOffset Timestamp, Data Data);

    private sealed record Data(
        string ApplicantId, string Verdict, int? Score = null, List<string>? Reasons = null, List<Item?>? Items = null);

    private sealed record Item(Guid Id, string Verdict, List<string>? Reasons = null);
}
