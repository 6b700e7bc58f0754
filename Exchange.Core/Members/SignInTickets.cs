using System.Globalization;
using System.Security.Cryptography;
using Exchange.Core.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>
/// Says that somebody has just given a member's password, while the page asks for the second factor. It is no session and opens nothing
/// by itself; a new password, or five minutes, end it.
/// </summary>
internal sealed class SignInTickets(IDataProtectionProvider provider, TimeProvider time)
{
    /// <summary>Time to find the telephone.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private const int MaxLength = 1024;
    private readonly IDataProtector _protector = provider.CreateProtector("Exchange.Members.SignInTicket.v1");

    public string Issue(Member member) => _protector.Protect(string.Create(
        CultureInfo.InvariantCulture, $"{(time.GetUtcNow() + Lifetime).ToUnixTimeMilliseconds()} {member.Id} {member.SecurityStamp}"));

    /// <summary>The member, when the ticket is good now.</summary>
    public async Task<Member?> FindAsync(ExchangeDbContext db, string? ticket, CancellationToken cancellationToken)
    {
        if (ticket is not { Length: > 0 and <= MaxLength }) return null;
        if (Open(ticket)?.Split(' ') is not [var end, var id, var stamp]) return null;
        if (long.Parse(end, CultureInfo.InvariantCulture) <= time.GetUtcNow().ToUnixTimeMilliseconds()) return null;
        var member = long.Parse(id, CultureInfo.InvariantCulture);
        return await db.Members.AsNoTracking()
            .SingleOrDefaultAsync(m => m.Id == member && m.SecurityStamp == stamp, cancellationToken);
    }

    private string? Open(string ticket)
    {
        try
        {
            return _protector.Unprotect(ticket);
        }
        catch (CryptographicException)
        {
            return null; // somebody wrote it themselves
        }
    }
}
