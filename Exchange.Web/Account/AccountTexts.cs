using System.Globalization;
using Exchange.Core.Members;
using Exchange.Core.Notifications;

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
            (Core.Members.Activity.SecondFactorLogin, true) => "Signed in with a second factor",
            (Core.Members.Activity.SecondFactorLogin, false) => "Sign-in refused: wrong second factor",
            (Core.Members.Activity.SessionEnd, _) => "Ended other sign-ins",
            (Core.Members.Activity.SecondFactorRequest, _) => "Began to set up an authenticator",
            (Core.Members.Activity.SecondFactorOn, true) => "Turned the second factor on",
            (Core.Members.Activity.SecondFactorOn, false) => "Second factor not turned on: wrong code",
            (Core.Members.Activity.SecondFactorOff, true) => "Turned the second factor off",
            (Core.Members.Activity.SecondFactorOff, false) => "Second factor not turned off: wrong code",
            (Core.Members.Activity.SecondFactorCheck, true) => "Checked a code",
            (Core.Members.Activity.SecondFactorCheck, false) => "Checked a wrong code",
            (Core.Members.Activity.RecoveryCodesMade, _) => "Made new recovery codes",
            (Core.Members.Activity.PasskeyAdded, _) => "Added a passkey",
            (Core.Members.Activity.PasskeyRemoved, _) => "Removed a passkey",
            (Core.Members.Activity.Freeze, _) => "Froze the account",
            (Core.Members.Activity.DataExport, _) => "Exported all personal data",
            (Core.Members.Activity.Closing, _) => "Closed the account",
            ("logout", _) => "Signed out",
            ("signup", _) => "Signed up",
            (Core.Members.Activity.EmailConfirmation, _) => "Confirmed the e-mail address",
            (Core.Members.Activity.PasswordResetRequest, _) => "Asked for a mail to choose another password",
            (Core.Members.Activity.PasswordReset, _) => "Chose another password by mail",
            (Core.Members.Activity.EmailChangeRequest, true) => "Asked to change the e-mail address",
            (Core.Members.Activity.EmailChangeRequest, false) => "Change of the e-mail address refused",
            (Core.Members.Activity.EmailChange, _) => "Changed the e-mail address",
            (Core.Members.Activity.PasswordChange, true) => "Changed the password",
            (Core.Members.Activity.PasswordChange, false) => "Change of password refused",
            (Core.Members.Activity.ApiKeyCreation, _) => "Made an API key",
            (Core.Members.Activity.ApiKeyDeletion, _) => "Deleted an API key",
            _ => $"{activity.Topic} {activity.Action}: {activity.Result}",
        };

    /// <summary>Said when a password is asked for and not given.</summary>
    public const string PasswordNeeded = "Your password is needed.";

    /// <summary>Said of a wrong password.</summary>
    public const string WrongPassword = "This is not your password. After five wrong ones you must wait.";

    /// <summary>Said when a code is asked for and not given.</summary>
    public const string CodeNeeded = "A code of your second factor is needed.";

    /// <summary>Said of a wrong code.</summary>
    public const string WrongCode =
        "This code is wrong, too old, or was used already. Take the next one; after five wrong ones you must wait.";

    /// <summary>Said of a passkey whose answer is not taken.</summary>
    public const string WrongPasskey =
        "The passkey was not accepted. Try it again, or show a code; after five wrong answers you must wait.";

    /// <summary>What to type as a code.</summary>
    public static string CodeHint(bool hasAuthenticator, bool hasPasskey) => (hasAuthenticator, hasPasskey) switch
    {
        (true, true) => "Or the six digits that your authenticator shows, or a recovery code.",
        (true, false) => "The six digits that your authenticator shows, or a recovery code.",
        _ => "Or a recovery code.",
    };

    /// <summary>Where a passkey is.</summary>
    public static string Kept(Passkey passkey) => (passkey.IsBackedUp, passkey.IsBackupEligible) switch
    {
        (true, _) => "Synced to your other devices",
        (false, true) => "On one device, may be synced",
        _ => "On one device only",
    };

    /// <summary>What is wrong with a code or a password that shows that it is the member, or null.</summary>
    public static string? Refusal(SecondFactorRejectReason reason) => reason switch
    {
        SecondFactorRejectReason.None => null,
        SecondFactorRejectReason.AlreadyOn => "It is on already.",
        SecondFactorRejectReason.NotOn => "It is not on.",
        SecondFactorRejectReason.PasswordMissing => PasswordNeeded,
        SecondFactorRejectReason.PasswordWrong => WrongPassword,
        SecondFactorRejectReason.CodeMissing => CodeNeeded,
        SecondFactorRejectReason.CodeWrong => WrongCode,
    };

    /// <summary>What a notice is about.</summary>
    public static string Topic(NotificationTopic topic) => topic switch
    {
        NotificationTopic.Security => "Safety of your account",
        NotificationTopic.Verification => "Verification and documents",
        NotificationTopic.Announcements => "Announcements",
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
        ApiKeyChangeRejectReason.PasswordMissing => PasswordNeeded,
        ApiKeyChangeRejectReason.PasswordWrong => WrongPassword,
        ApiKeyChangeRejectReason.CodeMissing => CodeNeeded,
        ApiKeyChangeRejectReason.CodeWrong => WrongCode,
        ApiKeyChangeRejectReason.NotActive => "Your account cannot make keys now.",
        ApiKeyChangeRejectReason.TooMany =>
            $"You have {ApiKey.MaxPerMember} keys, the most there can be. Delete one first.",
    };

    private static string Capitalised(string text) =>
        text.Length == 0 ? "None" : char.ToUpperInvariant(text[0]) + text[1..];
}
