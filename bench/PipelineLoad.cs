using System.Diagnostics;
using Exchange.Core.Engine;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Bench;

/// <summary>
/// One submitter of the active mix: it waits for the answer before it submits again, and cancels its own orders only, once
/// it knows their ids, so a cancel may come too late as in life. With too many open it cancels instead, which keeps the
/// book at its size.
/// </summary>
internal sealed class PipelineLoad
{
    private readonly IEngine _engine;
    private readonly MixCursor _mix;
    private readonly Command[] _commands;
    private readonly CommandResult[] _results;
    private readonly List<(OrderId Id, MemberId Member)> _open = [];
    private readonly Random _random;
    private readonly int _mostOpen;

    public PipelineLoad(IEngine engine, MixCursor mix, int seed, int together, int mostOpen)
    {
        (_engine, _mix) = (engine, mix);
        _random = new Random(seed);
        _mostOpen = mostOpen;
        _commands = new Command[together];
        _results = new CommandResult[together];
    }

    /// <summary>Ticks of each call while measured.</summary>
    public List<long> LatencyTicks { get; } = new(1 << 16);

    public long Durable { get; private set; }

    public long Refused { get; private set; }

    public long Busy { get; private set; }

    public async Task RunAsync(CancellationToken stop)
    {
        // Leaves the caller's thread at once.
        await Task.Yield();
        while (!stop.IsCancellationRequested)
        {
            _mix.Take(_commands);
            foreach (ref var command in _commands.AsSpan())
            {
                if (_open.Count > _mostOpen) command = CancelOwn();
                else if (command.Kind == CommandKind.CancelOrder) command = _open.Count > 0 ? CancelOwn() : _mix.TakePlacement();
            }

            var started = Stopwatch.GetTimestamp();
            if (_commands.Length == 1) _results[0] = await _engine.SubmitAsync(_commands[0], CancellationToken.None);
            else await _engine.SubmitTogetherAsync(_commands, _results.AsMemory(), CancellationToken.None);
            LatencyTicks.Add(Stopwatch.GetTimestamp() - started);
            Count();
        }
    }

    /// <summary>Forgets what was measured.</summary>
    public void Reset()
    {
        LatencyTicks.Clear();
        (Durable, Refused, Busy) = (0, 0, 0);
    }

    private Command CancelOwn()
    {
        var place = _random.Next(_open.Count);
        var (id, member) = _open[place];
        _open[place] = _open[^1];
        _open.RemoveAt(_open.Count - 1);
        return Command.CancelOrder(member, id);
    }

    private void Count()
    {
        for (var i = 0; i < _results.Length; i++)
        {
            ref readonly var result = ref _results[i];
            if (result.Sequence != 0) Durable++;
            else if (result.Reason is RejectReason.Busy or RejectReason.Unavailable or RejectReason.OutcomeUnknown) Busy++;
            else Refused++;
            if (_commands[i].Kind == CommandKind.PlaceOrder && result.IsAccepted && result.Close == CloseReason.None)
                _open.Add((result.Order, _commands[i].Member));
        }
    }
}

/// <summary>The place in the mix that all submitters share, so that all price around the same middle.</summary>
internal sealed class MixCursor(Command[] mix)
{
    private long _taken;

    public void Take(Span<Command> into)
    {
        var first = Interlocked.Add(ref _taken, into.Length) - into.Length;
        for (var i = 0; i < into.Length; i++) into[i] = mix[(first + i) % mix.Length];
    }

    public Command TakePlacement()
    {
        while (true)
        {
            var command = mix[(Interlocked.Increment(ref _taken) - 1) % mix.Length];
            if (command.Kind == CommandKind.PlaceOrder) return command;
        }
    }
}
