namespace Exchange.Web.Identity;

/// <summary>
/// How often people may try to sign in, sign up and set up. Configuration section <c>RateLimits:Identity</c>.
/// </summary>
internal sealed class IdentityLimits
{
    /// <summary>The configuration section.</summary>
    public const string Section = "RateLimits:Identity";

    /// <summary>The setting that turns all rate limits off.</summary>
    public const string EnabledKey = "RateLimits:Enabled";

    /// <summary>False lets everything through.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Sign-ins with one e-mail address.</summary>
    public AttemptLimit SignInPerAccount { get; set; } = new() { Count = 5, Window = TimeSpan.FromMinutes(1) };

    /// <summary>Sign-ins from one network address.</summary>
    public AttemptLimit SignInPerAddress { get; set; } = new() { Count = 20, Window = TimeSpan.FromMinutes(1) };

    /// <summary>Sign-ups from one network address.</summary>
    public AttemptLimit SignUpPerAddress { get; set; } = new() { Count = 5, Window = TimeSpan.FromHours(1) };

    /// <summary>Tries of the setup token from one network address.</summary>
    public AttemptLimit SetupPerAddress { get; set; } = new() { Count = 10, Window = TimeSpan.FromHours(1) };

    /// <summary>Mails that one network address asks for: another link, another password.</summary>
    public AttemptLimit MailPerAddress { get; set; } = new() { Count = 10, Window = TimeSpan.FromHours(1) };

    /// <summary>Links of mails that one network address tries.</summary>
    public AttemptLimit LinkPerAddress { get; set; } = new() { Count = 20, Window = TimeSpan.FromMinutes(10) };

    /// <summary>True when every limit makes sense.</summary>
    public bool IsValid =>
        SignInPerAccount.IsValid && SignInPerAddress.IsValid && SignUpPerAddress.IsValid && SetupPerAddress.IsValid
        && MailPerAddress.IsValid && LinkPerAddress.IsValid;
}

/// <summary>One limit.</summary>
internal sealed class AttemptLimit
{
    /// <summary>Highest count that can be set.</summary>
    public const int MaxCount = 1_000_000;

    /// <summary>Longest window that can be set.</summary>
    public static readonly TimeSpan MaxWindow = TimeSpan.FromDays(1);

    /// <summary>Tries in a window.</summary>
    public int Count { get; set; }

    /// <summary>How long a window lasts, from its first try.</summary>
    public TimeSpan Window { get; set; }

    /// <summary>True when both are in range.</summary>
    public bool IsValid => Count is > 0 and <= MaxCount && Window > TimeSpan.Zero && Window <= MaxWindow;
}
