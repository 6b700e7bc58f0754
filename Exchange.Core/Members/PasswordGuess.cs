using System.Security.Cryptography;
using System.Text;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Exchange.Core.Members;

/// <summary>How often in a row a wrong password was tried with an address, whether anyone has that address or not.</summary>
public sealed class PasswordGuess
{
    /// <summary>SHA-256 of the address in the form that must be unique, upper-case hexadecimal.</summary>
    public required string KeyHash { get; init; }

    /// <summary>Guesses that were begun since the last right one.</summary>
    public int Failures { get; init; }

    /// <summary>No password is compared before this, or null.</summary>
    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>When the last guess was begun.</summary>
    public DateTimeOffset LastAt { get; init; }
}

internal sealed class PasswordGuessConfiguration : IEntityTypeConfiguration<PasswordGuess>
{
    public void Configure(EntityTypeBuilder<PasswordGuess> builder)
    {
        builder.ToTable("password_guesses");
        builder.HasKey(g => g.KeyHash);
        builder.Property(g => g.KeyHash).HasMaxLength(64);
        builder.HasIndex(g => g.LastAt);
    }
}

/// <summary>
/// Holds back who guesses passwords. A guess is counted before the password is compared, in one statement, so that a thousand guesses
/// at once get no more comparisons than a thousand in a row. Known and unknown addresses are counted alike.
/// </summary>
internal sealed class PasswordGuesses(TimeProvider time)
{
    /// <summary>Guesses between two locks.</summary>
    public const int Round = 5;

    /// <summary>After so many failures in a row only a new password by mail opens the account again.</summary>
    public const int FinalFailures = 100;

    /// <summary>The locks after the first, second and third round, and from the fourth on.</summary>
    public static readonly IReadOnlyList<TimeSpan> Locks =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(15), TimeSpan.FromHours(24)];

    /// <summary>Counts what is forgotten when nobody has guessed for so long.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(2);

    /// <summary>Counts a guess; false while none is compared.</summary>
    public async Task<bool> TakeAsync(ExchangeDbContext db, string emailKey, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var hash = HashOf(emailKey);
        var (first, second, third, later) = (now + Locks[0], now + Locks[1], now + Locks[2], now + Locks[3]);
        return await db.Database.ExecuteSqlAsync(
            $"""
            insert into password_guesses as g ("KeyHash", "Failures", "LockedUntil", "LastAt") values ({hash}, 1, null, {now})
            on conflict ("KeyHash") do update set "Failures" = g."Failures" + 1, "LastAt" = {now},
              "LockedUntil" = case
                when g."Failures" + 1 >= {FinalFailures} then 'infinity'::timestamptz
                when (g."Failures" + 1) % {Round} <> 0 then null
                when g."Failures" + 1 = {Round} then {first}
                when g."Failures" + 1 = {Round * 2} then {second}
                when g."Failures" + 1 = {Round * 3} then {third}
                else {later} end
            where g."LockedUntil" is null or g."LockedUntil" <= {now}
            """,
            cancellationToken) == 1;
    }

    /// <summary>Forgets the count, after a right password or a new one.</summary>
    public static Task ForgetAsync(ExchangeDbContext db, string emailKey, CancellationToken cancellationToken)
    {
        var hash = HashOf(emailKey);
        return db.PasswordGuesses.Where(g => g.KeyHash == hash).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Removes counts that nobody has added to for long, except those that are final.</summary>
    public static Task<int> RemoveOldAsync(ExchangeDbContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var before = now - Memory;
        return db.PasswordGuesses.Where(g => g.LastAt < before && g.Failures < FinalFailures).ExecuteDeleteAsync(cancellationToken);
    }

    private static string HashOf(string emailKey) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(emailKey)));
}
