using Exchange.Core.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>
/// Shows the framework members and, from a table of our own, their passkeys. It only reads them: adding, counting and removing are use
/// cases of this room.
/// </summary>
internal sealed class MemberStore(ExchangeDbContext context) : UserOnlyStore<Member, ExchangeDbContext, long>(context)
{
    private IQueryable<Passkey> Rows => Context.Passkeys.AsNoTracking();

    public override async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Member user, CancellationToken cancellationToken)
    {
        var rows = await Rows.Where(p => p.MemberId == user.Id).OrderBy(p => p.Id).ToListAsync(cancellationToken);
        return [.. rows.Select(p => p.ToInfo())];
    }

    public override async Task<UserPasskeyInfo?> FindPasskeyAsync(
        Member user, byte[] credentialId, CancellationToken cancellationToken) =>
        (await Rows.SingleOrDefaultAsync(p => p.MemberId == user.Id && p.CredentialId == credentialId, cancellationToken))?.ToInfo();

    public override async Task<Member?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken)
    {
        var owner = await Rows.Where(p => p.CredentialId == credentialId).Select(p => (long?)p.MemberId)
            .SingleOrDefaultAsync(cancellationToken);
        return owner is { } id ? await Context.Members.FindAsync([id], cancellationToken) : null;
    }
}
