using System.Data.Common;
using Exchange.Core.Audit;
using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Exchange.Core.Tower;
using Exchange.Tests.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exchange.Tests.Tower;

/// <summary>What the staff does with markets, through the whole program; each test leaves the market open and as it was.</summary>
[Trait("Category", "Integration")]
public sealed class MarketActTests(AccessWorld world) : IClassFixture<AccessWorld>
{
    private const string Code = "btcusd";
    private const string Target = "market:btcusd";
    private const string Reason = "for the test";
    private const string Open = "open";
    private const int Rounds = 5;

    private static readonly MarketProtection Shipped = MarketProtection.Off(new MarketId(0));

    [Fact]
    public async Task A_market_is_halted_and_reopened_and_the_log_says_what_it_was_and_became()
    {
        var actor = await world.ActorAsync(Roles.Technical);

        Assert.Equal(MarketOutcome.Done, await StateAsync(actor, Open, MarketState.Halted));
        Assert.Equal(MarketState.Halted, State);
        Assert.Equal(MarketOutcome.Done, await StateAsync(actor, "halted", MarketState.Auction));
        var standing = (await world.Get<ReadMarkets>().FindAsync(actor, "BTC-USD", default)).Value!;
        Assert.Equal(MarketState.Auction, standing.State);
        Assert.NotNull(standing.Auction);
        Assert.Equal(MarketOutcome.Done, await StateAsync(actor, "auction", MarketState.Open));
        Assert.Equal(MarketState.Open, State);

        Assert.Equal(
            [
                (ChangeMarketState.Action, Target, Open, "halted", Reason), (ChangeMarketState.Action, Target, "halted", "auction", Reason),
                (ChangeMarketState.Action, Target, "auction", Open, Reason),
            ],
            (await LogAsync(actor)).Select(e => (e.Action, e.Target, e.Before, e.After, e.Reason)));
    }

    [Fact]
    public async Task Protection_is_set_and_what_is_set_already_is_not_written_down_again()
    {
        var actor = await world.ActorAsync(Roles.Admin);
        var figures = new MarketProtection(new MarketId(0), 500, 1_050, 30, 3_600);

        Assert.Equal(MarketOutcome.Done, await ProtectAsync(actor, Shipped, figures));
        Assert.Equal(figures, world.Get<IMarketCatalog>().ProtectionOf(new MarketId(0)));
        Assert.Equal(MarketRejectReason.Unchanged, (await ProtectAsync(actor, figures, figures)).Reason);
        Assert.Equal(MarketRejectReason.ChangedMeanwhile, (await ProtectAsync(actor, Shipped, figures)).Reason);
        Assert.Equal(MarketOutcome.Done, await ProtectAsync(actor, figures, Shipped));

        var log = await LogAsync(actor);
        Assert.Equal([ChangeMarketProtection.Action, ChangeMarketProtection.Action], log.Select(e => e.Action));
        Assert.Equal("band:off, breaker:off, window:60\u00a0s, auction:60\u00a0s", log[0].Before);
        Assert.Equal("band:5.00\u00a0%, breaker:10.50\u00a0%, window:30\u00a0s, auction:3600\u00a0s", log[0].After);
    }

    [Theory]
    [InlineData(-1, 0, 60, 60)]
    [InlineData(MarketProtection.MaxBasisPoints + 1, 0, 60, 60)]
    [InlineData(0, -1, 60, 60)]
    [InlineData(0, MarketProtection.MaxBasisPoints + 1, 60, 60)]
    [InlineData(0, 0, MarketProtection.MinSeconds - 1, 60)]
    [InlineData(0, 0, MarketProtection.MaxSeconds + 1, 60)]
    [InlineData(0, 0, 60, MarketProtection.MinSeconds - 1)]
    [InlineData(0, 0, 60, MarketProtection.MaxSeconds + 1)]
    public async Task A_figure_out_of_range_changes_nothing(int band, int breaker, int window, int auction)
    {
        var actor = await world.ActorAsync(Roles.Admin);
        var outcome = await ProtectAsync(actor, Shipped, new MarketProtection(new MarketId(0), band, breaker, window, auction));
        Assert.Equal(MarketRejectReason.FiguresInvalid, outcome.Reason);
        Assert.Equal(Shipped, world.Get<IMarketCatalog>().ProtectionOf(new MarketId(0)));
        Assert.Empty(await LogAsync(actor));
    }

