using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Exchange.Core.Compliance;

/// <summary>The three headers of a signed message.</summary>
/// <param name="Id">The message's own name, the same at every try.</param>
/// <param name="Timestamp">When it was sent, in seconds since 1970.</param>
/// <param name="Signature">One or more of <c>v1,</c> and a signature in base64, with spaces between.</param>
public sealed record WebhookHeaders(string? Id, string? Timestamp, string? Signature);

/// <summary>
/// Signs and checks messages as the specification Standard Webhooks says: HMAC-SHA256 over id, time and body. The same both ways, so that
/// an adapter needs one piece of code.
/// </summary>
public static class StandardWebhook
{
    /// <summary>The header with the message's name.</summary>
    public const string IdHeader = "webhook-id";

    /// <summary>The header with the time.</summary>
    public const string TimestampHeader = "webhook-timestamp";

    /// <summary>The header with the signatures.</summary>
    public const string SignatureHeader = "webhook-signature";

    /// <summary>Most characters of a name.</summary>
    public const int MaxIdLength = 100;

    /// <summary>Most signatures that are compared: the sender's secrets while they change.</summary>
    public const int MaxSignatures = 8;

    /// <summary>Fewest bytes of a secret.</summary>
    public const int MinSecretBytes = 24;

    /// <summary>Most bytes of a secret.</summary>
    public const int MaxSecretBytes = 64;

    /// <summary>How far the sender's clock may be from ours.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private const string SecretPrefix = "whsec_";
    private const string Version = "v1,";

    /// <summary>The bytes of a secret as it is written, or null when it is none.</summary>
    public static byte[]? SecretOf(string? text)
    {
        if (text is null || !text.StartsWith(SecretPrefix, StringComparison.Ordinal)) return null;
        var buffer = new byte[MaxSecretBytes + 1];
        return Convert.TryFromBase64String(text[SecretPrefix.Length..], buffer, out var length)
            && length is >= MinSecretBytes and <= MaxSecretBytes
                ? buffer[..length]
                : null;
    }

    /// <summary>The headers of a message.</summary>
    public static WebhookHeaders Sign(ReadOnlySpan<byte> secret, string id, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return new WebhookHeaders(id, seconds, Version + Convert.ToBase64String(MacOf(secret, id, seconds, body)));
    }

    /// <summary>Whether a message comes from who has one of the secrets, and is of now.</summary>
    public static bool IsGenuine(IReadOnlyList<byte[]> secrets, WebhookHeaders headers, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (headers.Id is not { Length: > 0 and <= MaxIdLength } id || !id.All(char.IsAscii)) return false;
        if (!long.TryParse(headers.Timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return false;
        if (Math.Abs((decimal)seconds - now.ToUnixTimeSeconds()) > (decimal)Tolerance.TotalSeconds) return false;
        var given = (headers.Signature ?? "").Split(' ', MaxSignatures + 1);
        if (given.Length > MaxSignatures) return false;
        var isGenuine = false;
        foreach (var secret in secrets)
        {
            var right = Encoding.ASCII.GetBytes(Version + Convert.ToBase64String(MacOf(secret, id, headers.Timestamp!, body)));
            // All are compared, each in constant time: an answer's time tells nothing of a secret.
            foreach (var one in given) isGenuine |= CryptographicOperations.FixedTimeEquals(right, Encoding.UTF8.GetBytes(one));
        }

        return isGenuine;
    }

    private static byte[] MacOf(ReadOnlySpan<byte> secret, string id, string seconds, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        hash.AppendData(Encoding.ASCII.GetBytes($"{id}.{seconds}."));
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }
}
