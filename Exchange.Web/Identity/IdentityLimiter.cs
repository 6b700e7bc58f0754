using System.Globalization;
using System.Net;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Web.Api;
using Microsoft.Extensions.Options;

namespace Exchange.Web.Identity;

/// <summary>Holds people and networks to <see cref="IdentityLimits"/>, before any password is hashed.</summary>
internal sealed class IdentityLimiter
{
    private readonly bool _enabled;
    private readonly AttemptWindow<string> _signInAccounts;
    private readonly AttemptWindow<UInt128> _signInAddresses;
    private readonly AttemptWindow<UInt128> _signUpAddresses;
    private readonly AttemptWindow<UInt128> _setupAddresses;
    private readonly AttemptWindow<UInt128> _mailAddresses;
    private readonly AttemptWindow<UInt128> _linkAddresses;

    public IdentityLimiter(IOptions<IdentityLimits> options, TimeProvider time)
    {
        var limits = options.Value;
        _enabled = limits.Enabled;
        _signInAccounts = new AttemptWindow<string>(limits.SignInPerAccount, time);
        _signInAddresses = new AttemptWindow<UInt128>(limits.SignInPerAddress, time);
        _signUpAddresses = new AttemptWindow<UInt128>(limits.SignUpPerAddress, time);
        _setupAddresses = new AttemptWindow<UInt128>(limits.SetupPerAddress, time);
        _mailAddresses = new AttemptWindow<UInt128>(limits.MailPerAddress, time);
        _linkAddresses = new AttemptWindow<UInt128>(limits.LinkPerAddress, time);
    }

    /// <summary>Counts a sign-in; null, or how long to wait. Known and unknown accounts are counted alike.</summary>
    public TimeSpan? SignIn(IPAddress? address, string? email) =>
        Take(_signInAddresses, address) ?? (_enabled ? _signInAccounts.Take(AccountKey(email)) : null);

    /// <summary>Counts a code or passkey beside or without a password; null, or how long to wait. By member, the table counts.</summary>
    public TimeSpan? SecondFactor(IPAddress? address) => Take(_signInAddresses, address);

    /// <summary>Counts a password that a signed-in member gives again; null, or how long to wait.</summary>
    public TimeSpan? Confirm(MemberId member) =>
        _enabled ? _signInAccounts.Take(string.Create(CultureInfo.InvariantCulture, $"#{member.Value}")) : null;

    /// <summary>The same for a form that was sent. One that only asks a passkey tries nothing yet.</summary>
    public TimeSpan? Confirm(HttpContext http, MemberId member) => PasskeyForm.IsAsking(http) ? null : Confirm(member);

    /// <summary>Counts a sign-up; null, or how long to wait.</summary>
    public TimeSpan? SignUp(IPAddress? address) => Take(_signUpAddresses, address);

    /// <summary>Counts a setup; null, or how long to wait.</summary>
    public TimeSpan? Setup(IPAddress? address) => Take(_setupAddresses, address);

    /// <summary>Counts a mail that someone asks for; null, or how long to wait.</summary>
    public TimeSpan? Mail(IPAddress? address) => Take(_mailAddresses, address);

    /// <summary>Counts a try of a link; null, or how long to wait.</summary>
    public TimeSpan? Link(IPAddress? address) => Take(_linkAddresses, address);

    /// <summary>Answers 429, and gives the words for the page.</summary>
    public static string Refuse(HttpContext context, TimeSpan wait)
    {
        var seconds = SecondsOf(wait);
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return seconds <= 90
            ? $"Too many tries. Try again in {seconds} seconds."
            : $"Too many tries. Try again in {Math.Ceiling(seconds / 60.0):0} minutes.";
    }

    /// <summary>The answer to a program.</summary>
    public static ApiError Refusal(TimeSpan wait) => ApiError.WithRetry(429, SecondsOf(wait), RequestLimiter.TooManyRequestsCode);

    private static int SecondsOf(TimeSpan wait) => Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));

    private TimeSpan? Take(AttemptWindow<UInt128> window, IPAddress? address) =>
        _enabled ? window.Take(RequestLimiter.KeyOf(address)) : null;

    private static string AccountKey(string? email)
    {
        if (EmailAddress.TryParse(email, out var known)) return known.Key;
        var text = email?.Trim().ToUpperInvariant() ?? "";
        return text.Length <= EmailAddress.MaxLength ? text : text[..EmailAddress.MaxLength];
    }
}
