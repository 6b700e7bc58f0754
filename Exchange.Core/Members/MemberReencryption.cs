using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>
/// Encrypts telephones, profiles and secrets of authenticators anew. A row that its member changes meanwhile is left alone: it was
/// written with the newest key.
/// </summary>
internal sealed class MemberReencryption(IDbContextFactory<ExchangeDbContext> contexts, FieldCipher cipher) : IReencryption
{
    public async Task<int> ReencryptAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var count = 0;
        foreach (var phone in await db.Phones.AsNoTracking().ToListAsync(cancellationToken))
        {
            if (await AnewAsync(PhoneVerification.PlaceOf(phone), phone.Number, cancellationToken) is not { } text) continue;
            count += await db.Phones.Where(p => p.Id == phone.Id && p.Number == phone.Number)
                .ExecuteUpdateAsync(set => set.SetProperty(p => p.Number, text), cancellationToken);
        }

        foreach (var profile in await db.Profiles.AsNoTracking().ToListAsync(cancellationToken))
        {
            if (await AnewAsync(Profiles.PlaceOf(profile), profile.Fields, cancellationToken) is not { } text) continue;
            count += await db.Profiles.Where(p => p.Id == profile.Id && p.Fields == profile.Fields)
                .ExecuteUpdateAsync(set => set.SetProperty(p => p.Fields, text), cancellationToken);
        }

        foreach (var factor in await db.TotpFactors.AsNoTracking().ToListAsync(cancellationToken))
        {
            if (await AnewAsync(SecondFactors.PlaceOf(factor.Id), factor.Secret, cancellationToken) is not { } text) continue;
            count += await db.TotpFactors.Where(f => f.Id == factor.Id && f.Secret == factor.Secret)
                .ExecuteUpdateAsync(set => set.SetProperty(f => f.Secret, text), cancellationToken);
        }

        return count;
    }

    private async Task<string?> AnewAsync(FieldPlace place, string text, CancellationToken cancellationToken) =>
        await cipher.IsCurrentAsync(text, cancellationToken)
            ? null
            : await cipher.ProtectAsync(place, await cipher.RevealAsync(place, text, cancellationToken), cancellationToken);
}
