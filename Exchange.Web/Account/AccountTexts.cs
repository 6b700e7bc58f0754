using System.Globalization;
using Exchange.Core.Members;

namespace Exchange.Web.Account;

/// <summary>What people read about their account.</summary>
internal static class AccountTexts
{
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];

    /// <summary>A time, in the one zone that everybody can compute from.</summary>
    public static string Time(DateTimeOffset at) =>
        at.UtcDateTime.ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>A day.</summary>
    public static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>What a browser calls itself, as far as a person needs it.</summary>
    public static string Device(string userAgent)
    {
        var browser = NameIn(Browsers, userAgent);
        var system = NameIn(Systems, userAgent);
        return (browser, system) switch
        {
            (null, null) => userAgent.Length == 0 ? "Unknown program" : userAgent,
            (null, _) => system,
            (_, null) => browser,
            _ => $"{browser} on {system}",
        };
    }

    /// <summary>What was done.</summary>
    public static string Activity(Activity activity) =>
        (activity.Action, activity.Result == Core.Members.Activity.Succeeded) switch
        {
            ("login", true) => "Signed in",
            ("login", false) => "Sign-in refused",
            ("logout", _) => "Signed out",
            ("signup", _) => "Signed up",
            _ => $"{activity.Topic} {activity.Action}: {activity.Result}",
        };

    /// <summary>What a key may do.</summary>
    public static string Scopes(ApiKeyScopes scopes) => scopes switch
    {
        ApiKeyScopes.Read => "Read",
        ApiKeyScopes.Trade => "Trade",
        ApiKeyScopes.Read | ApiKeyScopes.Trade => "Read, trade",
        _ => "None",
    };

    /// <summary>Why no key was made, beside the field concerned.</summary>
    public static string? Refusal(CreateApiKeyRejectReason reason) => reason switch
    {
        CreateApiKeyRejectReason.LabelInvalid => $"Give it a label of at most {ApiKey.MaxLabelLength} characters.",
        CreateApiKeyRejectReason.ScopesInvalid => "Choose at least one thing that the key may do.",
        CreateApiKeyRejectReason.PasswordWrong =>
            "This is not your password. After five wrong ones wait fifteen minutes.",
        CreateApiKeyRejectReason.NotActive => "Your account cannot make keys now.",
        CreateApiKeyRejectReason.TooMany =>
            $"You have {ApiKey.MaxPerMember} keys, the most there can be. Delete one first.",
        CreateApiKeyRejectReason.None => null,
    };

    private static string? NameIn((string Mark, string Name)[] known, string userAgent) =>
        known.FirstOrDefault(k => userAgent.Contains(k.Mark, StringComparison.Ordinal)).Name;
}
