namespace Exchange.Core.Compliance;

/// <summary>
/// Who checks members' identity beside our own reviewers: section <c>KycProvider</c> of the configuration. Nobody unless
/// <see cref="Url"/> is set.
/// </summary>
public sealed class KycProviderOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "KycProvider";

    /// <summary>Most characters of <see cref="Name"/>.</summary>
    public const int MaxNameLength = 60;

    /// <summary>Most secrets at a time.</summary>
    public const int MaxSecrets = 5;

    /// <summary>Longest <see cref="Timeout"/>: within it all that belongs to a check is sent, before another process takes it up.</summary>
    public static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(90);

    /// <summary>Where checks are sent, with https; in Development also with http to this machine.</summary>
    public Uri? Url { get; set; }

    /// <summary>What the provider is called; members read it.</summary>
    public string Name { get; set; } = "";

    /// <summary>
    /// What messages are signed with, both ways: <c>whsec_</c> and 24 to 64 bytes in base64. The first signs ours; theirs may be signed
    /// with any, so that a secret can be changed while the exchange runs. Never logged.
    /// </summary>
    public IList<string> Secrets { get; } = [];

    /// <summary>Whether pictures are sent; not where members take them at the provider's page.</summary>
    public bool SendsDocuments { get; set; } = true;

    /// <summary>Whether "approved" is an acceptance; else reviewers see it, and decide.</summary>
    public bool AutoApprove { get; set; }

    /// <summary>Whether "rejected" of an item with a reason is a rejection; else reviewers see it, and decide.</summary>
    public bool AutoReject { get; set; }

    /// <summary>Whether members' names are compared with the provider's lists, too.</summary>
    public bool ScreensNames { get; set; }

    /// <summary>After how long names are compared again.</summary>
    public TimeSpan ScreenAgainAfter { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Longest time for all that belongs to a check.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether http to this machine will do: the program says so in Development, and no setting does.</summary>
    public bool AllowsLoopback { get; set; }

    /// <summary>Whether there is a provider.</summary>
    public bool IsOn => Url is not null;

    /// <summary>What is wrong with the settings, or null. Never with a secret in it.</summary>
    public string? Problem() => this switch
    {
        { IsOn: false } => null,
        _ when !IsUsable(Url!) || Url!.Query.Length > 0 => $"{Section}:Url must be an address with https, without user, query or fragment.",
        _ when Name.Trim() is not { Length: > 0 and <= MaxNameLength } || Name.Any(char.IsControl) =>
            $"{Section}:Name must be what the provider is called, in 1 to {MaxNameLength} characters.",
        _ when Secrets.Count is 0 or > MaxSecrets || Secrets.Any(s => StandardWebhook.SecretOf(s) is null) =>
            $"{Section}:Secrets must be 1 to {MaxSecrets} of whsec_ and {StandardWebhook.MinSecretBytes} to "
            + $"{StandardWebhook.MaxSecretBytes} bytes in base64.",
        _ when Timeout < TimeSpan.FromSeconds(1) || Timeout > LongestTimeout =>
            $"{Section}:Timeout must be 1 second to {LongestTimeout.TotalSeconds} seconds.",
        _ when ScreenAgainAfter < TimeSpan.FromDays(1) || ScreenAgainAfter > TimeSpan.FromDays(365) =>
            $"{Section}:ScreenAgainAfter must be 1 to 365 days.",
        _ => null,
    };

    /// <summary>Whether an address may be called or shown: https, or this machine in Development.</summary>
    internal bool IsUsable(Uri url) => url.IsAbsoluteUri && url.UserInfo.Length == 0 && url.Fragment.Length == 0
        && (url.Scheme == Uri.UriSchemeHttps || (AllowsLoopback && url.Scheme == Uri.UriSchemeHttp && url.IsLoopback));

    /// <summary>The secrets' bytes, in their order.</summary>
    internal IReadOnlyList<byte[]> SecretBytes() => [.. Secrets.Select(StandardWebhook.SecretOf).OfType<byte[]>()];
}
