using System.Diagnostics;
using Exchange.Core.Engine;
using Exchange.Core.Primitives;

namespace Exchange.Bench;

/// <summary>
/// Our engine over one stream: matching, balances, fees, postings, events and journal encoding, as the engine's thread
/// does it. A new state for each pass; what fills the book is not measured.
/// </summary>
internal sealed class EnginePass
{
    /// <summary>How many commands share a journal row: what 2,000 commits a second make of 500,000 commands.</summary>
    private const int BatchSize = 256;

    /// <summary>Every so many commands one is timed, so that the clock does not distort the rest.</summary>
    private const int SampleEvery = 16;

    private readonly CommandStream _stream;
    private readonly EngineState _state = new();
    private readonly EventBuffer _output = new();
    private readonly BatchCodec _journal = new();
    private readonly CommandPrefetch _prefetch;
    private readonly int _refused;
    private CommandResult _result;

    public EnginePass(CommandStream stream)
    {
        _stream = stream;
        _prefetch = new CommandPrefetch(_state);
        CommandMix.Setup(_state, stream.Members);
        _refused = Run(stream.Fill);
        InvariantViolation.Unless(_refused == 0, $"{_refused} orders that fill the book were refused: more members are needed.");
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    public double AllocatedPerCommand { get; private set; }

    /// <summary>Commands per second.</summary>
    public double Measure()
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        Run(_stream.Measured);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        AllocatedPerCommand = (double)allocated / _stream.Measured.Length;
        return _stream.Measured.Length / seconds;
    }

    /// <summary>Nanoseconds of every sixteenth command, less what the clock itself takes.</summary>
    public void Sample(List<long> nanoseconds)
    {
        var clock = ClockNanoseconds();
        var commands = _stream.Measured;
        for (var i = 0; i < commands.Length; i++)
        {
            if (i % SampleEvery != 0)
            {
                _prefetch.Ahead(commands, i);
                Apply(commands[i]);
            }
            else
            {
                var before = Stopwatch.GetTimestamp();
                _prefetch.Ahead(commands, i);
                Apply(commands[i]);
                nanoseconds.Add(Math.Max(0, ToNanoseconds(Stopwatch.GetTimestamp() - before) - clock));
            }

            if (i % BatchSize == BatchSize - 1) EndBatch();
        }
    }

    /// <summary>The trades of the stream, and a check that only cancels of orders already gone were refused.</summary>
    public TradeHash Trades()
    {
        var hash = new TradeHash();
        foreach (ref readonly var command in _stream.Measured.AsSpan())
        {
            var accepted = Apply(command);
            InvariantViolation.Unless(accepted || command.Kind == CommandKind.CancelOrder, $"Refused: {command}");
            foreach (ref readonly var e in _output.Events)
            {
                if (e.Kind == EventKind.Traded)
                    hash.Traded(e.MakerOrder.Value, e.TakerOrder.Value, e.Price.Ticks, e.Quantity.Lots, e.MakerRemaining.Lots);
            }

            EndBatch();
        }

        return hash;
    }

    private int Run(Command[] commands)
    {
        var refused = 0;
        for (var i = 0; i < commands.Length; i++)
        {
            _prefetch.Ahead(commands, i);
            if (!Apply(commands[i])) refused++;
            if (i % BatchSize == BatchSize - 1) EndBatch();
        }

        EndBatch();
        return refused;
    }

    private bool Apply(in Command command)
    {
        var at = _state.AtMicroseconds + 1;
        _state.ApplyTo(command, _state.Sequence + 1, at, _output, out _result);
        if (!_result.IsAccepted) return false;
        _journal.Add(command, at);
        return true;
    }

    private void EndBatch()
    {
        _output.Clear();
        _journal.Clear();
    }

    private static long ClockNanoseconds()
    {
        var shortest = long.MaxValue;
        for (var i = 0; i < 10_000; i++)
        {
            var before = Stopwatch.GetTimestamp();
            shortest = Math.Min(shortest, Stopwatch.GetTimestamp() - before);
        }

        return ToNanoseconds(shortest);
    }

    private static long ToNanoseconds(long ticks) => (long)(ticks * (1e9 / Stopwatch.Frequency));
}
