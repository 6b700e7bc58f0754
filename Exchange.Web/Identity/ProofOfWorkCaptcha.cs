using System.Collections.Concurrent;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Exchange.Web.Identity;

/// <summary>How hard the question is: section <c>Captcha</c> of the configuration.</summary>
internal sealed class CaptchaOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Captcha";

    /// <summary>Most zero bits that can be asked for: half a minute of a good computer.</summary>
    public const int MaxDifficulty = 24;

    /// <summary><c>proof_of_work</c> or <c>none</c>.</summary>
    public string Type { get; set; } = ProofOfWorkCaptcha.Name;

    /// <summary>Zero bits; each more doubles the work. 16 are some 65,000 hashes, a blink for one person and dear for a million.</summary>
    public int Difficulty { get; set; } = 16;

    /// <summary>True when both make sense.</summary>
    public bool IsValid =>
        Type is ProofOfWorkCaptcha.Name or NoCaptcha.Name && Difficulty is > 0 and <= MaxDifficulty;
}

/// <summary>
/// Asks the browser for work instead of the person for traffic lights: nothing to see, nothing to hear, nobody else is told. The answer is
/// the question, a colon and a number, whose SHA-256 begins with so many zero bits. The question is signed and not kept; a good answer
/// is kept until its question is too old.
/// </summary>
internal sealed class ProofOfWorkCaptcha(IDataProtectionProvider protection, IOptions<CaptchaOptions> options, TimeProvider time) : ICaptcha
{
    public const string Name = "proof_of_work";

    /// <summary>For how long an answer counts.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(20);

    /// <summary>Longest answer that is looked at.</summary>
    private const int MaxLength = 600;

    /// <summary>Most good answers that are kept; more at a time are refused.</summary>
    private const int MaxUsed = 100_000;

    private const int SaltBytes = 12;
    private readonly IDataProtector _protector = protection.CreateProtector("Exchange.Web.Captcha.v1");
    private readonly ConcurrentDictionary<string, DateTimeOffset> _used = new(StringComparer.Ordinal);

    public string Type => Name;

    public CaptchaChallenge? NewChallenge()
    {
        var expires = time.GetUtcNow() + Lifetime;
        var salt = RandomNumberGenerator.GetHexString(SaltBytes * 2);
        var text = _protector.Protect(string.Create(
            CultureInfo.InvariantCulture, $"{salt} {options.Value.Difficulty} {expires.ToUnixTimeSeconds()}"));
        return new CaptchaChallenge(text, options.Value.Difficulty, expires);
    }

    public ValueTask<CaptchaVerdict> CheckAsync(string? response, CancellationToken cancellationToken) => new(Check(response));

    private CaptchaVerdict Check(string? response)
    {
        if (string.IsNullOrEmpty(response)) return CaptchaVerdict.Missing;
        if (response.Length > MaxLength || response.IndexOf(':', StringComparison.Ordinal) is not (> 0 and var colon))
            return CaptchaVerdict.Failed;
        if (Question(response[..colon]) is not { } question || question.ExpiresAt <= time.GetUtcNow()) return CaptchaVerdict.Failed;
        if (ZeroBits(SHA256.HashData(Encoding.UTF8.GetBytes(response))) < question.Difficulty) return CaptchaVerdict.Failed;
        return TakeOnce(question) ? CaptchaVerdict.Passed : CaptchaVerdict.Failed;
    }

    private (string Salt, int Difficulty, DateTimeOffset ExpiresAt)? Question(string text)
    {
        try
        {
            var parts = _protector.Unprotect(text).Split(' ');
            return (parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture),
                DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts[2], CultureInfo.InvariantCulture)));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private bool TakeOnce((string Salt, int Difficulty, DateTimeOffset ExpiresAt) question)
    {
        if (_used.Count >= MaxUsed)
        {
            var now = time.GetUtcNow();
            foreach (var (salt, _) in _used.Where(used => used.Value <= now)) _used.TryRemove(salt, out _);
        }

        return _used.Count < MaxUsed && _used.TryAdd(question.Salt, question.ExpiresAt);
    }

    private static int ZeroBits(byte[] hash)
    {
        var bits = 0;
        foreach (var b in hash)
        {
            if (b != 0) return bits + BitOperations.LeadingZeroCount(b) - 24;
            bits += 8;
        }

        return bits;
    }
}
