namespace Exchange.Tests.Simulation;

/// <summary>
/// Simulated time: everything that happens is an action due at some microsecond, done one after the other. Equal seeds do
/// the same actions at the same times; the fingerprint proves it.
/// </summary>
internal sealed class Scheduler(int seed)
{
    public const long Millisecond = 1_000;
    public const long Second = 1_000_000;
    public const long Minute = 60 * Second;
    public const long Hour = 60 * Minute;
    public const long Beginning = 1_800_000_000 * Second;

    private readonly PriorityQueue<(string What, Action Do), (long At, long Order)> _due = new();
    private long _order;

    public Random Random { get; } = new(seed);

    /// <summary>The true time, microseconds since 1970.</summary>
    public long Now { get; private set; } = Beginning;

    public long Elapsed => Now - Beginning;

    /// <summary>How far the machine's clock is wrong.</summary>
    public long Skew { get; set; }

    /// <summary>What the machine's clock says.</summary>
    public long MachineTime => Now + Skew;

    public long Steps { get; private set; }

    /// <summary>A hash over everything done so far.</summary>
    public ulong Fingerprint { get; private set; } = 14695981039346656037;

    public string LastStep { get; private set; } = "";

    public void After(long microseconds, string what, Action action) =>
        _due.Enqueue((what, action), (Now + Math.Max(0, microseconds), _order++));

    /// <summary>Some time between two bounds.</summary>
    public long Between(long least, long most) => Random.NextInt64(least, most + 1);

    /// <summary>Does what is due next; false when nothing is due before some time.</summary>
    public bool Step(long before)
    {
        if (!_due.TryPeek(out var next, out var due) || due.At >= before) return false;
        _due.Dequeue();
        Now = due.At;
        Steps++;
        LastStep = next.What;
        foreach (var c in next.What) Mix(c);
        Mix((ulong)Now);
        next.Do();
        return true;
    }

    /// <summary>Adds something to the fingerprint.</summary>
    public void Mix(ulong value) => Fingerprint = unchecked((Fingerprint ^ value) * 1099511628211);
}
