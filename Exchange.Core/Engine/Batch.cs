namespace Exchange.Core.Engine;

/// <summary>
/// The commands that go into one journal row together, their events, and the callers that wait for them. Four of these
/// circulate: one is being filled, one committed, one waits to be released, one is.
/// </summary>
internal sealed class Batch
{
    /// <summary>Most commands in a row, those refused included.</summary>
    public const int MaxCommands = 16_384;

    /// <summary>The size at which a row is full. Large rows cost the database less per command; beyond this it brings little and
    /// each commit takes noticeably longer.</summary>
    public const int MaxPayloadBytes = 256 * 1024;

    /// <summary>What to keep free for a command; only those with a body may take more.</summary>
    private const int RoomForCommand = 80;

    private readonly List<Submission> _callers = [];
    private int _count;

    public BatchCodec Commands { get; } = new();

    public EventBuffer Events { get; private set; } = new();

    /// <summary>0 while no command was accepted.</summary>
    public long FirstSequence { get; private set; }

    public long LastSequence { get; private set; }

    public int Accepted { get; private set; }

    public int Refused => _count - Accepted;

    public bool HasCommands => FirstSequence != 0;

    public bool IsEmpty => _count == 0;

    /// <summary>How long applying took, in ticks of the system's timer.</summary>
    public long ApplyTicks { get; set; }

    public bool HasRoomFor(int commands) =>
        IsEmpty || (_count + commands <= MaxCommands && Commands.Length + (commands * RoomForCommand) <= MaxPayloadBytes);

    /// <summary>Takes a command in that was applied at a time, accepted or not.</summary>
    public void Add(in Command command, long atMicroseconds, in CommandResult result)
    {
        _count++;
        if (result.IsAccepted) Accepted++;
        if (result.Sequence == 0) return;
        if (FirstSequence == 0) FirstSequence = result.Sequence;
        LastSequence = result.Sequence;
        Commands.Add(command, atMicroseconds);
    }

    /// <summary>Takes a caller in, all of whose commands are in.</summary>
    public void Add(Submission caller) => _callers.Add(caller);

    /// <summary>Gives every caller the answer. Only after the commit.</summary>
    public void Answer()
    {
        foreach (var caller in _callers) caller.Complete();
        _callers.Clear();
    }

    /// <summary>Tells every caller that nobody knows yet. The commands may still become durable.</summary>
    public void AnswerUnknown()
    {
        foreach (var caller in _callers) caller.CompleteUnknown();
        _callers.Clear();
    }

    /// <summary>Gives the events away and goes on with another buffer.</summary>
    public EventBuffer TakeEvents(EventBuffer instead)
    {
        var events = Events;
        Events = instead;
        return events;
    }

    public void Clear()
    {
        _callers.Clear();
        _count = 0;
        Accepted = 0;
        ApplyTicks = 0;
        Commands.Clear();
        Events.Clear();
        FirstSequence = 0;
        LastSequence = 0;
    }
}
