using Exchange.Core.Primitives;

namespace Exchange.Web.Api;

/// <summary>A request that carries an idempotency key.</summary>
/// <param name="Member">Whose; members' keys are independent.</param>
/// <param name="Key">The key.</param>
/// <param name="Fingerprint">What was asked; another one with the same key is a mistake.</param>
internal sealed record IdempotentRequest(MemberId Member, string Key, byte[] Fingerprint);

/// <summary>An answer as it was sent.</summary>
internal sealed record StoredAnswer(int Status, byte[] Body);

/// <summary>The answer to a key, as soon as there is one.</summary>
internal sealed class IdempotentAnswer(IdempotentRequest request, DateTimeOffset askedAt)
{
    private readonly TaskCompletionSource<StoredAnswer?> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IdempotentRequest Request { get; } = request;

    public byte[] Fingerprint => Request.Fingerprint;

    public DateTimeOffset AskedAt { get; } = askedAt;

    /// <summary>What the memory of it costs, about.</summary>
    public long Bytes { get; set; }

    /// <summary>Its place among all answers, oldest first; null when it is forgotten.</summary>
    public LinkedListNode<IdempotentAnswer>? Place { get; set; }

    public bool IsForgotten => Place is null;

    /// <summary>The answer; null when the first request broke without one.</summary>
    public Task<StoredAnswer?> Completion => _completion.Task;

    public void Complete(StoredAnswer? answer) => _completion.TrySetResult(answer);
}

/// <summary>Remembers answers by member and idempotency key: for a day, and not more than fits.</summary>
internal sealed class IdempotencyStore(TimeProvider time)
{
    /// <summary>How long an answer is remembered.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>Most keys of one member; the oldest make room.</summary>
    public const int MaxKeysPerMember = 1000;

    /// <summary>Most memory for all; the oldest make room.</summary>
    public const long MaxBytes = 64 * 1024 * 1024;

    /// <summary>What a key costs besides its text and its answer.</summary>
    private const int EntryBytes = 300;

    private readonly Lock _lock = new();
    private readonly Dictionary<(MemberId Member, string Key), IdempotentAnswer> _answers = [];
    private readonly Dictionary<MemberId, Queue<IdempotentAnswer>> _ofMember = [];
    private readonly LinkedList<IdempotentAnswer> _inOrder = [];
    private long _bytes;

    /// <summary>How many keys are remembered.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _inOrder.Count;
        }
    }

    /// <summary>The answer of the first request with this key, and whether this request is the first.</summary>
    public (IdempotentAnswer Answer, bool IsFirst) Begin(IdempotentRequest request)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            ForgetOldest(now);
            if (_answers.TryGetValue((request.Member, request.Key), out var known)) return (known, false);
            var answer = new IdempotentAnswer(request, now) { Bytes = EntryBytes + 2 * request.Key.Length };
            _answers.Add((request.Member, request.Key), answer);
            answer.Place = _inOrder.AddLast(answer);
            if (!_ofMember.TryGetValue(request.Member, out var own)) _ofMember[request.Member] = own = new();
            own.Enqueue(answer);
            _bytes += answer.Bytes;
            if (own.Count > MaxKeysPerMember) Forget(own.Peek());
            return (answer, true);
        }
    }

    /// <summary>
    /// Hands the first request's answer to those who wait for it, and remembers it when it is final: "come back later" and
    /// "nobody knows" are not.
    /// </summary>
    public void Complete(IdempotentRequest request, IdempotentAnswer answer, StoredAnswer? stored)
    {
        lock (_lock)
        {
            if (stored is null || stored.Status == StatusCodes.Status429TooManyRequests || stored.Status >= 500) Forget(answer);
            else if (!answer.IsForgotten)
            {
                answer.Bytes += stored.Body.Length;
                _bytes += stored.Body.Length;
            }
        }

        answer.Complete(stored);
    }

    private void ForgetOldest(DateTimeOffset now)
    {
        while (_inOrder.First?.Value is { } oldest && (_bytes > MaxBytes || now - oldest.AskedAt > Lifetime)) Forget(oldest);
    }

    private void Forget(IdempotentAnswer answer)
    {
        if (answer.Place is not { } place) return;
        _inOrder.Remove(place);
        answer.Place = null;
        _bytes -= answer.Bytes;
        _answers.Remove((answer.Request.Member, answer.Request.Key));
        var own = _ofMember[answer.Request.Member];
        while (own.TryPeek(out var oldest) && oldest.IsForgotten) own.Dequeue();
        if (own.Count == 0) _ofMember.Remove(answer.Request.Member);
    }
}
