using Exchange.Core.Storage;
using Exchange.Tests.Members;
using Exchange.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Exchange.Tests.Storage;

/// <summary>The keys of encrypted columns, as several processes share them.</summary>
[Trait("Category", "Integration")]
public sealed class FieldKeyTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private const int Processes = 20;

    [Fact]
    public async Task The_first_key_is_one_also_when_many_need_it_at_once()
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var rings = Enumerable.Range(0, Processes).Select(_ => new FieldKeyRing(
            world.Get<IDbContextFactory<ExchangeDbContext>>(), world.Get<IDataProtectionProvider>(),
            world.Get<IOptions<FieldEncryptionOptions>>(), world.Time));

        var keys = await Task.WhenAll(rings.Select(ring => ring.CurrentAsync(FieldKey.ToIndex, default).AsTask()));

        Assert.All(keys, key => Assert.Equal(keys[0].Id, key.Id));
        Assert.All(keys, key => Assert.Equal(keys[0].Key, key.Key));
        await using var db = world.Context();
        Assert.Equal(1, await db.Set<FieldKey>().CountAsync());
    }
}