    [Fact]
    public async Task Without_permission_reason_market_state_or_true_picture_nothing_is_changed()
    {
        var actor = await world.ActorAsync(Roles.Technical);
        await RefusedAsync(MarketRejectReason.ReasonMissing, Code, Open, MarketState.Halted, " x ");
        await RefusedAsync(MarketRejectReason.ReasonTooLong, Code, Open, MarketState.Halted, new string('x', StaffReason.MaxLength + 1));
        await RefusedAsync(MarketRejectReason.StateUnknown, Code, Open, (MarketState)42);
        await RefusedAsync(MarketRejectReason.MarketUnknown, new string('m', 300), Open, MarketState.Halted);
        await RefusedAsync(MarketRejectReason.ChangedMeanwhile, Code, "auction", MarketState.Halted);
        await RefusedAsync(MarketRejectReason.ChangedMeanwhile, Code, null, MarketState.Halted);
        await RefusedAsync(MarketRejectReason.Unchanged, Code, Open, MarketState.Open);
        Assert.Empty(await LogAsync(actor));

        var support = await world.ActorAsync(Roles.Support);
        Assert.Equal(PermissionVerdict.NotGranted, (await world.Get<ReadMarkets>().ListAsync(support, default)).Verdict);
        Assert.Equal(PermissionVerdict.NotGranted, (await StateAsync(support, Open, MarketState.Halted)).Verdict);
        Assert.Equal(PermissionVerdict.NotGranted, (await ProtectAsync(support, Shipped, Shipped with { AuctionSeconds = 5 })).Verdict);
        Assert.Equal(
            ["markets.read: not granted", "markets.manage: not granted", "markets.manage: not granted"],
            (await LogAsync(support)).Select(e => e.Reason));

        async Task RefusedAsync(MarketRejectReason expected, string market, string? from, MarketState to, string why = Reason)
        {
            Assert.Equal(expected, (await world.Get<ChangeMarketState>().ExecuteAsync(actor, market, from, to, why, default)).Reason);
            Assert.Equal(MarketState.Open, State);
        }
    }

    [Fact]
    public async Task Of_two_who_saw_the_same_state_one_is_too_late()
    {
        var (one, other) = (await world.ActorAsync(Roles.Admin), await world.ActorAsync(Roles.Technical));
        for (var round = 0; round < Rounds; round++)
        {
            var outcomes = await Task.WhenAll(
                Task.Run(() => StateAsync(one, Open, MarketState.Halted)), Task.Run(() => StateAsync(other, Open, MarketState.CancelOnly)));
            Assert.Equal(
                [MarketRejectReason.None, MarketRejectReason.ChangedMeanwhile], outcomes.Select(o => o.Reason).Order());
            Assert.Equal(MarketOutcome.Done, await StateAsync(one, MarketWords.Of(State), MarketState.Open));
        }

        var log = (await LogAsync(one)).Concat(await LogAsync(other)).ToList();
        Assert.Equal(2 * Rounds, log.Count);
    }

    [Theory]
    [InlineData(RejectReason.Busy, MarketRejectReason.EngineRefused, "market.state.refused")]
    [InlineData(RejectReason.Unavailable, MarketRejectReason.EngineRefused, "market.state.refused")]
    [InlineData(RejectReason.Malformed, MarketRejectReason.EngineRefused, "market.state.refused")]
    [InlineData(RejectReason.OutcomeUnknown, MarketRejectReason.OutcomeUnknown, "market.state.unknown")]
    public async Task What_the_engine_does_not_do_is_told_and_written_down_without_a_difference(
        RejectReason answer, MarketRejectReason expected, string action)
    {
        var actor = await world.ActorAsync(Roles.Admin);
        using var acts = With(new OneAnswer(CommandResult.Refused(answer)));

        var outcome = await new ChangeMarketState(acts, world.Get<IMarketCatalog>())
            .ExecuteAsync(actor, Code, Open, MarketState.Halted, Reason, default);

        Assert.Equal(expected, outcome.Reason);
        Assert.Equal(expected == MarketRejectReason.EngineRefused ? answer : RejectReason.None, outcome.Engine);
        var entry = Assert.Single(await LogAsync(actor));
        Assert.Equal((action, Target, null, null), (entry.Action, entry.Target, entry.Before, entry.After));
        Assert.Equal($"{answer}, from open to halted: {Reason}", entry.Reason);
    }

    [Fact]
    public async Task What_the_engine_has_done_by_itself_in_that_moment_is_no_change_of_the_actors()
    {
        var actor = await world.ActorAsync(Roles.Admin);
        using var acts = With(new OneAnswer(default));
        var outcome = await new ChangeMarketState(acts, world.Get<IMarketCatalog>())
            .ExecuteAsync(actor, Code, Open, MarketState.Auction, Reason, default);
        Assert.Equal(MarketRejectReason.Unchanged, outcome.Reason);
        Assert.Empty(await LogAsync(actor));
    }

    [Fact]
    public async Task A_change_of_what_the_engine_has_changed_in_that_moment_is_written_down_with_what_it_was()
    {
        var actor = await world.ActorAsync(Roles.Admin);
        using var acts = With(new BreakerTrips(world.Get<IEngine>()));

        var outcome = await new ChangeMarketState(acts, world.Get<IMarketCatalog>())
            .ExecuteAsync(actor, Code, Open, MarketState.Halted, Reason, default);

        Assert.Equal(MarketOutcome.Done, outcome);
        var entry = Assert.Single(await LogAsync(actor));
        Assert.Equal((ChangeMarketState.Action, "auction", "halted", Reason), (entry.Action, entry.Before, entry.After, entry.Reason));
        Assert.Equal(MarketOutcome.Done, await StateAsync(actor, "halted", MarketState.Open));
    }

