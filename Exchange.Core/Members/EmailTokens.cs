using System.Security.Cryptography;
using System.Text;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>What is wrong with the key of a link.</summary>
public enum EmailTokenProblem
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>There is no such link, or a later one took its place.</summary>
    Unknown,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>It was used before.</summary>
    Used,
}

/// <summary>Makes and takes the keys of links in mails: random, single use, expiring, kept as hashes, the newest of a kind only.</summary>
internal sealed class EmailTokens(TimeProvider time)
{
    private const int KeyBytes = 32;

    /// <summary>Adds a link to the caller's transaction and gives its key. Earlier links for the same are dead from then on.</summary>
    public async Task<(string Key, DateTimeOffset ExpiresAt)> IssueAsync(
        ExchangeDbContext db, long member, EmailTokenPurpose purpose, string email, CancellationToken cancellationToken)
    {
        await RevokeAsync(db, member, purpose, cancellationToken);
        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes));
        var now = time.GetUtcNow();
        var expires = now + EmailToken.LifetimeOf(purpose);
        db.EmailTokens.Add(new EmailToken
        {
            KeyHash = HashOf(key),
            MemberId = member,
            Purpose = purpose,
            Email = email,
            CreatedAt = now,
            ExpiresAt = expires,
        });
        return (key, expires);
    }

    /// <summary>Ends the links of a member for one purpose.</summary>
    public static Task RevokeAsync(
        ExchangeDbContext db, long member, EmailTokenPurpose purpose, CancellationToken cancellationToken) =>
        db.EmailTokens.Where(t => t.MemberId == member && t.Purpose == purpose).ExecuteDeleteAsync(cancellationToken);

    /// <summary>Looks at a link without using it: programs that look through mail follow links, too.</summary>
    public async Task<(EmailTokenProblem Problem, EmailToken? Token)> LookAsync(
        ExchangeDbContext db, string? key, EmailTokenPurpose[] purposes, CancellationToken cancellationToken)
    {
        if (key is not { Length: KeyBytes * 2 }) return (EmailTokenProblem.Unknown, null);
        var hash = HashOf(key);
        var token = await db.EmailTokens.AsNoTracking()
            .SingleOrDefaultAsync(t => t.KeyHash == hash && purposes.Contains(t.Purpose), cancellationToken);
        return token switch
        {
            null => (EmailTokenProblem.Unknown, null),
            { UsedAt: not null } => (EmailTokenProblem.Used, token),
            _ when token.ExpiresAt <= time.GetUtcNow() => (EmailTokenProblem.Expired, token),
            _ => (EmailTokenProblem.None, token),
        };
    }

    /// <summary>Uses a link in the caller's transaction. One statement decides, so of two uses at once one is the first.</summary>
    public async Task<(EmailTokenProblem Problem, EmailToken? Token)> UseAsync(
        ExchangeDbContext db, string? key, EmailTokenPurpose[] purposes, CancellationToken cancellationToken)
    {
        var (problem, token) = await LookAsync(db, key, purposes, cancellationToken);
        if (problem != EmailTokenProblem.None) return (problem, token);
        DateTimeOffset? now = time.GetUtcNow();
        var used = await db.EmailTokens.Where(t => t.Id == token!.Id && t.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.UsedAt, now), cancellationToken);
        return used == 1 ? (EmailTokenProblem.None, token) : (EmailTokenProblem.Used, token);
    }

    private static string HashOf(string key) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
