using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Notifications;

/// <summary>
/// Hands messages to senders. Who takes one has it for <see cref="ClaimTime"/>: another process leaves it alone until then, and takes it
/// up afterwards when the first has died over it.
/// </summary>
internal sealed class OutboxQueue(IDbContextFactory<ExchangeDbContext> contexts, TimeProvider time)
{
    /// <summary>Messages that are taken in one go.</summary>
    public const int BatchSize = 20;

    /// <summary>Tries until a message is given up.</summary>
    public const int MaxAttempts = 10;

    /// <summary>How old a message may get; its links are dead by then.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromHours(24);

    /// <summary>
    /// How old one gets that tells a provider of an erasure: when it is given up, what it says is known nowhere.
    /// </summary>
    public static readonly TimeSpan MaxAgeOfErasures = TimeSpan.FromDays(30);

    /// <summary>How long a try may take; far above every time limit of a transport.</summary>
    public static readonly TimeSpan ClaimTime = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <summary>How old a message may get.</summary>
    public static TimeSpan MaxAgeOf(OutboxMessage message) =>
        message.Template == OutboxMessage.ErasureTemplate ? MaxAgeOfErasures : MaxAge;

    /// <summary>The pause after so many failures.</summary>
    public static TimeSpan PauseAfter(int attempts)
    {
        var pause = FirstPause * Math.Pow(2, Math.Clamp(attempts - 1, 0, MaxAttempts));
        return pause < LongestPause ? pause : LongestPause;
    }

    /// <summary>Messages whose time has come, oldest first, and for each recipient only the first that waits.</summary>
    public async Task<IReadOnlyList<OutboxMessage>> DueAsync(OutboxChannel channel, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var waiting = db.OutboxMessages.AsNoTracking().Where(m => m.State == OutboxState.Waiting && m.Channel == channel);
        return await waiting
            .Where(m => m.NextAttemptAt <= now && !waiting.Any(earlier => earlier.Recipient == m.Recipient && earlier.Id < m.Id))
            .OrderBy(m => m.Id).Take(BatchSize).ToListAsync(cancellationToken);
    }

    /// <summary>Takes a message for one try; false when another process was faster.</summary>
    public async Task<bool> ClaimAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + ClaimTime;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.OutboxMessages
            .Where(m => m.Id == message.Id && m.State == OutboxState.Waiting && m.Attempts == message.Attempts)
            .ExecuteUpdateAsync(
                set => set.SetProperty(m => m.Attempts, m => m.Attempts + 1).SetProperty(m => m.NextAttemptAt, until),
                cancellationToken) == 1;
    }

    /// <summary>It has left; what it said is forgotten.</summary>
    public Task SentAsync(OutboxMessage message, CancellationToken cancellationToken) =>
        EndAsync(message, OutboxState.Sent, null, cancellationToken);

    /// <summary>It has not left: another try later, or none. True when it is given up.</summary>
    public async Task<bool> FailedAsync(
        OutboxMessage message, string problem, bool isFinal, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var attempts = message.Attempts + 1;
        var cut = problem.Length <= OutboxMessage.MaxProblemLength ? problem : problem[..OutboxMessage.MaxProblemLength];
        // A provider may be away for hours; nobody waits for a link that dies meanwhile.
        var isTried = attempts >= MaxAttempts && message.Channel != OutboxChannel.Provider;
        if (isFinal || isTried || now - message.CreatedAt >= MaxAgeOf(message))
        {
            await EndAsync(message, OutboxState.Dead, cut, cancellationToken);
            return true;
        }

        var next = now + PauseAfter(attempts);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.OutboxMessages.Where(m => m.Id == message.Id && m.State == OutboxState.Waiting).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.NextAttemptAt, next).SetProperty(m => m.Problem, cut), cancellationToken);
        return false;
    }

    /// <summary>Removes what has been done for so long that nobody asks any more, and says how much.</summary>
    public async Task<int> RemoveDoneAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - age;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.OutboxMessages.Where(m => m.State != OutboxState.Waiting && m.DoneAt < before)
            .ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>How many wait, and since when the oldest does.</summary>
    public async Task<(int Count, DateTimeOffset? Since)> WaitingAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var waiting = db.OutboxMessages.Where(m => m.State == OutboxState.Waiting);
        return (await waiting.CountAsync(cancellationToken),
            await waiting.MinAsync(m => (DateTimeOffset?)m.CreatedAt, cancellationToken));
    }

    private async Task EndAsync(
        OutboxMessage message, OutboxState state, string? problem, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.OutboxMessages.Where(m => m.Id == message.Id && m.State == OutboxState.Waiting).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.State, state).SetProperty(m => m.DoneAt, now).SetProperty(m => m.Problem, problem)
                .SetProperty(m => m.Payload, (string?)null),
            cancellationToken);
    }
}
