using Exchange.Core.Primitives;
using Exchange.Web.Api;

namespace Exchange.Tests.Api;

/// <summary>What is remembered of answers, and for how long.</summary>
public sealed class IdempotencyStoreTests
{
    private static readonly StoredAnswer Done = new(201, [1, 2, 3]);
    private readonly SetTime _time = new();

    [Trait("BadInput", "B092")]
    [Theory]
    [InlineData(201, true)]
    [InlineData(422, true)]
    [InlineData(429, false)]
    [InlineData(503, false)]
    [InlineData(504, false)]
    public async Task Only_a_final_answer_is_remembered(int status, bool isRemembered)
    {
        var store = new IdempotencyStore(_time);
        var first = store.Begin(Request("a"));
        var waiting = store.Begin(Request("a"));

        store.Complete(Request("a"), first.Answer, new StoredAnswer(status, []));

        Assert.Equal((true, false), (first.IsFirst, waiting.IsFirst));
        Assert.Equal(status, (await waiting.Answer.Completion)!.Status);
        Assert.Equal(!isRemembered, store.Begin(Request("a")).IsFirst);
    }

    [Fact]
    public void A_key_is_forgotten_after_a_day()
    {
        var store = new IdempotencyStore(_time);
        Answer(store, "a");
        _time.Advance(IdempotencyStore.Lifetime);
        Assert.False(store.Begin(Request("a")).IsFirst);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(store.Begin(Request("a")).IsFirst);
    }

    [Fact]
    public void A_member_with_many_keys_loses_the_oldest_and_nobody_elses()
    {
        var store = new IdempotencyStore(_time);
        Answer(store, "other", member: 2);
        for (var i = 0; i <= IdempotencyStore.MaxKeysPerMember; i++) Answer(store, $"{i}");

        Assert.Equal(IdempotencyStore.MaxKeysPerMember + 1, store.Count);
        Assert.False(store.Begin(Request("1")).IsFirst);
        Assert.False(store.Begin(Request("other", member: 2)).IsFirst);
        Assert.True(store.Begin(Request("0")).IsFirst);
    }

    [Fact]
    public void Large_answers_make_room_for_each_other()
    {
        var store = new IdempotencyStore(_time);
        var large = new StoredAnswer(201, new byte[IdempotencyStore.MaxBytes / 4]);
        for (var i = 0; i < 10; i++) store.Complete(Request($"{i}"), store.Begin(Request($"{i}")).Answer, large);
        Assert.True(store.Count <= 5, $"{store.Count} are remembered.");
        Assert.False(store.Begin(Request("9")).IsFirst);
    }

    private static IdempotentRequest Request(string key, long member = 1) => new(new MemberId(member), key, [1]);

    private static void Answer(IdempotencyStore store, string key, long member = 1) =>
        store.Complete(Request(key, member), store.Begin(Request(key, member)).Answer, Done);

    private sealed class SetTime : TimeProvider
    {
        private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

        public void Advance(TimeSpan by) => _now += by;

        public override DateTimeOffset GetUtcNow() => _now;
    }
}
