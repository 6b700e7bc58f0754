using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Exchange.Bench;

/// <summary>
/// Sends orders over many connections from one thread, which waits in ppoll: cheap, and exact to the microsecond. Run in a
/// process of its own. Latency counts from the moment a request was meant to be sent, so a server that stalls is charged for
/// all that was due meanwhile.
/// </summary>
internal sealed class LoadGenerator : IDisposable
{
    private const double DrainSeconds = 2;
    private const int ProbePauseMilliseconds = 5;
    private static readonly double TicksPerSecond = Stopwatch.Frequency;
    private readonly LoadPlan _plan;
    private readonly LoadConnection[] _connections;
    private readonly PollFd[] _polled;
    private readonly Queue<LoadConnection> _free = new();
    private readonly PriorityQueue<LoadConnection, long> _probes = new();
    private readonly long[] _tidiedAt;
    private readonly List<int> _latencies = new(4_000_000);
    private readonly List<int> _cancels = [];
    private long _acknowledged;
    private long _refused;
    private string? _firstRefusal;
    private long _shed;
    private long _started;
    private long _ends;
    private long _due;

    private LoadGenerator(LoadPlan plan)
    {
        _plan = plan;
        _tidiedAt = new long[plan.Keys.Count];
        _connections = [.. Enumerable.Range(0, plan.Connections + plan.CancelProbes).Select(i => new LoadConnection(plan, i))];
        _polled = [.. _connections.Select(c => new PollFd { Fd = (int)c.Socket.Handle, Events = PollFd.Readable })];
    }

    /// <summary>The child process: a plan comes in, figures go out.</summary>
    public static int Run()
    {
        var plan = JsonSerializer.Deserialize(Console.In.ReadToEnd(), LoadJson.Default.LoadPlan)!;
        using var generator = new LoadGenerator(plan);
        Console.WriteLine(JsonSerializer.Serialize(generator.Execute(), LoadJson.Default.LoadFigures));
        return 0;
    }

    public void Dispose()
    {
        foreach (var connection in _connections) connection.Dispose();
    }

    private LoadFigures Execute()
    {
        _started = Stopwatch.GetTimestamp();
        _ends = _started + (long)(_plan.Seconds * TicksPerSecond);
        for (var i = 0; i < _connections.Length; i++)
        {
            if (i >= _plan.Connections) _probes.Enqueue(_connections[i], _started);
            else if (_plan.Rate > 0) _free.Enqueue(_connections[i]);
            else Place(_connections[i], _started);
        }

        var stops = _ends + (long)(DrainSeconds * TicksPerSecond);
        for (var now = _started; now < stops && (now < _ends || Array.Exists(_connections, c => c.IsBusy));)
        {
            SendDue(now);
            Poll(now);
            now = Stopwatch.GetTimestamp();
        }

        return Figures();
    }

    private long MeantAt(long index) => _started + (long)(index * TicksPerSecond / _plan.Rate);

    private void SendDue(long now)
    {
        while (_probes.TryPeek(out var probe, out var at) && at <= now && now < _ends)
        {
            _probes.Dequeue();
            probe.Send(probe.Requests.PlaceFar(probe.Request), now);
        }

        while (_plan.Rate > 0 && MeantAt(_due) is var meant && meant <= now && meant < _ends && _free.TryDequeue(out var free))
        {
            _due++;
            Place(free, meant);
        }
    }

    private static void Place(LoadConnection connection, long meantAt) =>
        connection.Send(connection.Requests.Place(connection.Request), meantAt);

