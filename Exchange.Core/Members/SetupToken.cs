using System.Security.Cryptography;
using System.Text;

namespace Exchange.Core.Members;

/// <summary>
/// The one-time token that the program prints where only its operator looks. Who brings it may make the first admin. A
/// new one is drawn at every start.
/// </summary>
public sealed class SetupToken
{
    private const int TokenBytes = 16;

    /// <summary>The token, for the console.</summary>
    public string Value { get; } = RandomNumberGenerator.GetHexString(TokenBytes * 2, lowercase: true);

    /// <summary>Compares in constant time.</summary>
    public bool Matches(string? text) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(text?.Trim() ?? "")), SHA256.HashData(Encoding.UTF8.GetBytes(Value)));

    /// <inheritdoc/>
    public override string ToString() => "***";
}
