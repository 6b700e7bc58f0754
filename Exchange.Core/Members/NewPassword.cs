using System.Security.Cryptography;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>What goes with every new password, address and second factor: sessions end, links that were sent die.</summary>
internal sealed class NewPassword(
    IPasswordHasher<Member> hasher, Sessions sessions, MemberAccess access, MemberMails mails, TimeProvider time)
{
    private const int StampDigits = 32;

    /// <summary>Sets the password in the caller's transaction, ends all sessions but one, and tells the member.</summary>
    public async Task SetAsync(
        ExchangeDbContext db, Member member, string password, long? sessionToKeep, RequestOrigin origin,
        CancellationToken cancellationToken)
    {
        member.PasswordHash = hasher.HashPassword(member, password);
        await EndSessionsAsync(db, member, sessionToKeep, cancellationToken);
        await EmailTokens.RevokeOthersAsync(db, member.Id, cancellationToken);
        await mails.NotifyAsync(db, member, MemberMails.PasswordChanged, origin, cancellationToken);
    }

    /// <summary>Ends all sessions of a member but one, in the caller's transaction.</summary>
    public async Task EndSessionsAsync(
        ExchangeDbContext db, Member member, long? sessionToKeep, CancellationToken cancellationToken)
    {
        var stamp = RandomNumberGenerator.GetHexString(StampDigits);
        member.SecurityStamp = stamp;
        member.UpdatedAt = time.GetUtcNow();
        await db.SaveChangesAsync(cancellationToken);
        // Sessions with the old stamp are dead from here on; the one to keep goes on with the new.
        await db.MemberSessions.Where(s => s.MemberId == member.Id && s.Id != sessionToKeep).ExecuteDeleteAsync(cancellationToken);
        await db.MemberSessions.Where(s => s.MemberId == member.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.SecurityStamp, stamp), cancellationToken);
    }

    /// <summary>To be called after the commit: what was read before it counts no more.</summary>
    public void Forget(MemberId member)
    {
        sessions.InvalidateAll();
        access.Invalidate(member);
    }
}
