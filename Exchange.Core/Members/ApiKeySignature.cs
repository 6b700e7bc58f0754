using System.Security.Cryptography;
using System.Text;

namespace Exchange.Core.Members;

/// <summary>
/// The two kinds of signature: Barong's, of nonce and key id; and ours, of the whole request. Each is the lower-case hexadecimal
/// HMAC-SHA256 with the secret's text as key. The message of ours begins with a line that no nonce can be, so that neither can pass
/// for the other.
/// </summary>
internal static class ApiKeySignature
{
    private const int HashBytes = HMACSHA256.HashSizeInBytes;

    /// <summary>On the stack, and in a time that does not depend on where the signatures differ.</summary>
    public static bool Matches(ReadOnlySpan<byte> secret, string kid, string nonce, string signature)
    {
        Span<byte> message = stackalloc byte[ApiKeyVerifier.MaxNonceLength + ApiKey.KidDigits];
        if (!Encoding.ASCII.TryGetBytes(nonce, message, out var nonceLength)) return false;
        if (!Encoding.ASCII.TryGetBytes(kid, message[nonceLength..], out var kidLength)) return false;
        return Matches(secret, message[..(nonceLength + kidLength)], signature);
    }

    /// <summary>Checks a signature of the whole request.</summary>
    public static bool MatchesWhole(ReadOnlySpan<byte> secret, string kid, string nonce, byte[] request, string signature) =>
        Matches(secret, [.. "v2\n"u8, .. Encoding.UTF8.GetBytes($"{nonce}\n{kid}\n"), .. request], signature);

    /// <summary>
    /// What a signature of the whole request covers after nonce and key: method, target as it was sent, and the body's SHA-256.
    /// </summary>
    public static byte[] WholeRequest(string method, string target, ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
        return Encoding.UTF8.GetBytes($"{method}\n{target}\n{Convert.ToHexStringLower(hash)}");
    }

    private static bool Matches(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> message, string signature)
    {
        if (signature.Length != HashBytes * 2) return false;
        Span<byte> hash = stackalloc byte[HashBytes];
        HMACSHA256.HashData(secret, message, hash);
        Span<byte> expected = stackalloc byte[HashBytes * 2];
        Convert.TryToHexStringLower(hash, expected, out _);
        Span<byte> given = stackalloc byte[HashBytes * 2];
        return Encoding.ASCII.TryGetBytes(signature, given, out var length) && length == given.Length
            && CryptographicOperations.FixedTimeEquals(expected, given);
    }
}
