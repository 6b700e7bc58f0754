using Exchange.Core.Projections;
using Npgsql;

namespace Exchange.Tests.Recovery;

/// <summary>The projected tables of a database as text, to be compared.</summary>
internal static class TablesOf
{
    public static readonly string[] Names = ["orders", "trades", "postings", "candles"];

    /// <summary>The journal read aloud once more gives the same, row by row. No engine may be running.</summary>
    public static async Task AssertEqualToRebuildAsync(string connection)
    {
        var before = await RowsAsync(connection);
        await using (var rig = await RecoveryRig.StartAsync(connection))
        {
            await rig.StopAsync();
            await rig.Get<RebuildTables>().ExecuteAsync(CancellationToken.None);
        }

        Assert.All(await RowsAsync(connection), table => Assert.Empty(table.Value));
        await using (await RecoveryRig.StartAsync(connection))
        {
        }

        var after = await RowsAsync(connection);
        foreach (var table in Names)
        {
            Assert.NotEmpty(before[table]);
            Assert.Equal(before[table], after[table]);
        }
    }

    /// <summary>Every row as text, in an order that does not depend on when it was written.</summary>
    private static async Task<Dictionary<string, List<string>>> RowsAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        Dictionary<string, List<string>> tables = [];
        foreach (var table in Names)
        {
            await using var command = new NpgsqlCommand($"select t::text from {table} t order by 1", connection);
            await using var reader = await command.ExecuteReaderAsync();
            List<string> rows = [];
            while (await reader.ReadAsync()) rows.Add(reader.GetString(0));
            tables.Add(table, rows);
        }

        return tables;
    }
}
