namespace Exchange.Core.Notifications;

/// <summary>
/// Who carries short messages to telephones: section <c>Sms</c> of the configuration. Without a provider they go to the mailbox page where
/// mails do, and elsewhere telephones cannot be verified.
/// </summary>
public sealed class SmsOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Sms";

    /// <summary>Twilio, or a service that speaks its protocol.</summary>
    public const string Twilio = "Twilio";

    /// <summary>What makes the section right.</summary>
    public const string Rules =
        "Sms: Provider is empty or Twilio, which needs Sms:Account:AccountSid, AuthToken, From, https as Url, a Timeout under 2 minutes.";

    /// <summary><see cref="Twilio"/>, or empty for none.</summary>
    public string Provider { get; set; } = "";

    /// <summary>The account there.</summary>
    public TwilioOptions Account { get; set; } = new();

    /// <summary>Whether the section is right.</summary>
    public bool IsValid => Provider switch
    {
        "" => true,
        Twilio => Account.IsUsable,
        _ => false,
    };
}

/// <summary>An account at Twilio: section <c>Sms:Account</c>.</summary>
public sealed class TwilioOptions
{
    /// <summary>Where its API is; https, or http to this machine.</summary>
    public Uri Url { get; set; } = new("https://api.twilio.com");

    /// <summary>The account.</summary>
    public string AccountSid { get; set; } = "";

    /// <summary>The name to sign in with when it is an API key's and not the account's.</summary>
    public string KeySid { get; set; } = "";

    /// <summary>The account's token, or the API key's secret. Never logged.</summary>
    public string AuthToken { get; set; } = "";

    /// <summary>The number that messages come from, with a plus; or a messaging service, whose name begins with <c>MG</c>.</summary>
    public string From { get; set; } = "";

    /// <summary>Longest time for one message.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    internal bool IsUsable => AccountSid.Length > 0 && AuthToken.Length > 0 && From.Length > 0
        && Url is { IsAbsoluteUri: true } && (Url.Scheme == "https" || (Url.Scheme == "http" && Url.IsLoopback))
        && Timeout > TimeSpan.Zero && Timeout < OutboxQueue.ClaimTime;
}
