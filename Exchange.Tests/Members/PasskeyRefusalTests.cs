using System.Text.Json.Nodes;
using Exchange.Core.Members;
using Exchange.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Members;

/// <summary>Answers that no passkey of the member gave to this question: refused, and nothing is changed.</summary>
public sealed class PasskeyRefusalTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private const string Ann = "ann@example.com";
    private static readonly RequestOrigin Origin = MembersWorld.Origin;
    private static readonly ApiKeyTerms Terms = new() { Label = "bot", Scopes = ApiKeyScopes.Read };

    /// <summary>What is wrong, and how the device or the page does it.</summary>
    private static readonly Dictionary<string, Action<SoftPasskey>> Lies = new()
    {
        ["a page of another site"] = device => device.Origin = "https://exchange.test.evil.example",
        ["a page without https"] = device => device.Origin = "http://exchange.test",
        ["a page at another port"] = device => device.Origin = "https://exchange.test:8443",
        ["a page in a frame"] = device => device.IsFramed = true,
        ["another domain"] = device => device.RelyingParty = "evil.example",
        ["no finger, face or PIN"] = device => device.Verifies = false,
        ["another key"] = device => device.ForgetKey(),
        ["another member"] = device => device.UserHandle = "Mg",
        ["nobody"] = device => device.UserHandle = "OTk5",
        ["no number"] = device => device.UserHandle = "YQ",
        ["another kind of passkey"] = device => device.IsSynced = true,
    };

    public static TheoryData<string> Names => [.. Lies.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_lie_opens_nothing(string lie)
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var ann = await world.KeyedAsync(Ann);
        await world.MemberAsync("bea@example.com");
        Lies[lie](ann.Device);

        Assert.Equal(SignInRejectReason.InvalidCredentials, (await world.EnterAsync(ann.Device)).Reason);
        var proof = await ann.ProveAsync(p => MakeAsync(world, ann, p));
        Assert.Equal(ApiKeyChangeRejectReason.CodeWrong, await MakeAsync(world, ann, proof));
        Assert.Empty(await world.Get<ApiKeyQueries>().ListAsync(ann.Member, default));
        await using var db = world.Context();
        Assert.Contains(await db.Activities.ToListAsync(), a => a is { MemberId: 0, Action: Activity.SecondFactorLogin, Result: "failed" });
        Assert.Null((await db.Passkeys.SingleAsync()).LastUsedAt);
    }

    [Theory]
    [InlineData("a page of another site")]
    [InlineData("a page in a frame")]
    [InlineData("another domain")]
    [InlineData("no finger, face or PIN")]
    public async Task A_lie_makes_no_passkey(string lie)
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var member = await world.MemberAsync(Ann);
        using var device = new SoftPasskey();
        Lies[lie](device);

        var outcome = await world.AddPasskeyAsync(
            member, new StepUpProof(MembersWorld.Password, await world.SessionAsync(member)), device);

        Assert.Equal(PasskeyRejectReason.NotAccepted, outcome.Reason);
        Assert.Empty(await world.Get<Passkeys>().ListAsync(member, default));
        Assert.Equal(member, (await world.SignInAsync(Ann, MembersWorld.Password)).Member);
    }

    [Fact]
    public async Task An_answer_counts_once_in_time_and_one_of_many_at_once()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var (ann, signIn) = (await world.KeyedAsync(Ann), world.Get<SignIn>());
        async Task<PasskeyExchange> AnswerAsync()
        {
            var question = (await signIn.AskPasskeyAsync(default))!;
            return new PasskeyExchange { Key = question.Key, Answer = ann.Device.Get(question.Options) };
        }

        var given = await AnswerAsync();
        var many = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => world.EnterAsync(given)));
        Assert.Single(many, outcome => outcome.Reason == SignInRejectReason.None);
        var late = await AnswerAsync();
        world.Time.Pass(PasskeyCeremonies.Lifetime);
        Assert.Equal(SignInRejectReason.InvalidCredentials, (await world.EnterAsync(late)).Reason);
        // The answer to another question, under the key of this one.
        var (one, other) = (await AnswerAsync(), await AnswerAsync());
        Assert.Equal(SignInRejectReason.InvalidCredentials,
            (await world.EnterAsync(new PasskeyExchange { Key = one.Key, Answer = other.Answer })).Reason);
        Assert.Equal(SignInRejectReason.None, (await world.EnterAsync(other)).Reason);
    }

    [Fact]
    public async Task A_copied_passkey_is_found_by_its_count_also_when_both_answer_at_once()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var ann = await world.KeyedAsync(Ann);
        ann.Device.SignCount = 7;
        Assert.Equal(SignInRejectReason.None, (await world.EnterAsync(ann.Device)).Reason);
        Assert.Equal(SignInRejectReason.InvalidCredentials, (await world.EnterAsync(ann.Device)).Reason);
        ann.Device.SignCount = 6;
        Assert.Equal(SignInRejectReason.InvalidCredentials, (await world.EnterAsync(ann.Device)).Reason);
        ann.Device.SignCount = 8;

        var both = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => world.EnterAsync(ann.Device)));

        Assert.Single(both, outcome => outcome.Reason == SignInRejectReason.None);
        Assert.Equal(8, (await world.Get<Passkeys>().ListAsync(ann.Member, default))[0].SignCount);
    }

    [Fact]
    public async Task A_step_up_is_for_its_member_session_act_and_data_once_and_in_time()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var (ann, bea) = (await world.KeyedAsync(Ann), await world.KeyedAsync("bea@example.com"));
        var other = ann with { Session = await world.SessionAsync(ann.Member) };
        Task<ApiKeyChangeRejectReason> TryAsync(Keyed who, StepUpProof proof, ApiKeyScopes scopes = ApiKeyScopes.Read) =>
            MakeAsync(world, who, proof with { SessionId = who.Session }, scopes);

        var proof = await ann.ProveAsync(p => TryAsync(ann, p));
        Assert.Equal(ApiKeyChangeRejectReason.CodeWrong, await TryAsync(bea, proof));
        Assert.Equal(ApiKeyChangeRejectReason.CodeWrong, await TryAsync(other, proof));
        Assert.Equal(ApiKeyChangeRejectReason.CodeWrong, await TryAsync(ann, proof, ApiKeyScopes.Read | ApiKeyScopes.Trade));
        Assert.Equal(PasskeyRejectReason.ProofRefused, (await world.Get<Passkeys>().RemoveAsync(
            ann.Member, (await world.Get<Passkeys>().ListAsync(ann.Member, default))[0].Id, proof, Origin, default)).Reason);
        Assert.Equal(SignInRejectReason.InvalidCredentials, (await world.EnterAsync(proof.Passkey!)).Reason);
        Assert.Equal(ApiKeyChangeRejectReason.None, await TryAsync(ann, proof));
        Assert.Equal(ApiKeyChangeRejectReason.CodeWrong, await TryAsync(ann, proof));

        var late = await ann.ProveAsync(p => TryAsync(ann, p));
        world.Time.Pass(PasskeyCeremonies.Lifetime);
        Assert.Equal(ApiKeyChangeRejectReason.CodeWrong, await TryAsync(ann, late));
        // Two acts that have no data are still two.
        var codes = await ann.ProveAsync(p => world.Get<MakeRecoveryCodes>().ExecuteAsync(ann.Member, p, Origin, default));
        var changed = await world.Get<ChangePassword>().ExecuteAsync(
            ann.Member, codes with { Password = MembersWorld.Password }, "five loud geese at dusk", Origin, default);
        Assert.Equal(ChangePasswordRejectReason.CodeWrong, changed.Reason);
        // An answer to a sign-in is none to a step-up.
        var question = (await world.Get<SignIn>().AskPasskeyAsync(default))!;
        Assert.Equal(ApiKeyChangeRejectReason.CodeWrong, await TryAsync(ann, ann.Answering(question)));
        Assert.Single(await world.Get<ApiKeyQueries>().ListAsync(ann.Member, default));
    }

    [Fact]
    public async Task What_is_no_answer_is_refused_and_too_much_is_not_even_read()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var ann = await world.KeyedAsync(Ann);
        string[] torn = ["", "{", "null", "[]", "\"x\"", "{}", "{\"id\":1}", new string('[', 5000)];
        foreach (var text in torn)
        {
            var question = (await world.Get<SignIn>().AskPasskeyAsync(default))!;
            Assert.Equal(SignInRejectReason.InvalidCredentials,
                (await world.EnterAsync(new PasskeyExchange { Key = question.Key, Answer = text })).Reason);
        }

        var asked = (await world.Get<SignIn>().AskPasskeyAsync(default))!;
        var right = ann.Device.Get(asked.Options);
        var padded = JsonNode.Parse(right)!;
        padded["clientExtensionResults"]!["x"] = new string('x', PasskeyExchange.MaxAnswerLength);
        foreach (var key in new[] { null, "", "x", new string('0', 64), asked.Key + "0" })
        {
            Assert.Equal(SignInRejectReason.InvalidCredentials,
                (await world.EnterAsync(new PasskeyExchange { Key = key, Answer = right })).Reason);
        }

        Assert.Equal(SignInRejectReason.InvalidCredentials,
            (await world.EnterAsync(new PasskeyExchange { Key = asked.Key, Answer = padded.ToJsonString() })).Reason);
        Assert.Equal(SignInRejectReason.None, (await world.EnterAsync(new PasskeyExchange { Key = asked.Key, Answer = right })).Reason);
    }

    [Fact]
    public async Task A_new_one_is_made_in_the_same_session_under_the_same_name_and_is_nobodys_yet()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var (ann, bea) = (await world.KeyedAsync(Ann), await world.MemberAsync("bea@example.com"));
        var (passkeys, session) = (world.Get<Passkeys>(), await world.SessionAsync(bea));
        using var device = new SoftPasskey();
        async Task<PasskeyQuestion> BeginAsync() => (await passkeys.BeginAsync(
            bea, "laptop", new StepUpProof(MembersWorld.Password, session), Origin, default)).Question!;
        async Task<PasskeyRejectReason> AddAsync(Core.Primitives.MemberId member, string name, long? where, PasskeyExchange given) =>
            (await passkeys.AddAsync(member, name, given, where, Origin, default)).Reason;

        var question = await BeginAsync();
        var given = new PasskeyExchange { Key = question.Key, Answer = device.Create(question.Options) };
        Assert.Equal(PasskeyRejectReason.NotAccepted, await AddAsync(bea, "telephone", session, given));
        Assert.Equal(PasskeyRejectReason.NotAccepted, await AddAsync(bea, "laptop", session + 1, given));
        Assert.Equal(PasskeyRejectReason.NotAccepted, await AddAsync(ann.Member, "laptop", session, given));
        var taken = await BeginAsync();
        Assert.Equal(PasskeyRejectReason.NotAccepted, await AddAsync(
            bea, "laptop", session, new PasskeyExchange { Key = taken.Key, Answer = ann.Device.Create(taken.Options) }));
        Assert.Equal(PasskeyRejectReason.None, await AddAsync(bea, "laptop", session, given));
        Assert.Equal(PasskeyRejectReason.NotAccepted, await AddAsync(bea, "laptop", session, given));
    }

    [Fact]
    public async Task Of_the_same_one_told_many_times_at_once_one_is_added()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var member = await world.MemberAsync(Ann);
        var (passkeys, proof) = (world.Get<Passkeys>(), new StepUpProof(MembersWorld.Password, await world.SessionAsync(member)));
        using var device = new SoftPasskey();
        var answers = new List<PasskeyExchange>();
        for (var i = 0; i < 8; i++)
        {
            var question = (await passkeys.BeginAsync(member, "laptop", proof, Origin, default)).Question!;
            answers.Add(new PasskeyExchange { Key = question.Key, Answer = device.Create(question.Options) });
        }

        var added = await Task.WhenAll(answers.Select(given =>
            passkeys.AddAsync(member, "laptop", given, proof.SessionId, Origin, default)));

        Assert.Single(added, outcome => outcome.Reason == PasskeyRejectReason.None);
        Assert.All(added, outcome => Assert.True(outcome.Reason is PasskeyRejectReason.None or PasskeyRejectReason.NotAccepted));
        Assert.Single(await passkeys.ListAsync(member, default));
    }

    [Fact]
    public async Task Asking_is_no_failure_of_anything()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var ann = await world.KeyedAsync(Ann);
        await ann.ProveAsync(p => world.Get<ChangeEmail>().AskAsync(ann.Member, "ann@new.example", p, Origin, default));
        await ann.ProveAsync(p => world.Get<ChangePassword>().ExecuteAsync(
            ann.Member, p with { Password = MembersWorld.Password }, "five loud geese at dusk", Origin, default));

        await using var db = world.Context();
        Assert.DoesNotContain(await db.Activities.ToListAsync(), a => a.Result == Activity.Failed);
        Assert.Empty(await db.PasswordGuesses.ToListAsync());
        Assert.Empty(await db.Approvals.Where(a => a.UsedAt == null).ToListAsync());
    }

    private static async Task<ApiKeyChangeRejectReason> MakeAsync(
        MembersWorld world, Keyed who, StepUpProof proof, ApiKeyScopes scopes = ApiKeyScopes.Read) =>
        (await world.Get<CreateApiKey>().ExecuteAsync(who.Member, Terms with { Scopes = scopes }, proof, Origin, default)).Reason;
}
