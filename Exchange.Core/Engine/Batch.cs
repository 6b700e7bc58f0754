namespace Exchange.Core.Engine;

/// <summary>
/// The commands that go into one journal row together, their events, and the callers that wait for them. Three of these
/// circulate: one is being filled, one committed, one released.
/// </summary>
internal sealed class Batch
{
    private readonly List<(PendingCommand Caller, CommandResult Result)> _answers = [];

    public BatchCodec Commands { get; } = new();

    public EventBuffer Events { get; } = new();

    /// <summary>0 while no command was accepted.</summary>
    public long FirstSequence { get; private set; }

    public long LastSequence { get; private set; }

    public bool HasCommands => FirstSequence != 0;

    public bool IsEmpty => _answers.Count == 0;

    public int AnswerCount => _answers.Count;

    public void Add(PendingCommand caller, in CommandResult result)
    {
        _answers.Add((caller, result));
        if (result.Sequence == 0) return;
        if (FirstSequence == 0) FirstSequence = result.Sequence;
        LastSequence = result.Sequence;
    }

    /// <summary>Gives every caller the answer. Only after the commit.</summary>
    public (int Accepted, int Refused) Answer()
    {
        var accepted = 0;
        foreach (var (caller, result) in _answers)
        {
            if (result.IsAccepted) accepted++;
            caller.TrySetResult(result);
        }

        return (accepted, _answers.Count - accepted);
    }

    /// <summary>Tells every caller that nobody knows yet. The commands may still become durable.</summary>
    public void AnswerUnknown()
    {
        foreach (var (caller, result) in _answers)
            caller.TrySetResult(result.IsAccepted ? CommandResult.Refused(RejectReason.OutcomeUnknown) : result);
    }

    public void Clear()
    {
        _answers.Clear();
        Commands.Clear();
        Events.Clear();
        FirstSequence = 0;
        LastSequence = 0;
    }
}

/// <summary>A command in the queue, with the caller who waits for it.</summary>
internal sealed class PendingCommand(Command command)
    : TaskCompletionSource<CommandResult>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    /// <summary>Wakes the sequencer up without asking anything of it.</summary>
    public static readonly PendingCommand Wake = new(default);

    public readonly Command Command = command;
}
