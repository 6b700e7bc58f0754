using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Exchange.Core.Compliance;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Screening;

/// <summary>What came of asking the provider.</summary>
internal enum ProviderOutcome
{
    /// <summary>It answered.</summary>
    Answered,

    /// <summary>It did not, and may another time.</summary>
    Failed,

    /// <summary>It will not answer this question.</summary>
    Refused,

    /// <summary>It was not asked: it is away.</summary>
    LeftAlone,
}

/// <summary>What the provider answered to a question, given by its stamp.</summary>
internal sealed record ProviderReply(string Stamp, ProviderOutcome Outcome, IReadOnlyList<ProviderHit> Hits)
{
    public bool HasFailed => Outcome != ProviderOutcome.Answered;
}

/// <summary>
/// Asks the provider about members who let us, once for what they say of themselves and again after some time. What it said last is part
/// of the member's risk row; without an answer they stay due.
/// </summary>
internal sealed class ProviderScreening(IScreeningProvider provider, IOptions<KycProviderOptions> options, TimeProvider time)
{
    private const int ReferenceDigits = 16;

    /// <summary>How long it is not asked again after it failed once; twice as long each time after that.</summary>
    public static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(1);

    /// <summary>The longest time between two tries.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>Whether there is a provider that compares names.</summary>
    public bool IsOn => options.Value is { IsOn: true, ScreensNames: true };

    /// <summary>What the provider is called.</summary>
    public string Name => options.Value.Name;

    /// <summary>An answer from before this moment is too old.</summary>
    public DateTimeOffset Oldest => time.GetUtcNow() - options.Value.ScreenAgainAfter;

    /// <summary>What is asked, in one text: another one when the member says something else, or the provider is another.</summary>
    public string StampOf(string digest) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Name}/{digest}")));

    /// <summary>How long it is left alone after so many tries in a row.</summary>
    public static TimeSpan WaitAfter(int tries)
    {
        var wait = FirstWait;
        for (var i = 1; i < tries && wait < LongestWait; i++) wait *= 2;
        return wait < LongestWait ? wait : LongestWait;
    }

    /// <summary>Whether this question is not asked now, because it was in vain.</summary>
    public bool Waits(MemberRisk risk, string stamp) =>
        risk.ProviderTriedStamp == stamp && (risk.ProviderNextAt is not { } next || next > time.GetUtcNow());

    /// <summary>Writes down what came of the question; of another than this one nothing is known then.</summary>
    public void Record(MemberRisk risk, string stamp, ProviderReply? reply)
    {
        var now = time.GetUtcNow();
        if (reply is { Outcome: not ProviderOutcome.LeftAlone }) risk.ProviderAskedAt = now;
        if (risk.ProviderStamp != stamp) (risk.ProviderStamp, risk.ProviderAt) = (null, null);
        if (risk.ProviderTriedStamp != stamp) risk.ForgetTries();
        if (reply is null or { Outcome: ProviderOutcome.LeftAlone } || reply.Stamp != stamp) return;
        if (reply.Outcome == ProviderOutcome.Answered)
        {
            (risk.ProviderStamp, risk.ProviderAt) = (stamp, now);
            risk.ForgetTries();
            return;
        }

        (risk.ProviderTriedStamp, risk.ProviderTries) = (stamp, risk.ProviderTries + 1);
        risk.ProviderNextAt = reply.Outcome == ProviderOutcome.Refused ? null : now + WaitAfter(risk.ProviderTries);
    }

    /// <summary>Asks. The reference is the same as long as the question is, for a day.</summary>
    public Task<IReadOnlyList<ProviderHit>> AskAsync(
        long member, string stamp, IReadOnlyList<ScreeningSubject> subjects, CancellationToken cancellationToken)
    {
        var day = time.GetUtcNow().UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var reference = $"{ProviderErasures.NamesPrefix(member)}{stamp[..ReferenceDigits]}-{day}";
        return provider.SearchAsync(reference, subjects, cancellationToken);
    }
}
