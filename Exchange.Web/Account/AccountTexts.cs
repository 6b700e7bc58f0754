using System.Globalization;
using Exchange.Core.Members;

namespace Exchange.Web.Account;

/// <summary>What people read about their account.</summary>
internal static class AccountTexts
{
    /// <summary>A time, in the one zone that everybody can compute from.</summary>
    public static string Time(DateTimeOffset at) =>
        at.UtcDateTime.ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>A day.</summary>
    public static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>What a browser calls itself, as far as a person needs it.</summary>
    public static string Device(string userAgent) => DeviceName.Of(userAgent);

    /// <summary>What was done.</summary>
    public static string Activity(Activity activity) =>
        (activity.Action, activity.Result == Core.Members.Activity.Succeeded) switch
        {
            ("login", true) => "Signed in",
            ("login", false) => "Sign-in refused",
            ("logout", _) => "Signed out",
            ("signup", _) => "Signed up",
            ("email confirmation", _) => "Confirmed the e-mail address",
            (Core.Members.Activity.PasswordChange, true) => "Changed the password",
            (Core.Members.Activity.PasswordChange, false) => "Change of password refused",
            (Core.Members.Activity.ApiKeyCreation, _) => "Made an API key",
            (Core.Members.Activity.ApiKeyDeletion, _) => "Deleted an API key",
            _ => $"{activity.Topic} {activity.Action}: {activity.Result}",
        };

    /// <summary>What a key may do.</summary>
    public static string Scopes(ApiKeyScopes scopes) => Capitalised(string.Join(", ", ApiKeyScopeNames.Of(scopes)));

    /// <summary>Whether a key works.</summary>
    public static string State(ApiKeyView key, DateTimeOffset now) =>
        !key.IsActive ? "Disabled" : key.Terms.ExpiresAt <= now ? "Expired" : Active;

    /// <summary>The state of a key that works.</summary>
    public const string Active = "Active";

    /// <summary>Why no key was made, beside the field concerned.</summary>
    public static string? Refusal(ApiKeyChangeRejectReason reason) => reason switch
    {
        ApiKeyChangeRejectReason.None => null,
        ApiKeyChangeRejectReason.UnknownKey => "There is no such key any more.",
        ApiKeyChangeRejectReason.LabelInvalid => $"Give it a label of at most {ApiKey.MaxLabelLength} characters.",
        ApiKeyChangeRejectReason.ScopesInvalid => "Choose at least one thing that the key may do.",
        ApiKeyChangeRejectReason.AddressesInvalid =>
            $"At most {AddressList.MaxEntries} addresses or networks, such as 192.0.2.7, 198.51.100.0/24 or 2001:db8::/48.",
        ApiKeyChangeRejectReason.AddressesMissing => "A key that may withdraw must name the addresses that it is used from.",
        ApiKeyChangeRejectReason.ExpiryInvalid => "Choose a day from tomorrow on, within ten years.",
        ApiKeyChangeRejectReason.PasswordMissing => "Your password is needed.",
        ApiKeyChangeRejectReason.PasswordWrong =>
            "This is not your password. After five wrong ones wait fifteen minutes.",
        ApiKeyChangeRejectReason.NotActive => "Your account cannot make keys now.",
        ApiKeyChangeRejectReason.TooMany =>
            $"You have {ApiKey.MaxPerMember} keys, the most there can be. Delete one first.",
    };

    private static string Capitalised(string text) =>
        text.Length == 0 ? "None" : char.ToUpperInvariant(text[0]) + text[1..];
}
