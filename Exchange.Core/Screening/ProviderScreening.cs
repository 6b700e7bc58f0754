using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Exchange.Core.Compliance;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Screening;

/// <summary>
/// Asks the provider about members who let us, once for what they say of themselves and again after some time. What it said last is part
/// of the member's risk row; without an answer they stay due.
/// </summary>
internal sealed class ProviderScreening(IScreeningProvider provider, IOptions<KycProviderOptions> options, TimeProvider time)
{
    private const int ReferenceDigits = 16;

    /// <summary>Whether there is a provider that compares names.</summary>
    public bool IsOn => options.Value is { IsOn: true, ScreensNames: true };

    /// <summary>What the provider is called.</summary>
    public string Name => options.Value.Name;

    /// <summary>An answer from before this moment is too old.</summary>
    public DateTimeOffset Oldest => time.GetUtcNow() - options.Value.ScreenAgainAfter;

    /// <summary>What is asked, in one text: another one when the member says something else, or the provider is another.</summary>
    public string StampOf(string digest) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Name}/{digest}")));

    /// <summary>Asks. The reference is the same as long as the question is, for a day.</summary>
    public Task<IReadOnlyList<ProviderHit>> AskAsync(
        long member, string stamp, IReadOnlyList<ScreeningSubject> subjects, CancellationToken cancellationToken)
    {
        var day = time.GetUtcNow().UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var reference = string.Create(CultureInfo.InvariantCulture, $"names-{member}-{stamp[..ReferenceDigits]}-{day}");
        return provider.SearchAsync(reference, subjects, cancellationToken);
    }
}
