using Microsoft.AspNetCore.Identity;

namespace Exchange.Core.Members;

/// <summary>What is wrong with a password.</summary>
public enum PasswordProblem
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Shorter than <see cref="PasswordPolicy.MinLength"/>.</summary>
    TooShort,

    /// <summary>Longer than <see cref="PasswordPolicy.MaxLength"/>.</summary>
    TooLong,

    /// <summary>
    /// A leaked or well-known password, the product's or the member's own name, or a few characters over and over.
    /// </summary>
    Common,
}

/// <summary>
/// Which passwords we take: length counts, composition does not (a rule for digits makes people write "Password1!").
/// Every character is kept exactly as typed, spaces and all.
/// </summary>
public sealed class PasswordPolicy : IPasswordValidator<Member>
{
    /// <summary>Fewest characters.</summary>
    public const int MinLength = 12;

    /// <summary>Most characters: a bound for the hashing work, far above any passphrase.</summary>
    public const int MaxLength = 256;

    private const int FewestDifferentCharacters = 5;

    /// <summary>Words whose repetition or decoration makes most of the passwords on the lists of leaked ones.</summary>
    private static readonly string[] CommonWords =
    [
        "password", "passw0rd", "qwerty", "qwertyuiop", "asdfghjkl", "zxcvbnm", "iloveyou", "letmein", "welcome",
        "administrator",
        "admin", "dragon", "monkey", "sunshine", "princess", "football", "baseball", "superman", "batman", "trustno",
        "whatever",
        "bitcoin", "ethereum", "crypto", "satoshi", "hodl", "tothemoon", "exchange", "abcdefghijklmnopqrstuvwxyz",
        "abc", "changeme",
        "secret", "login", "master", "hello", "correcthorsebatterystaple", "qazwsx", "qazwsxedc", "asdf", "test",
    ];

    /// <summary>The first thing that is wrong, if any.</summary>
    public static PasswordProblem Check(string? password, EmailAddress? owner)
    {
        if (password is null || password.Length < MinLength) return PasswordProblem.TooShort;
        if (password.Length > MaxLength) return PasswordProblem.TooLong;
        return IsCommon(password, owner) ? PasswordProblem.Common : PasswordProblem.None;
    }

    /// <inheritdoc/>
    public Task<IdentityResult> ValidateAsync(UserManager<Member> manager, Member user, string? password)
    {
        var problem = Check(password, EmailAddress.TryParse(user.Email, out var owner) ? owner : null);
        return Task.FromResult(problem == PasswordProblem.None
            ? IdentityResult.Success
            : IdentityResult.Failed(new IdentityError { Code = problem.ToString(), Description = problem.ToString() }));
    }

    /// <summary>Whether a password is on everybody's list.</summary>
    internal static bool IsGuessedFirst(string password) => IsCommon(password, null);

    private static bool IsCommon(string password, EmailAddress? owner)
    {
        if (password.Distinct().Count() < FewestDifferentCharacters) return true;
        var letters = string.Concat(password.ToLowerInvariant().Where(char.IsLetterOrDigit));
        if (letters.Length == 0) return false;
        if (owner is not null && password.Contains(owner.Value, StringComparison.OrdinalIgnoreCase)) return true;
        if (IsRunOfDigits(letters) || LeakedPasswords.Has(password)) return true;
        return IsMadeOfCommonWords(letters);
    }

    private static bool IsRunOfDigits(string text) =>
        "01234567890123456789012345678901234567890".Contains(text, StringComparison.Ordinal)
        || "98765432109876543210987654321098765432109".Contains(text, StringComparison.Ordinal);

    /// <summary>True when nothing but digits is left after every common word is taken out.</summary>
    private static bool IsMadeOfCommonWords(string letters)
    {
        var rest = letters;
        foreach (var word in CommonWords.OrderByDescending(w => w.Length))
            rest = rest.Replace(word, "", StringComparison.Ordinal);
        return rest.Length < letters.Length && rest.All(char.IsAsciiDigit);
    }
}
