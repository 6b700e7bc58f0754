using Exchange.Core.Engine;

namespace Exchange.Tests.Simulation;

/// <summary>A command on its way, and who gets the answer.</summary>
internal sealed record Request(Command Command, Action<CommandResult> Answer);

/// <summary>The commands of one journal row, their events, and the answers to give after the commit.</summary>
internal sealed class SimulatedBatch
{
    private readonly List<(Request Request, CommandResult Result)> _answers = [];

    public BatchCodec Commands { get; } = new();

    public EventBuffer Events { get; } = new();

    public long FirstSequence { get; private set; }

    public long LastSequence { get; private set; }

    public bool HasCommands => FirstSequence != 0;

    public bool IsEmpty => _answers.Count == 0 && !HasCommands;

    public int AnswerCount => _answers.Count;

    public void Add(in Command command, in CommandResult result, long atMicroseconds)
    {
        if (result.Sequence == 0) return;
        Commands.Add(command, atMicroseconds);
        if (FirstSequence == 0) FirstSequence = result.Sequence;
        LastSequence = result.Sequence;
    }

    public void AnswerLater(Request request, in CommandResult result) => _answers.Add((request, result));

    /// <summary>Hands every answer to <paramref name="answer"/>, once.</summary>
    public void Answer(Action<Request, CommandResult> answer)
    {
        var answers = _answers.ToArray();
        _answers.Clear();
        foreach (var (request, result) in answers) answer(request, result);
    }

    /// <summary>Nobody knows yet whether accepted commands become durable.</summary>
    public void AnswerUnknown(Action<Request, CommandResult> answer) => Answer((request, result) =>
        answer(request, result.IsAccepted ? CommandResult.Refused(RejectReason.OutcomeUnknown) : result));
}