    private void Poll(long now)
    {
        var next = _plan.Rate > 0 && _free.Count > 0 ? Math.Min(MeantAt(_due), _ends) : Math.Max(_ends, now);
        if (_probes.TryPeek(out _, out var probeAt)) next = Math.Min(next, probeAt);
        var wait = Math.Clamp((next - now) / TicksPerSecond, 0, 0.1);
        var timeout = new TimeSpec { Nanoseconds = (nint)(wait * 1e9) };
        var ready = ppoll(_polled, (nuint)_polled.Length, timeout, 0);
        for (var i = 0; i < _polled.Length && ready > 0; i++)
        {
            if (_polled[i].Returned == 0) continue;
            ready--;
            var connection = _connections[i];
            var status = connection.Read();
            if (status == 0) continue;
            if (i >= _plan.Connections) ProbeAnswered(connection, status);
            else Answered(connection, status);
            connection.Forget();
        }
    }

    private void Answered(LoadConnection connection, int status)
    {
        var now = Stopwatch.GetTimestamp();
        if (status is not (200 or 201 or 429 or 503)) _firstRefusal ??= connection.AnsweredText();
        if (connection.IsTidying) connection.IsTidying = false;
        else if (status is 429 or 503) _shed++;
        else if ((status is 200 or 201 ? Acknowledged(connection, now) : Refused()) > 0 && NeedsTidying(connection.Key, now))
        {
            connection.IsTidying = true;
            connection.Send(connection.Requests.CancelAll(connection.Request), now);
            return;
        }

        if (_plan.Rate > 0) _free.Enqueue(connection);
        else if (now < _ends) Place(connection, now);
    }

    /// <summary>How many orders of the request were refused.</summary>
    private int Acknowledged(LoadConnection connection, long now)
    {
        _latencies.Add(Microseconds(now - connection.MeantAt));
        var refused = connection.AnsweredRefusals();
        _acknowledged += _plan.Batch - refused;
        _refused += refused;
        if (refused > 0) _firstRefusal ??= "an order of a batch";
        // It met the member's own order: the same side again, or that side of the book would fill up.
        if (_plan.Batch == 1 && connection.AnswersCanceled()) connection.Requests.KeepSide();
        return refused;
    }

    private int Refused()
    {
        _refused++;
        return 1;
    }

    /// <summary>After a refusal the member has too many open orders: all are canceled, at most ten times a second.</summary>
    private bool NeedsTidying(int key, long now)
    {
        if (now - _tidiedAt[key] < TicksPerSecond / 10) return false;
        _tidiedAt[key] = now;
        return true;
    }

    private void ProbeAnswered(LoadConnection probe, int status)
    {
        var now = Stopwatch.GetTimestamp();
        if (probe.ProbeOrder == 0 && status == 201)
        {
            probe.ProbeOrder = probe.AnsweredOrder();
            probe.Send(probe.Requests.Cancel(probe.Request, probe.ProbeOrder), now);
            return;
        }

        if (probe.ProbeOrder != 0 && status == 201) _cancels.Add(Microseconds(now - probe.MeantAt));
        probe.ProbeOrder = 0;
        _probes.Enqueue(probe, now + (long)(TicksPerSecond * ProbePauseMilliseconds / 1000));
    }

    private LoadFigures Figures()
    {
        var all = new Percentiles(_latencies.Select(l => (long)l));
        var cancels = new Percentiles(_cancels.Select(l => (long)l));
        var meant = _plan.Rate > 0 ? (long)(_plan.Rate * _plan.Seconds) : 0;
        return new LoadFigures
        {
            Acknowledged = _acknowledged,
            PerSecond = _acknowledged / _plan.Seconds,
            Refused = _refused,
            FirstRefusal = _firstRefusal,
            Shed = _shed,
            Unsent = Math.Max(0, meant - _due),
            P50 = all[50],
            P99 = all[99],
            P999 = all[99.9],
            Cancels = _cancels.Count,
            CancelP50 = cancels[50],
            CancelP99 = cancels[99],
        };
    }

    private static int Microseconds(long ticks) => (int)(ticks * 1_000_000 / Stopwatch.Frequency);

    [DllImport("libc")]
    private static extern int ppoll([In, Out] PollFd[] descriptors, nuint count, in TimeSpec timeout, nint signals);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollFd
    {
        public const short Readable = 1;
        public int Fd;
        public short Events;
        public short Returned;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
