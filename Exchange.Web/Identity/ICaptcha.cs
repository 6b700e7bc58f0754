namespace Exchange.Web.Identity;

/// <summary>What a captcha says of an answer.</summary>
internal enum CaptchaVerdict
{
    /// <summary>Good, or none was wanted.</summary>
    Passed = 0,

    /// <summary>There was none.</summary>
    Missing,

    /// <summary>Wrong, too old, or used before.</summary>
    Failed,
}

/// <summary>Makes forms that anyone can send dear for programs. The seam for services; the default needs none.</summary>
internal interface ICaptcha
{
    /// <summary>Its name in the contract's configuration; <c>none</c> when it asks for nothing.</summary>
    string Type { get; }

    /// <summary>A question for a browser or a program, or null when nothing is asked.</summary>
    CaptchaChallenge? NewChallenge();

    /// <summary>Judges an answer. A good one counts once.</summary>
    ValueTask<CaptchaVerdict> CheckAsync(string? response, CancellationToken cancellationToken);
}

/// <summary>A question.</summary>
/// <param name="Text">What the answer begins with.</param>
/// <param name="Difficulty">How many zero bits the hash of the answer must begin with.</param>
/// <param name="ExpiresAt">Until when an answer counts.</param>
internal sealed record CaptchaChallenge(string Text, int Difficulty, DateTimeOffset ExpiresAt);

/// <summary>Asks for nothing.</summary>
internal sealed class NoCaptcha : ICaptcha
{
    public const string Name = "none";

    public string Type => Name;

    public CaptchaChallenge? NewChallenge() => null;

    public ValueTask<CaptchaVerdict> CheckAsync(string? response, CancellationToken cancellationToken) => new(CaptchaVerdict.Passed);
}
