namespace Exchange.Core.Members;

/// <summary>How hard a password is to guess, for whoever shows a bar while someone types.</summary>
public static class PasswordStrength
{
    private const int DearCharacters = 8;
    private const int HalfDearCharacters = 20;

    /// <summary>The fewest bits of a password that the policy takes: those of its shortest.</summary>
    public static int LeastBits => BitsOf(PasswordPolicy.MinLength);

    /// <summary>
    /// Bits, rounded down, by the rule of thumb of NIST SP 800-63-1, appendix A: four for the first character, two for each of the next
    /// seven, one and a half up to the twentieth, then one. None for a password that everybody tries first.
    /// </summary>
    public static int Bits(string password) =>
        password.Length == 0 || PasswordPolicy.IsGuessedFirst(password) ? 0 : BitsOf(password.Length);

    private static int BitsOf(int length)
    {
        var dear = Math.Min(length, DearCharacters);
        var halfDear = Math.Clamp(length - DearCharacters, 0, HalfDearCharacters - DearCharacters);
        var cheap = Math.Max(0, length - HalfDearCharacters);
        return 2 + dear * 2 + halfDear * 3 / 2 + cheap;
    }
}
