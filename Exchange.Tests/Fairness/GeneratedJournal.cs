using Exchange.Core.Engine;
using Exchange.Core.Primitives;
using Exchange.Tests.Simulation;

namespace Exchange.Tests.Fairness;

/// <summary>The journal of a run of one seed, made row by row while it is read.</summary>
internal sealed class GeneratedJournal(int seed, int commands) : IJournal
{
    private const int CommandsPerRow = 500;
    private const int Markets = 2;
    private const int Members = 40;
    private const long Start = 1_800_000_000_000_000;

    public Task AcquireAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task AppendAsync(JournalRow row, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public async IAsyncEnumerable<JournalRow> ReadAsync(
        long afterSequence, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var (hash, codec, first) = (JournalRow.Genesis, new BatchCodec(), 1L);
        var state = new EngineState();
        foreach (var (command, at, events) in Run(state))
        {
            codec.Add(command, at);
            codec.SetDigest(state);
            if (codec.Count < CommandsPerRow && events[0].Sequence < commands) continue;
            var row = new JournalRow { FirstSequence = first, LastSequence = events[0].Sequence, Payload = codec.ToPayload() };
            row.Hash = JournalRow.ComputeHash(hash, row.FirstSequence, row.LastSequence, row.Payload);
            (hash, first) = (row.Hash, row.LastSequence + 1);
            codec.Clear();
            yield return row;
        }
    }

    /// <summary>Every accepted command of the run with its time and events.</summary>
    public IEnumerable<(Command Command, long At, EngineEvent[] Events)> Run(EngineState state)
    {
        var (random, output, at) = (new Random(seed), new EventBuffer(), Start);
        var flow = new OrderFlow(random, Markets, Members, () => at);
        var setup = new Queue<Command>(OrderFlow.Setup(Markets, Members));
        while (state.Sequence < commands)
        {
            at += random.Next(2_000_000);
            var command = state.NextDueMicroseconds <= at ? Command.Advance()
                : setup.TryDequeue(out var first) ? first : flow.Next(new MemberId(random.Next(1, Members + 1)));
            var result = state.Apply(command, state.Sequence + 1, at, output);
            if (result.IsAccepted && result.Order != default) flow.Remember(command.Member, result.Order);
            if (result.Sequence != 0) yield return (command, at, output.ToArray());
            output.Clear();
        }
    }
}
