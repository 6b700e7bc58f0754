using System.Runtime.CompilerServices;
using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Exchange.Tests.Engine;

/// <summary>The engine's host on a journal in memory that the test can hold, with a clock that the test moves. BTC-USDT is
/// open, and Alice and Bob have plenty of both.</summary>
internal sealed class PipelineRig : IAsyncDisposable
{
    public static readonly MemberId Alice = new(1);
    public static readonly MemberId Bob = new(2);
    private readonly IHost _host;

    private PipelineRig(IHost host, HeldJournal journal, ManualTime time) => (_host, Journal, Time) = (host, journal, time);

    public HeldJournal Journal { get; }

    public ManualTime Time { get; }

    public IEngine Engine => Get<IEngine>();

    public IEngineReadState Live => Get<IEngineReadState>();

    public static async Task<PipelineRig> StartAsync()
    {
        var (journal, time) = (new HeldJournal(), new ManualTime());
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton<IJournal>(journal);
        builder.Services.AddSingleton<ISnapshotStore, NoSnapshots>();
        builder.Services.AddSingleton<IProjection, NoTables>().AddSingleton<IProjectionProgress, NoTables>();
        builder.Services.AddSingleton(new DatabaseConnectionString(""));
        builder.Services.AddEngine();
        var rig = new PipelineRig(builder.Build(), journal, time);
        await rig._host.StartAsync();
        await rig.SetUpAsync();
        return rig;
    }

    public static Command Limit(MemberId member, Side side, long ticks, long lots) =>
        Command.LimitOrder(member, new MarketId(0), side, new Price(ticks), new Quantity(lots));

    /// <summary>An order that is accepted and leaves no trace in the book.</summary>
    public static Command Fleeting(MemberId member) => Command.LimitOrder(
        member, new MarketId(0), Side.Buy, new Price(100), new Quantity(10), TimeInForce.ImmediateOrCancel);

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public Task<CommandResult> SubmitAsync(Command command) => Engine.SubmitAsync(command).AsTask();

    public async Task<CommandResult> AcceptedAsync(Command command)
    {
        var result = await SubmitAsync(command).WaitAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(RejectReason.None, result.Reason);
        return result;
    }

    /// <summary>Holds the journal with a command on its way into it, so that what comes next has to wait.</summary>
    public async Task<Task<CommandResult>> HoldAsync()
    {
        Journal.Hold();
        var held = SubmitAsync(Fleeting(Bob));
        await Journal.Appending.WaitAsync(TimeSpan.FromMinutes(2));
        return held;
    }

    /// <summary>Holds the journal with the next batch full too, so that what comes next stays in the queue.</summary>
    public async Task HoldWithBacklogAsync()
    {
        await HoldAsync();
        // Of a member who has nothing: refused, but a full batch is full of those too.
        var commands = Enumerable.Repeat(Fleeting(new MemberId(3)), IEngine.MaxCommandsTogether).ToArray();
        for (var queued = 0; queued < 2 * Batch.MaxCommands; queued += commands.Length)
            _ = Engine.SubmitTogetherAsync(commands).AsTask();
    }

    public async ValueTask DisposeAsync()
    {
        Journal.LetGo();
        await _host.StopAsync();
        _host.Dispose();
    }

    private async Task SetUpAsync()
    {
        await AcceptedAsync(Command.DefineCurrency(new CurrencyDefinition("btc", "Bitcoin", CurrencyKind.Coin, 8)));
        await AcceptedAsync(Command.DefineCurrency(new CurrencyDefinition("usdt", "Tether", CurrencyKind.Coin, 6)));
        await AcceptedAsync(Command.DefineMarket(new MarketDefinition(
            "btcusdt", new CurrencyId(0), new CurrencyId(1), Amount.Parse("0.01"), Amount.Parse("0.0001"),
            Amount.Parse("0.0001"), Amount.Parse("1000"), Amount.Parse("0.01"), Amount.Parse("100000"), Amount.Zero)));
        await AcceptedAsync(Command.SetMarketState(new MarketId(0), MarketState.Open));
        foreach (var member in new[] { Alice, Bob })
        {
            await AcceptedAsync(Command.Transfer(member, new CurrencyId(0), Amount.FromWhole(10_000), $"btc:{member.Value}"));
            await AcceptedAsync(Command.Transfer(member, new CurrencyId(1), Amount.FromWhole(10_000_000), $"usdt:{member.Value}"));
        }
    }

    private sealed class NoTables : IProjection, IProjectionProgress
    {
        public Task<long> TakeOverAsync(Action<Exception> fail, CancellationToken cancellationToken) => Task.FromResult(0L);

        public Task<long> ProjectedSequenceAsync(CancellationToken cancellationToken) => Task.FromResult(0L);
    }

    private sealed class NoSnapshots : ISnapshotStore
    {
        public Task<IReadOnlyList<Snapshot>> ListAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<Snapshot>>([]);

        public Task<byte[]?> LoadAsync(Snapshot snapshot, CancellationToken cancellationToken) => Task.FromResult<byte[]?>(null);

        public Task SaveAsync(
            Snapshot snapshot, ReadOnlyMemory<byte> content, long projectedSequence, CancellationToken cancellationToken) =>
            Task.CompletedTask;

        public Task<long> JournalEndAsync(CancellationToken cancellationToken) => Task.FromResult(0L);

        public Task<IAsyncDisposable?> TryLockAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IAsyncDisposable?>(null);
    }
}

/// <summary>A journal in memory whose commits the test can hold back.</summary>
internal sealed class HeldJournal : IJournal
{
    private readonly Lock _gate = new();
    private readonly List<JournalRow> _rows = [];
    private TaskCompletionSource _appending = new();
    private TaskCompletionSource? _held;

    /// <summary>Completes when a commit is held back.</summary>
    public Task Appending => _appending.Task;

    /// <summary>The rows that are durable.</summary>
    public IReadOnlyList<JournalRow> Rows
    {
        get
        {
            lock (_gate) return [.. _rows];
        }
    }

    public void Hold()
    {
        lock (_gate) (_held, _appending) = (new(TaskCreationOptions.RunContinuationsAsynchronously), new());
    }

    public void LetGo()
    {
        lock (_gate)
        {
            _held?.TrySetResult();
            _held = null;
        }
    }

    public Task AcquireAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async IAsyncEnumerable<JournalRow> ReadAsync(
        long afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var row in Rows)
            if (row.LastSequence > afterSequence) yield return row;
        await Task.CompletedTask;
    }

    public async Task AppendAsync(JournalRow row, CancellationToken cancellationToken)
    {
        Task? held;
        lock (_gate)
        {
            held = _held?.Task;
            if (held is not null) _appending.TrySetResult();
        }

        if (held is not null) await held;
        var copy = new JournalRow
        {
            FirstSequence = row.FirstSequence,
            LastSequence = row.LastSequence,
            Payload = row.Written.ToArray(),
            Hash = row.Hash,
        };
        lock (_gate) _rows.Add(copy);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
