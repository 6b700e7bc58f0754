using Exchange.Core.Projections;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Support;

public sealed class PostgresFixtureTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Every_table_of_the_model_can_be_made_and_read()
    {
        var contexts = await database.CreateTablesAsync();
        await using var db = contexts.CreateDbContext();

        Assert.Empty(await db.Orders.ToListAsync());
    }

    [Fact]
    public async Task The_server_is_watched_so_that_it_never_outlives_the_run()
    {
        var cluster = await PostgresCluster.SharedAsync();

        Assert.True(cluster.IsWatched);
    }
}
