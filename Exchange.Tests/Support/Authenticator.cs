using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace Exchange.Tests.Support;

/// <summary>The telephone of a member: knows the secret and computes codes by its own reading of RFC 6238.</summary>
internal sealed class Authenticator(string base32)
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private readonly byte[] _secret = Decode(base32);

    /// <summary>Scans the address of a QR code.</summary>
    public static Authenticator Scan(string url) => new(url.Split("secret=")[1].Split('&')[0]);

    /// <summary>The code that is shown at a moment, or some steps later.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "RFC 6238 as authenticators know it.")]
    public string CodeAt(DateTimeOffset at, int stepsLater = 0)
    {
        var counter = BitConverter.GetBytes((at.ToUnixTimeSeconds() / 30) + stepsLater);
        if (BitConverter.IsLittleEndian) Array.Reverse(counter);
        using var hmac = new HMACSHA1(_secret);
        var hash = hmac.ComputeHash(counter);
        var offset = hash[19] & 15;
        var number = ((hash[offset] & 127) << 24) | (hash[offset + 1] << 16) | (hash[offset + 2] << 8) | hash[offset + 3];
        return (number % 1_000_000).ToString("000000", CultureInfo.InvariantCulture);
    }

    /// <summary>A code that is none of those that count now.</summary>
    public string WrongCodeAt(DateTimeOffset at)
    {
        string[] right = [.. Enumerable.Range(-2, 5).Select(i => CodeAt(at, i))];
        return Enumerable.Range(0, 6).Select(i => i.ToString("000000", CultureInfo.InvariantCulture)).First(code => !right.Contains(code));
    }

    private static byte[] Decode(string text)
    {
        var number = text.Aggregate(BigInteger.Zero, (sum, c) => (sum * 32) + Alphabet.IndexOf(c, StringComparison.Ordinal));
        var bytes = (number >> (text.Length * 5 % 8)).ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[(text.Length * 5 / 8) - bytes.Length], .. bytes];
    }
}
