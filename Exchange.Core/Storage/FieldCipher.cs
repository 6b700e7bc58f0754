using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Exchange.Core.Storage;

/// <summary>Where an encrypted text stands. What was encrypted for one place opens in no other: rows cannot be swapped.</summary>
/// <param name="Table">The table.</param>
/// <param name="Column">The column.</param>
/// <param name="Row">The row's key.</param>
public readonly record struct FieldPlace(string Table, string Column, Guid Row)
{
    internal byte[] ToBytes() => Encoding.UTF8.GetBytes($"{Table}/{Column}/{Row:N}");
}

/// <summary>
/// Encrypts columns and files with keys that change: AES-256-GCM, the place as associated data, the key's number in front. Equality can
/// be asked of a blind index only.
/// </summary>
public sealed class FieldCipher
{
    private const int KeyIdBytes = 4;
    private readonly FieldKeyRing _ring;

    internal FieldCipher(FieldKeyRing ring) => _ring = ring;

    /// <summary>Encrypts a text.</summary>
    public async ValueTask<string> ProtectAsync(FieldPlace place, string text, CancellationToken cancellationToken)
    {
        var (id, key) = await _ring.CurrentAsync(FieldKey.ToEncrypt, cancellationToken);
        var bytes = SealedBytes.Seal(key, Encoding.UTF8.GetBytes(text), place.ToBytes());
        return string.Create(CultureInfo.InvariantCulture, $"{id}.{Convert.ToBase64String(bytes)}");
    }

    /// <summary>Decrypts a text; throws when it was changed, or moved here from another place.</summary>
    public async ValueTask<string> RevealAsync(FieldPlace place, string text, CancellationToken cancellationToken)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (!int.TryParse(text.AsSpan(0, Math.Max(dot, 0)), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            throw new CryptographicException("Not an encrypted text.");
        var key = await KeyAsync(id, cancellationToken);
        return Encoding.UTF8.GetString(SealedBytes.Open(key, Convert.FromBase64String(text[(dot + 1)..]), place.ToBytes()));
    }

    /// <summary>Encrypts a file.</summary>
    public async ValueTask<byte[]> ProtectAsync(FieldPlace place, ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        var (id, key) = await _ring.CurrentAsync(FieldKey.ToEncrypt, cancellationToken);
        var bytes = SealedBytes.Seal(key, file.Span, place.ToBytes());
        var all = new byte[KeyIdBytes + bytes.Length];
        BinaryPrimitives.WriteInt32BigEndian(all, id);
        bytes.CopyTo(all, KeyIdBytes);
        return all;
    }

    /// <summary>Decrypts a file.</summary>
    public async ValueTask<byte[]> RevealAsync(FieldPlace place, byte[] file, CancellationToken cancellationToken)
    {
        if (file.Length < KeyIdBytes) throw new CryptographicException("Not an encrypted file.");
        var key = await KeyAsync(BinaryPrimitives.ReadInt32BigEndian(file), cancellationToken);
        return SealedBytes.Open(key, file.AsSpan(KeyIdBytes), place.ToBytes());
    }

    /// <summary>A text by which equal values of a column are found, and from which the value cannot be computed without the key.</summary>
    public async ValueTask<string> BlindIndexAsync(string column, string value, CancellationToken cancellationToken)
    {
        var (_, key) = await _ring.CurrentAsync(FieldKey.ToIndex, cancellationToken);
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{column}\0{value}")));
    }

    /// <summary>Whether a text is encrypted with the newest key.</summary>
    internal async ValueTask<bool> IsCurrentAsync(string text, CancellationToken cancellationToken)
    {
        var (id, _) = await _ring.CurrentAsync(FieldKey.ToEncrypt, cancellationToken);
        return text.StartsWith(string.Create(CultureInfo.InvariantCulture, $"{id}."), StringComparison.Ordinal);
    }

    /// <summary>Whether a file is encrypted with the newest key.</summary>
    internal async ValueTask<bool> IsCurrentAsync(byte[] file, CancellationToken cancellationToken)
    {
        var (id, _) = await _ring.CurrentAsync(FieldKey.ToEncrypt, cancellationToken);
        return file.Length >= KeyIdBytes && BinaryPrimitives.ReadInt32BigEndian(file) == id;
    }

    private async ValueTask<byte[]> KeyAsync(int id, CancellationToken cancellationToken) =>
        await _ring.FindAsync(id, cancellationToken)
        ?? throw new CryptographicException(string.Create(CultureInfo.InvariantCulture, $"Key {id} is gone."));
}
