using Exchange.Core.Engine;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Simulation;

/// <summary>What a caller wants, asked for as often as it takes, and what it was told.</summary>
internal sealed class Intent(Command command)
{
    public Command Command { get; } = command;

    public int Attempts { get; set; }

    /// <summary>An attempt went out and its outcome was never learned.</summary>
    public bool IsUncertain { get; set; }

    public bool IsDone { get; set; }

    /// <summary>The last word.</summary>
    public CommandResult Result { get; set; }

    /// <summary>A name under which it takes effect at most once, so that asking again is safe.</summary>
    public bool IsNamed => Command.ClientOrderId.IsSet || Command.Kind == CommandKind.Transfer;

    /// <summary>True when a refusal says that an earlier attempt took effect.</summary>
    public bool IsTaken => Result.Reason is RejectReason.ClientOrderIdTaken or RejectReason.ReferenceTaken;
}

/// <summary>
/// A client behind a bad network: bursts of requests, answers that do not come, the same request again under the same name.
/// </summary>
internal sealed class Trader(World world, MemberId member, OrderFlow flow)
{
    private const int MostAttempts = 60;
    private const int MostInBurst = 16;
    private int _transfers;

    public List<Intent> Intents { get; } = [];

    /// <summary>Asks for these, one after the other, each until it is accepted or taken; then calls back.</summary>
    public void Insist(Queue<Command> commands, Action then)
    {
        if (commands.TryDequeue(out var command)) Send(Add(command), () => Insist(commands, then));
        else then();
    }

    public void Begin() => world.Clock.After(world.Clock.Between(0, 12 * Scheduler.Minute), "burst", () =>
    {
        if (world.IsEnding) return;
        Burst(world.Clock.Random.Next(1, MostInBurst));
        Begin();
    });

    /// <summary>Once a minute a small deposit, also when all is over.</summary>
    public void GoOn(int times) => world.Clock.After(Scheduler.Minute, "still here", () =>
    {
        Send(Add(Command.Transfer(member, new CurrencyId(0), Amount.FromWhole(1), $"still here:{times}")), static () => { });
        if (times > 1) GoOn(times - 1);
    });

    private void Burst(int left)
    {
        var command = world.Clock.Random.Next(12) == 0
            ? flow.Transfer(member, $"transfer:{member.Value}:{++_transfers}") : flow.Next(member);
        Send(Add(command), static () => { });
        if (left > 1) world.Clock.After(world.Clock.Between(50, 15 * Scheduler.Millisecond), "next", () => Burst(left - 1));
    }

    private Intent Add(Command command)
    {
        var intent = new Intent(command);
        Intents.Add(intent);
        return intent;
    }

    private void Send(Intent intent, Action then)
    {
        var attempt = ++intent.Attempts;
        if (!world.Faults.Strike(FaultKind.RequestLost, 100))
            world.Clock.After(Latency, "request", () => Arrive(intent, attempt, then));
        world.Clock.After(world.Clock.Between(6 * Scheduler.Second, 9 * Scheduler.Second), "timeout", () =>
        {
            if (intent.IsDone || intent.Attempts != attempt) return;
            intent.IsUncertain = true;
            Again(intent, then);
        });
    }

    private void Arrive(Intent intent, int attempt, Action then)
    {
        if (world.Leader is not { } leader)
        {
            Receive(intent, attempt, CommandResult.Refused(RejectReason.Unavailable), then);
            return;
        }

        leader.Pipeline.Enqueue(new Request(intent.Command, result =>
        {
            if (world.Faults.Strike(FaultKind.AnswerLost, 100)) return;
            world.Clock.After(Latency, "answer", () => Receive(intent, attempt, result, then));
        }));
    }

    private void Receive(Intent intent, int attempt, CommandResult result, Action then)
    {
        if (intent.IsDone || intent.Attempts != attempt) return;
        if (result.Reason == RejectReason.OutcomeUnknown) intent.IsUncertain = true;
        if (result.Reason is RejectReason.OutcomeUnknown or RejectReason.Busy or RejectReason.Unavailable)
        {
            intent.Attempts++; // This one is over: its time-out has nothing more to say.
            world.Clock.After(world.Clock.Between(Scheduler.Second, 3 * Scheduler.Second), "again", () => Again(intent, then));
            return;
        }

        Finish(intent, result, then);
    }

    private void Again(Intent intent, Action then)
    {
        // Without a name a second attempt might take effect twice: such a caller has to look for itself.
        if (intent.Attempts >= MostAttempts || (intent.IsUncertain && !intent.IsNamed && world.IsSetUp))
        {
            Finish(intent, CommandResult.Refused(RejectReason.OutcomeUnknown), then);
            return;
        }

        world.Faults.Count(FaultKind.CallerRetried);
        Send(intent, then);
    }

    private void Finish(Intent intent, CommandResult result, Action then)
    {
        intent.IsDone = true;
        intent.Result = result;
        if (result.IsAccepted && result.Order != default) flow.Remember(intent.Command.Member, result.Order);
        SimulationFailed.Unless(!intent.IsTaken || intent.IsUncertain, "ONCE",
            $"{intent.Command} was refused as {result.Reason} though it was never tried before");
        then();
    }

    private long Latency => world.Clock.Between(100, 3 * Scheduler.Millisecond);
}
