using System.Threading.Tasks.Sources;

namespace Exchange.Core.Engine;

/// <summary>
/// The commands of one call with the caller who waits for their results: what the queue holds and a batch answers. Made
/// once and used again by later calls, so that a command costs no memory.
/// </summary>
internal sealed class Submission(CommandQueue home) : IValueTaskSource<CommandResult>, IValueTaskSource, IThreadPoolWorkItem
{
    private ManualResetValueTaskSourceCore<bool> _answered;
    private Command _command;
    private CommandResult _result;
    private ReadOnlyMemory<Command> _commands;
    private Memory<CommandResult> _results;
    private bool _isSingle;

    /// <summary>When it was queued, in ticks of the time provider.</summary>
    public long QueuedAt { get; private set; }

    /// <summary>True when it is refused after a long wait.</summary>
    public bool MayExpire { get; private set; }

    /// <summary>Its number in the orders' lane, 0 in the cancels'.</summary>
    public long Place { get; set; }

    /// <summary>The next of the unused ones.</summary>
    public Submission? NextSpare { get; set; }

    public ReadOnlySpan<Command> Commands => _isSingle ? new ReadOnlySpan<Command>(in _command) : _commands.Span;

    /// <summary>One for each command; seen by the caller only after <see cref="Complete"/>.</summary>
    public Span<CommandResult> Results => _isSingle ? new Span<CommandResult>(ref _result) : _results.Span;

    public ValueTask<CommandResult> Single => new(this, _answered.Version);

    public ValueTask Together => new(this, _answered.Version);

    public void Begin(in Command command, long now, bool mayExpire)
    {
        _command = command;
        _isSingle = true;
        QueuedAt = now;
        MayExpire = mayExpire;
    }

    public void Begin(ReadOnlyMemory<Command> commands, Memory<CommandResult> results, long now, bool mayExpire)
    {
        _commands = commands;
        _results = results;
        _isSingle = false;
        QueuedAt = now;
        MayExpire = mayExpire;
    }

    /// <summary>Nothing happened: every command has the same refusal.</summary>
    public void Refuse(RejectReason reason)
    {
        Results.Fill(CommandResult.Refused(reason));
        Complete();
    }

    /// <summary>Nobody knows yet whether what was accepted became durable.</summary>
    public void CompleteUnknown()
    {
        foreach (ref var result in Results)
            if (result.IsAccepted) result = CommandResult.Refused(RejectReason.OutcomeUnknown);
        Complete();
    }

    /// <summary>Lets the caller go on, on a thread of the pool: never on the engine's own.</summary>
    public void Complete() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    void IThreadPoolWorkItem.Execute() => _answered.SetResult(true);

    CommandResult IValueTaskSource<CommandResult>.GetResult(short token)
    {
        _answered.GetResult(token);
        var result = _result;
        Recycle();
        return result;
    }

    void IValueTaskSource.GetResult(short token)
    {
        _answered.GetResult(token);
        Recycle();
    }

    ValueTaskSourceStatus IValueTaskSource<CommandResult>.GetStatus(short token) => _answered.GetStatus(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _answered.GetStatus(token);

    void IValueTaskSource<CommandResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _answered.OnCompleted(continuation, state, token, flags);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _answered.OnCompleted(continuation, state, token, flags);

    private void Recycle()
    {
        _answered.Reset();
        _command = default;
        _result = default;
        _commands = default;
        _results = default;
        home.Return(this);
    }
}
