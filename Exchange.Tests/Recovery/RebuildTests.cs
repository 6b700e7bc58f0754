using Exchange.Core.Engine;
using Exchange.Tests.Engine;
using Exchange.Tests.Support;
using Xunit.Abstractions;

namespace Exchange.Tests.Recovery;

/// <summary>The tables are nothing but the journal read aloud: thrown away and made again they are the same, row by
/// row.</summary>
[Trait("Category", "Integration")]
public sealed class RebuildTests(PostgresFixture database, ITestOutputHelper output) : IClassFixture<PostgresFixture>
{
    private const int Commands = 6_000;

    private static readonly string[] Kinds =
    [
        "limit", "immediate", "fill or kill", "post-only", "dated", "iceberg", "market", "market by quote", "Stop limit", "Stop market",
        "TakeProfit limit", "TakeProfit market", "TrailingStop market", "pair", "amend", "cancel", "cancel all", "cancel timer",
        "protection", "state", "transfer",
    ];

    [Fact]
    public async Task Tables_rebuilt_from_the_journal_equal_the_tables_before_row_by_row()
    {
        var connection = await database.CreateDatabaseAsync();
        Dictionary<string, int> counts = [];
        // Several lives, snapshots and archived segments: the rebuild must go through all of it.
        for (var life = 1; life <= 4; life++)
        {
            await using var rig = await RecoveryRig.StartAsync(connection);
            if (life == 1) await rig.OpenBtcUsdtAsync();
            foreach (var (kind, count) in await new EveryKindOfCommand(life).RunAsync(rig, Commands / 4))
                counts[kind] = counts.GetValueOrDefault(kind) + count;
            if (life == 4) await EveryKindOfCommand.LeaveNothingDueAsync(rig);
            await rig.SnapshotAsync();
            if (life == 4) Assert.True(await rig.Get<JournalArchive>().ArchiveAsync(CancellationToken.None) > 0);
            Assert.True(rig.Engine.Status.Phase == EnginePhase.Running, rig.Engine.Status.Problem);
        }

        output.WriteLine(string.Join(", ", counts.Select(c => $"{c.Key} {c.Value}")));
        Assert.All(Kinds, kind => Assert.True(counts.GetValueOrDefault(kind) > 0, $"No {kind} was accepted."));
        await TablesOf.AssertEqualToRebuildAsync(connection);
    }
}