    [Fact]
    public async Task A_change_that_cannot_be_written_down_is_not_asked_for()
    {
        var actor = await world.ActorAsync(Roles.Admin);
        var engine = new OneAnswer(default);
        using var acts = new MarketActs(
            world.Get<IDbContextFactory<ExchangeDbContext>>(), world.Get<PermissionChecks>(), new BrokenLog(), engine,
            world.Get<IMarketCatalog>(), NullLogger<MarketActs>.Instance);
        await Assert.ThrowsAsync<InvalidOperationException>(() => new ChangeMarketState(acts, world.Get<IMarketCatalog>())
            .ExecuteAsync(actor, Code, Open, MarketState.Halted, Reason, default));
        Assert.Equal(0, engine.Asked);
    }

    [Fact]
    public async Task A_change_whose_entry_is_lost_with_the_database_is_in_the_programs_log()
    {
        var actor = await world.ActorAsync(Roles.Admin);
        var log = new Lines();
        using var acts = new MarketActs(
            new LosingCommits(world), world.Get<PermissionChecks>(), world.Get<IAuditLog>(),
            new OneAnswer(new CommandResult { Sequence = 9, StateBefore = MarketState.Open }), world.Get<IMarketCatalog>(), log);
        await Assert.ThrowsAsync<IOException>(() => new ChangeMarketState(acts, world.Get<IMarketCatalog>())
            .ExecuteAsync(actor, Code, Open, MarketState.Halted, Reason, default));
        Assert.Equal(
            $"Critical: Member {actor.Member.Value} changed {Target} from open to halted, and the audit log could not be written.",
            Assert.Single(log));
        Assert.Empty(await LogAsync(actor));
    }

    private MarketState State => world.Get<IMarketCatalog>().StateOf(new MarketId(0));

    private Task<MarketOutcome> StateAsync(Actor actor, string from, MarketState to) =>
        world.Get<ChangeMarketState>().ExecuteAsync(actor, Code, from, to, Reason, default);

    private Task<MarketOutcome> ProtectAsync(Actor actor, MarketProtection from, MarketProtection to) =>
        world.Get<ChangeMarketProtection>().ExecuteAsync(actor, Code, MarketWords.Of(from), to, Reason, default);

    private MarketActs With(IEngine engine) => new(
        world.Get<IDbContextFactory<ExchangeDbContext>>(), world.Get<PermissionChecks>(), world.Get<IAuditLog>(), engine,
        world.Get<IMarketCatalog>(), NullLogger<MarketActs>.Instance);

    private async Task<List<AuditEntry>> LogAsync(Actor actor)
    {
        await using var db = world.Context();
        return await db.Set<AuditEntry>().Where(e => e.ActorId == actor.Member.Value && e.Target.StartsWith("market"))
            .OrderBy(e => e.Id).ToListAsync();
    }

    /// <summary>An engine that always says the same.</summary>
    private sealed class OneAnswer(CommandResult answer) : IEngine
    {
        public int Asked { get; private set; }

        public EngineStatus Status => new(EnginePhase.Running, 0, 0, null);

        public ValueTask<CommandResult> SubmitAsync(Command command, CancellationToken cancellationToken = default)
        {
            Asked++;
            return ValueTask.FromResult(answer);
        }

        public ValueTask<CommandResult[]> SubmitTogetherAsync(
            ReadOnlyMemory<Command> commands, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }

    /// <summary>Puts the market into an auction before each command.</summary>
    private sealed class BreakerTrips(IEngine engine) : IEngine
    {
        public EngineStatus Status => engine.Status;

        public async ValueTask<CommandResult> SubmitAsync(Command command, CancellationToken cancellationToken = default)
        {
            await engine.SubmitAsync(Command.SetMarketState(command.Market!.Value, MarketState.Auction), cancellationToken);
            return await engine.SubmitAsync(command, cancellationToken);
        }

        public ValueTask<CommandResult[]> SubmitTogetherAsync(
            ReadOnlyMemory<Command> commands, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }

    /// <summary>A database that is lost between the last statement of a transaction and its end.</summary>
    private sealed class LosingCommits(AccessWorld world) : DbTransactionInterceptor, IDbContextFactory<ExchangeDbContext>
    {
        public ExchangeDbContext CreateDbContext() => new(
            new DbContextOptionsBuilder<ExchangeDbContext>(world.Get<DbContextOptions<ExchangeDbContext>>()).AddInterceptors(this).Options);

        public override ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction, TransactionEventData eventData, InterceptionResult result,
            CancellationToken cancellationToken = default) => throw new IOException("The database is gone.");
    }

    private sealed class Lines : List<string>, ILogger<MarketActs>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Add($"{logLevel}: {formatter(state, exception)}");
    }

    private sealed class BrokenLog : IAuditLog
    {
        public ValueTask AppendAsync(ExchangeDbContext db, AuditRecord record, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("The log is broken.");
    }
}
