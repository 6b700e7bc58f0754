using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>Ten codes that stand in for a lost authenticator, each once. They can be shown only when they are made.</summary>
public sealed class RecoveryCodes
{
    /// <summary>How many a member gets.</summary>
    public const int Count = 10;

    /// <summary>Most characters of a code as it is typed, with what people put between the groups.</summary>
    public const int MaxTextLength = 40;

    /// <summary>80 bits: nobody finds one from its hash.</summary>
    private const int CodeBytes = 10;

    private const int Group = 4;
    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly MemberMails _mails;
    private readonly TimeProvider _time;

    internal RecoveryCodes(IDbContextFactory<ExchangeDbContext> contexts, MemberMails mails, TimeProvider time) =>
        (_contexts, _mails, _time) = (contexts, mails, time);

    /// <summary>How many a member has left.</summary>
    public async Task<int> LeftAsync(MemberId member, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        return await LeftAsync(db, member.Value, cancellationToken);
    }

    /// <summary>Makes new ones in the caller's transaction; all earlier ones are dead from then on.</summary>
    internal static async Task<IReadOnlyList<string>> ReplaceAsync(
        ExchangeDbContext db, long member, CancellationToken cancellationToken)
    {
        await DropAsync(db, member, cancellationToken);
        string[] codes = [.. Enumerable.Range(0, Count).Select(_ => NewCode())];
        db.RecoveryCodes.AddRange(codes.Select(code => new RecoveryCode { MemberId = member, CodeHash = HashOf(member, code) }));
        return codes;
    }

    /// <summary>Takes all away, in the caller's transaction.</summary>
    internal static Task DropAsync(ExchangeDbContext db, long member, CancellationToken cancellationToken) =>
        db.RecoveryCodes.Where(c => c.MemberId == member).ExecuteDeleteAsync(cancellationToken);

    /// <summary>Uses a code, and tells the member. One statement decides, so of two uses at once one is the first.</summary>
    internal async Task<bool> UseAsync(
        ExchangeDbContext db, long member, string code, RequestOrigin origin, CancellationToken cancellationToken)
    {
        var hash = HashOf(member, code);
        DateTimeOffset? now = _time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var used = await db.RecoveryCodes.Where(c => c.MemberId == member && c.CodeHash == hash && c.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.UsedAt, now), cancellationToken);
        if (used != 1) return false;
        var owner = await db.Members.AsNoTracking().SingleAsync(m => m.Id == member, cancellationToken);
        var left = (await LeftAsync(db, member, cancellationToken)).ToString(CultureInfo.InvariantCulture);
        await _mails.NotifyAsync(db, owner, MemberMails.RecoveryCodeUsed, origin, cancellationToken, ("left", left));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private static Task<int> LeftAsync(ExchangeDbContext db, long member, CancellationToken cancellationToken) =>
        db.RecoveryCodes.CountAsync(c => c.MemberId == member && c.UsedAt == null, cancellationToken);

    private static string NewCode() => string.Join(
        '-', Totp.ToBase32(RandomNumberGenerator.GetBytes(CodeBytes)).Chunk(Group).Select(part => new string(part)));

    /// <summary>Written small, with spaces or without the lines between, it is the same code.</summary>
    private static string HashOf(long member, string code)
    {
        var plain = string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        var text = string.Create(CultureInfo.InvariantCulture, $"{member}:{plain}");
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
