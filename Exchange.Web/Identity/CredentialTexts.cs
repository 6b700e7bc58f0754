using System.Globalization;
using Exchange.Core.Members;

namespace Exchange.Web.Identity;

/// <summary>What people read about the address and the password they choose.</summary>
internal static class CredentialTexts
{
    /// <summary>Said before typing.</summary>
    public static readonly string PasswordRule = string.Create(CultureInfo.InvariantCulture,
        $"At least {PasswordPolicy.MinLength} characters, not a common password. Several words are easy to remember.");

    /// <summary>Why nobody new can open an account.</summary>
    public const string SignUpClosed = "The exchange takes no new accounts at present. Members sign in as before.";

    /// <summary>What is wrong with the address, or null.</summary>
    public static string? EmailProblem(SignUpRejectReason reason) => reason switch
    {
        SignUpRejectReason.EmailInvalid => "This is not an e-mail address that we take.",
        SignUpRejectReason.EmailTaken => "There is an account with this address.",
        _ => null,
    };

    /// <summary>What is wrong with the password, or null.</summary>
    public static string? PasswordProblem(SignUpRejectReason reason) => reason switch
    {
        SignUpRejectReason.PasswordTooShort => PasswordProblem(Core.Members.PasswordProblem.TooShort),
        SignUpRejectReason.PasswordTooLong => PasswordProblem(Core.Members.PasswordProblem.TooLong),
        SignUpRejectReason.PasswordCommon => PasswordProblem(Core.Members.PasswordProblem.Common),
        _ => null,
    };

    /// <summary>What is wrong with the password, or null.</summary>
    public static string? PasswordProblem(PasswordProblem problem) => problem switch
    {
        Core.Members.PasswordProblem.None => null,
        Core.Members.PasswordProblem.TooShort => $"Too short: at least {PasswordPolicy.MinLength} characters.",
        Core.Members.PasswordProblem.TooLong => $"Too long: at most {PasswordPolicy.MaxLength} characters.",
        Core.Members.PasswordProblem.Common =>
            "Too easy to guess, or known from leaks. Take several words that do not belong together.",
    };

    /// <summary>What is wrong with the link of a mail, or null.</summary>
    public static string? LinkProblem(EmailTokenProblem problem) => problem switch
    {
        EmailTokenProblem.None => null,
        EmailTokenProblem.Unknown => "This link is not valid. Perhaps a later mail has taken its place.",
        EmailTokenProblem.Expired => "This link's time is over. Ask for another one.",
        EmailTokenProblem.Used => "This link was used already.",
    };
}
