using Exchange.Core.Engine;
using Exchange.Core.Ledger;
using Exchange.Core.Markets;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Exchange.Core.Wallets;
using Exchange.Tests.Engine;
using Exchange.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Wallets;

public sealed class LedgerTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private static readonly CurrencyId Btc = new(0);

    /// <summary>Each of these would be a formula, or break the row, if it went into the file as it is.</summary>
    private static readonly (string Reference, string Cell)[] Hostile =
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("=a,\"b\"", "\"'=a,\"\"b\"\"\""),
        ("two,cells", "\"two,cells\""),
    ];

    [Fact]
    public async Task Lines_sum_to_the_live_balances_and_belong_to_one_member_only()
    {
        await using var rig = await TradedAsync(database.ConnectionString);
        var ledger = Ledger(rig);

        foreach (var member in new[] { EngineRig.Alice, EngineRig.Bob })
        {
            var lines = await AllAsync(ledger, new LedgerFilter(member, null));
            Assert.Equal(lines.OrderByDescending(l => (l.Sequence, l.Line)), lines);
            Assert.All(lines, line => Assert.Single(Causes(line), cause => cause is not null));
            foreach (var currency in rig.Get<IMarketCatalog>().Currencies)
            {
                var live = rig.Live.Balance(member, currency.Id);
                Assert.Equal(live.Available, Sum(lines, currency.Id, LedgerAccount.MemberAvailable));
                Assert.Equal(live.Locked, Sum(lines, currency.Id, LedgerAccount.MemberLocked));
            }

            var btc = await AllAsync(ledger, new LedgerFilter(member, Btc));
            Assert.Equal(lines.Where(l => l.Currency == Btc), btc);
        }

        Assert.Empty(await AllAsync(ledger, new LedgerFilter(new MemberId(3), null)));
        Assert.Empty(await AllAsync(ledger, new LedgerFilter(MemberId.Platform, null)));
        var beyond = await ledger.PageAsync(
            new LedgerFilter(EngineRig.Alice, Btc), int.MaxValue, CancellationToken.None);
        Assert.Equal(beyond.PageCount, beyond.Page);
        Assert.Equal(rig.Live.Sequence, beyond.Sequence);
    }

    [Theory]
    [InlineData("\tx", "'\tx")]
    [InlineData("\nx", "\"'\nx\"")]
    [InlineData("say \"so\"", "\"say \"\"so\"\"\"")]
    [InlineData("a=b", "a=b")]
    [InlineData(null, "")]
    public void Text_from_anywhere_is_harmless_in_a_cell(string? text, string cell) =>
        Assert.Equal(cell, CsvCell.Text(text));

    [Fact]
    public async Task The_file_has_the_same_lines_and_nothing_in_it_is_a_formula()
    {
        await using var rig = await TradedAsync(await database.CreateDatabaseAsync());
        var ledger = Ledger(rig);
        var filter = new LedgerFilter(EngineRig.Alice, null);
        var lines = await AllAsync(ledger, filter);

        var file = new StringWriter();
        await new LedgerExport(ledger, rig.Get<IMarketCatalog>()).WriteAsync(file, filter, CancellationToken.None);

        var rows = file.ToString().Split("\r\n");
        Assert.Equal("time,currency,account,amount,order,trade,reference", rows[0]);
        Assert.Equal("", rows[^1]);
        Assert.Equal(lines.Select(l => l.Amount.ToString()), rows[1..^1].Select(row => row.Split(',')[3]));
        Assert.Contains(rows, row => row.Split(',') is [_, "usdt", "available", ['-', ..], _, _, ""]);
        foreach (var (_, cell) in Hostile)
            Assert.Contains(rows, row => row.EndsWith($",btc,available,1,,,{cell}", StringComparison.Ordinal));
    }

    /// <summary>Two members who traded a lot; all of it is in the tables. The engine has stopped.</summary>
    private static async Task<EngineRig> TradedAsync(string connectionString)
    {
        var rig = await EngineRig.StartAsync(connectionString);
        await rig.OpenBtcUsdtAsync();
        foreach (var (reference, _) in Hostile)
            await rig.AcceptedAsync(Command.Transfer(EngineRig.Alice, Btc, Amount.FromWhole(1), reference));
        await rig.TradeAsync(seed: 11, orders: 200);
        await rig.StopAsync(); // the projector reads what is left and ends
        return rig;
    }

    private static LedgerQueries Ledger(EngineRig rig) =>
        new(rig.Get<IDbContextFactory<ExchangeDbContext>>(), rig.Get<IProjectionProgress>());

    private static async Task<List<LedgerLine>> AllAsync(LedgerQueries ledger, LedgerFilter filter)
    {
        var all = new List<LedgerLine>();
        LedgerPage page;
        do
        {
            page = await ledger.PageAsync(filter, all.Count / LedgerQueries.PageSize + 1, CancellationToken.None);
            all.AddRange(page.Lines);
        }
        while (page.Page < page.PageCount);

        Assert.Equal(page.LineCount, all.Count);
        return all;
    }

    private static object?[] Causes(LedgerLine line) => [line.Order, line.Trade, line.Reference];

    private static Amount Sum(IEnumerable<LedgerLine> lines, CurrencyId currency, LedgerAccount account) =>
        lines.Where(l => l.Currency == currency && l.Account == account)
            .Aggregate(Amount.Zero, (sum, line) => sum + line.Amount);
}
