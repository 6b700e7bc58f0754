using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>Remembers in which currency a member wants to see values.</summary>
public sealed class SetQuoteCurrency(IDbContextFactory<ExchangeDbContext> contexts)
{
    /// <summary>Remembers the code of a currency.</summary>
    public async Task ExecuteAsync(MemberId member, string code, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Members.Where(m => m.Id == member.Value)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.QuoteCurrency, code), cancellationToken);
    }
}
