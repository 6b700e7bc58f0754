using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Storage;

/// <summary>What a room has encrypted, so that it can be encrypted anew.</summary>
public interface IReencryption
{
    /// <summary>Encrypts with the newest key all that is encrypted with another, and says how many rows and files that were.</summary>
    Task<int> ReencryptAsync(CancellationToken cancellationToken);
}

/// <summary>What a rotation did.</summary>
/// <param name="Key">The number of the new key.</param>
/// <param name="Reencrypted">Rows and files that were encrypted anew.</param>
/// <param name="Deleted">Old keys that are gone for good.</param>
public sealed record FieldRotation(int Key, int Reencrypted, int Deleted);

/// <summary>
/// Replaces the key of columns and files while everything runs. The old key is retired when nothing is encrypted with it any more, and
/// deleted by a rotation at least a day later, when no process can hold it as its newest.
/// </summary>
public sealed class FieldKeyRotation
{
    /// <summary>For so long a retired key is kept.</summary>
    public static readonly TimeSpan RetiredKeyLifetime = TimeSpan.FromDays(1);

    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly FieldKeyRing _ring;
    private readonly IReadOnlyList<IReencryption> _rooms;
    private readonly TimeProvider _time;

    internal FieldKeyRotation(
        IDbContextFactory<ExchangeDbContext> contexts, FieldKeyRing ring, IEnumerable<IReencryption> rooms, TimeProvider time) =>
        (_contexts, _ring, _rooms, _time) = (contexts, ring, [.. rooms], time);

    /// <summary>Makes a new key and encrypts everything with it. Safe to repeat after a failure.</summary>
    public async Task<FieldRotation> RotateAsync(CancellationToken cancellationToken)
    {
        await _ring.WrapAnewAsync(cancellationToken);
        var deleted = await DeleteRetiredAsync(cancellationToken);
        var key = await _ring.MakeAsync(FieldKey.ToEncrypt, cancellationToken);
        var count = 0;
        foreach (var room in _rooms) count += await room.ReencryptAsync(cancellationToken);
        var now = (DateTimeOffset?)_time.GetUtcNow();
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        await db.Set<FieldKey>().Where(k => k.Purpose == FieldKey.ToEncrypt && k.Id < key.Id && k.RetiredAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(k => k.RetiredAt, now), cancellationToken);
        return new FieldRotation(key.Id, count, deleted);
    }

    /// <summary>What another process wrote with a key in the minute after it was retired is encrypted anew before the key goes.</summary>
    private async Task<int> DeleteRetiredAsync(CancellationToken cancellationToken)
    {
        var before = _time.GetUtcNow() - RetiredKeyLifetime;
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var old = db.Set<FieldKey>().Where(k => k.RetiredAt < before);
        if (!await old.AnyAsync(cancellationToken)) return 0;
        foreach (var room in _rooms) await room.ReencryptAsync(cancellationToken);
        return await old.ExecuteDeleteAsync(cancellationToken);
    }
}
