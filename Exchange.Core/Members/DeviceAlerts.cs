using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>Tells members of a sign-in by a kind of browser, or from a network, that they have not signed in with lately.</summary>
internal sealed class DeviceAlerts(MemberMails mails, TimeProvider time)
{
    /// <summary>For how long a place is remembered.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(90);

    /// <summary>Most earlier sign-ins that are looked at.</summary>
    private const int MostLookedAt = 100;

    /// <summary>Adds the alert to the caller's context, before the sign-in itself is recorded. The very first needs none.</summary>
    public async Task AddAsync(ExchangeDbContext db, Member member, RequestOrigin origin, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - Memory;
        var earlier = await db.Activities
            .Where(a => a.MemberId == member.Id && (a.Action == Activity.Login || a.Action == Activity.SecondFactorLogin)
                && a.Result == Activity.Succeeded && a.At > since)
            .OrderByDescending(a => a.Id).Take(MostLookedAt).Select(a => new { a.Address, a.UserAgent }).ToListAsync(cancellationToken);
        if (earlier.Count == 0 || earlier.Any(a => origin.IsSamePlace(new RequestOrigin(a.Address, a.UserAgent)))) return;
        await mails.NotifyAsync(
            db, member, MemberMails.NewDevice, origin, cancellationToken, ("address", origin.Address));
    }
}
