using System.Net.Mail;

namespace Exchange.Core.Notifications;

/// <summary>How mail leaves: section <c>Mail</c> of the configuration.</summary>
public sealed class MailOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Mail";

    /// <summary>Through a mail server.</summary>
    public const string SmtpTransport = "Smtp";

    /// <summary>Into the mailbox page of this program: for development, since whoever sees that page can open every account.</summary>
    public const string MailboxTransport = "Mailbox";

    /// <summary>Not at all; it waits.</summary>
    public const string NoTransport = "None";

    /// <summary>
    /// <see cref="SmtpTransport"/>, <see cref="MailboxTransport"/> or <see cref="NoTransport"/>. When nothing is set: SMTP when there is a
    /// host, else the mailbox in Development, else none.
    /// </summary>
    public string? Transport { get; set; }

    /// <summary>The address that mails come from.</summary>
    public string From { get; set; } = "no-reply@exchange.invalid";

    /// <summary>The mail server.</summary>
    public SmtpOptions Smtp { get; set; } = new();

    /// <summary>What is wrong with the settings, or null.</summary>
    public string? Problem() => (Transport, Smtp) switch
    {
        (not (SmtpTransport or MailboxTransport or NoTransport), _) => $"{Section}:Transport must be Smtp, Mailbox or None.",
        (SmtpTransport, { Host.Length: 0 }) => $"{Section}:Smtp:Host is missing.",
        (SmtpTransport, { Port: < 1 or > ushort.MaxValue }) => $"{Section}:Smtp:Port is no port.",
        (SmtpTransport, _) when Smtp.Timeout <= TimeSpan.Zero || Smtp.Timeout > SmtpOptions.LongestTimeout =>
            $"{Section}:Smtp:Timeout must be above zero and at most {SmtpOptions.LongestTimeout}.",
        (SmtpTransport, _) when !MailAddress.TryCreate(From, out _) || From.EndsWith(".invalid", StringComparison.Ordinal) =>
            $"{Section}:From must be the address that mails come from.",
        _ => null,
    };
}

/// <summary>The mail server: section <c>Mail:Smtp</c>.</summary>
public sealed class SmtpOptions
{
    /// <summary>Longest time limit that can be set; half of what a message is claimed for.</summary>
    public static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(1);

    /// <summary>Its name or address.</summary>
    public string Host { get; set; } = "";

    /// <summary>Its port.</summary>
    public int Port { get; set; } = 587;

    /// <summary>Whether nothing is said before STARTTLS; a server that cannot is refused.</summary>
    public bool Tls { get; set; } = true;

    /// <summary>The name to sign in with, or empty.</summary>
    public string User { get; set; } = "";

    /// <summary>The password to sign in with. Never logged.</summary>
    public string Password { get; set; } = "";

    /// <summary>Longest time for one mail.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public override string ToString() => $"{Host}:{Port}";
}

/// <summary>What this installation is called and where it is: section <c>Site</c> of the configuration.</summary>
public sealed class SiteOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Site";

    /// <summary>Its name, in mails.</summary>
    public string Name { get; set; } = "Exchange";

    /// <summary>
    /// Where people reach it, such as <c>https://exchange.example</c>. Links in mails begin with it; it is never taken from a request,
    /// whose sender could name another host.
    /// </summary>
    public Uri? Url { get; set; }

    /// <summary>Whether the address can begin a link.</summary>
    public bool IsUsable => Url is { IsAbsoluteUri: true, Scheme: "https" or "http" };
}

/// <summary>Where people reach this installation.</summary>
public interface ISiteAddress
{
    /// <summary>The beginning of every link.</summary>
    Uri Url { get; }
}
