using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Storage;

/// <summary>The keys of columns and files, unwrapped; shared by all processes through their table.</summary>
internal sealed class FieldKeyRing(
    IDbContextFactory<ExchangeDbContext> contexts, IDataProtectionProvider protection, IOptions<FieldEncryptionOptions> options,
    TimeProvider time)
{
    /// <summary>For so long a process goes on with a key that another has replaced. A retired key must live longer.</summary>
    public static readonly TimeSpan CurrentKeyLifetime = TimeSpan.FromMinutes(1);

    private const string MasterPrefix = "m.";
    private const string ProtectionPrefix = "p.";
    private readonly ConcurrentDictionary<int, byte[]> _keys = new();
    private readonly ConcurrentDictionary<string, (int Id, long ReadAt)> _current = new();
    private readonly IDataProtector _protector = protection.CreateProtector("Exchange.Storage.FieldKey.v1");

    /// <summary>The newest key of a purpose, made when there is none.</summary>
    public async ValueTask<(int Id, byte[] Key)> CurrentAsync(string purpose, CancellationToken cancellationToken)
    {
        if (_current.TryGetValue(purpose, out var known) && time.GetElapsedTime(known.ReadAt) < CurrentKeyLifetime)
            return (known.Id, _keys[known.Id]);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await NewestAsync(db, purpose, cancellationToken) ?? await MakeAsync(purpose, unlessThereIsOne: true, cancellationToken);
        return Remember(row);
    }

    /// <summary>A key by number, or null when it is gone.</summary>
    public async ValueTask<byte[]?> FindAsync(int id, CancellationToken cancellationToken)
    {
        if (_keys.TryGetValue(id, out var known)) return known;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.Set<FieldKey>().AsNoTracking().SingleOrDefaultAsync(k => k.Id == id, cancellationToken);
        return row is null ? null : _keys.GetOrAdd(id, Unwrap(row));
    }

    /// <summary>Makes a key that takes the place of the newest.</summary>
    public Task<FieldKey> MakeAsync(string purpose, CancellationToken cancellationToken) =>
        MakeAsync(purpose, unlessThereIsOne: false, cancellationToken);

    /// <summary>
    /// Makes a key, one process and one caller at a time: of two first keys at once the one would not find what the other has indexed.
    /// </summary>
    private async Task<FieldKey> MakeAsync(string purpose, bool unlessThereIsOne, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"lock table field_keys in share row exclusive mode", cancellationToken);
        if (unlessThereIsOne && await NewestAsync(db, purpose, cancellationToken) is { } first) return first;
        var id = 1 + (await db.Set<FieldKey>().MaxAsync(k => (int?)k.Id, cancellationToken) ?? 0);
        var key = RandomNumberGenerator.GetBytes(FieldEncryptionOptions.KeyBytes);
        var row = new FieldKey { Id = id, Purpose = purpose, Wrapped = Wrap(key, id), CreatedAt = time.GetUtcNow() };
        db.Add(row);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Remember(row);
        return row;
    }

    /// <summary>Wraps every key with the master key of now.</summary>
    public async Task WrapAnewAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var row in await db.Set<FieldKey>().ToListAsync(cancellationToken)) row.Wrapped = Wrap(Unwrap(row), row.Id);
        await db.SaveChangesAsync(cancellationToken);
    }

    private (int Id, byte[] Key) Remember(FieldKey row)
    {
        var key = _keys.GetOrAdd(row.Id, _ => Unwrap(row));
        _current[row.Purpose] = (row.Id, time.GetTimestamp());
        return (row.Id, key);
    }

    private static Task<FieldKey?> NewestAsync(ExchangeDbContext db, string purpose, CancellationToken cancellationToken) =>
        db.Set<FieldKey>().AsNoTracking().Where(k => k.Purpose == purpose).OrderByDescending(k => k.Id)
            .FirstOrDefaultAsync(cancellationToken);

    private string Wrap(byte[] key, int id) => options.Value.MasterKey.Length == 0
        ? ProtectionPrefix + Convert.ToBase64String(_protector.Protect(key))
        : MasterPrefix + Convert.ToBase64String(SealedBytes.Seal(Convert.FromBase64String(options.Value.MasterKey), key, Place(id)));

    private byte[] Unwrap(FieldKey row)
    {
        var bytes = Convert.FromBase64String(row.Wrapped[2..]);
        if (row.Wrapped.StartsWith(ProtectionPrefix, StringComparison.Ordinal)) return _protector.Unprotect(bytes);
        foreach (var master in (string[])[options.Value.MasterKey, options.Value.PreviousMasterKey])
        {
            if (master.Length == 0) continue;
            try
            {
                return SealedBytes.Open(Convert.FromBase64String(master), bytes, Place(row.Id));
            }
            catch (AuthenticationTagMismatchException)
            {
                // Wrapped with the other one.
            }
        }

        throw new CryptographicException(
            "The keys that encrypt personal data were wrapped with another master key: set Encryption:MasterKey, or "
            + "Encryption:PreviousMasterKey, to that one.");
    }

    private static byte[] Place(int id) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"field_keys/{id}"));
}

/// <summary>AES-GCM with a nonce and a tag in front of the text.</summary>
internal static class SealedBytes
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>Encrypts for one place.</summary>
    public static byte[] Seal(byte[] key, ReadOnlySpan<byte> text, byte[] place)
    {
        var all = new byte[NonceBytes + TagBytes + text.Length];
        var nonce = all.AsSpan(0, NonceBytes);
        var tag = all.AsSpan(NonceBytes, TagBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, text, all.AsSpan(NonceBytes + TagBytes), tag, place);
        return all;
    }

    /// <summary>Decrypts; throws when a bit or the place is another.</summary>
    public static byte[] Open(byte[] key, ReadOnlySpan<byte> all, byte[] place)
    {
        if (all.Length < NonceBytes + TagBytes) throw new CryptographicException("Too short to have been encrypted.");
        var text = new byte[all.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(all[..NonceBytes], all[(NonceBytes + TagBytes)..], all.Slice(NonceBytes, TagBytes), text, place);
        return text;
    }
}
