using System.Globalization;
using Exchange.Core.Members;

namespace Exchange.Web.Identity;

/// <summary>What people read about the address and the password they choose.</summary>
internal static class CredentialTexts
{
    /// <summary>Said before typing.</summary>
    public static readonly string PasswordRule = string.Create(CultureInfo.InvariantCulture,
        $"At least {PasswordPolicy.MinLength} characters, not a common password. Several words are easy to remember.");

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
        SignUpRejectReason.PasswordTooShort => $"Too short: at least {PasswordPolicy.MinLength} characters.",
        SignUpRejectReason.PasswordTooLong => $"Too long: at most {PasswordPolicy.MaxLength} characters.",
        SignUpRejectReason.PasswordCommon => "Too easy to guess. Take several words that do not belong together.",
        _ => null,
    };
}
