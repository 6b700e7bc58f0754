namespace Exchange.Web.Feeds;

/// <summary>The newest steps of a market that changed levels, for clients that come back and have almost all. Not safe for
/// threads.</summary>
internal sealed class FeedHistory
{
    private readonly Queue<FeedUpdate> _steps = [];
    private int _changes;

    /// <summary>Keeps a step; the oldest go when there are too many changes.</summary>
    public void Add(FeedUpdate step)
    {
        _steps.Enqueue(step with { Trades = [], Ticker = null, State = null, Auction = null });
        _changes += step.LevelChanges;
        while (_changes > FeedLimits.ChangesKeptForResume) _changes -= _steps.Dequeue().LevelChanges;
    }

    /// <summary>The steps with changes above a number; null when one of them is gone, or that number never was.</summary>
    /// <param name="sequence">Number of the last change that the client has.</param>
    /// <param name="current">Number of the last change there is.</param>
    public IReadOnlyList<FeedUpdate>? Since(long sequence, long current)
    {
        if (sequence == current) return [];
        if (sequence > current || _steps.Count == 0 || sequence < _steps.Peek().LevelSequenceBefore) return null;
        return [.. _steps.Where(step => step.LevelSequence > sequence)];
    }
}
