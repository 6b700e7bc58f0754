using Exchange.Core.Members;
using Exchange.Core.Storage;
using Exchange.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Members;

public sealed class StepUpTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private const string Ann = "ann@example.com";
    private static readonly RequestOrigin Origin = MembersWorld.Origin;
    private static readonly SensitiveAct Act = SensitiveAct.Of("withdraw", "btc", "bc1qexample", "0.5");

    public static TheoryData<string[]> Others => new(
    [
        ["btc", "bc1qexample", "0.50"], ["btc", "bc1qexamplf", "0.5"], ["btcb", "c1qexample", "0.5"], ["btc", "bc1qexample"],
        ["btc", "bc1qexample", "0.5", ""],
    ]);

    [Trait("BadInput", "B238")]
    [Theory]
    [MemberData(nameof(Others))]
    public async Task An_approval_is_for_one_act_with_exactly_its_data(string[] data)
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var member = await world.MemberAsync(Ann);
        var proof = new StepUpProof(MembersWorld.Password, await world.SessionAsync(member));
        var approval = await world.Get<StepUp>().ApproveAsync(member, Act, proof, Origin, default);

        Assert.False(await UseAsync(world, member, SensitiveAct.Of("withdraw", data), proof, approval));
        Assert.False(await UseAsync(world, member, SensitiveAct.Of("withdraw.cancel", "btc", "bc1qexample", "0.5"), proof, approval));
        Assert.True(await UseAsync(world, member, Act, proof, approval));
    }

    [Fact]
    public async Task It_is_for_its_member_and_session_for_minutes_and_once_also_at_once()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var (ann, bea) = (await world.MemberAsync(Ann), await world.MemberAsync("bea@example.com"));
        var proof = new StepUpProof(MembersWorld.Password, await world.SessionAsync(ann));
        var approval = await world.Get<StepUp>().ApproveAsync(ann, Act, proof, Origin, default);

        Assert.False(await UseAsync(world, bea, Act, proof, approval));
        Assert.False(await UseAsync(world, ann, Act, proof with { SessionId = proof.SessionId + 1 }, approval));
        Assert.False(await UseAsync(world, ann, Act, proof with { SessionId = null }, approval));
        Assert.False(await UseAsync(world, ann, Act, proof, approval with { Key = new string('0', 64) }));
        Assert.False(await UseAsync(world, ann, Act, proof, new StepUpOutcome(StepUpVerdict.Wrong, approval.Key)));
        var uses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => UseAsync(world, ann, Act, proof, approval)));
        Assert.Single(uses, used => used);

        var late = await world.Get<StepUp>().ApproveAsync(ann, Act, proof, Origin, default);
        world.Time.Pass(StepUp.ApprovalLifetime);
        Assert.False(await UseAsync(world, ann, Act, proof, late));
    }

    [Fact]
    public async Task An_act_that_is_rolled_back_leaves_the_approval_and_one_given_before_serves_the_same_act_only()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var member = await world.MemberAsync(Ann);
        var proof = new StepUpProof(MembersWorld.Password, await world.SessionAsync(member));
        var terms = new ApiKeyTerms { Label = "bot", Scopes = ApiKeyScopes.Read };
        var act = SensitiveAct.Of(CreateApiKey.Action, terms.Describe());
        var approval = await world.Get<StepUp>().ApproveAsync(member, act, proof, Origin, default);
        await using (var db = world.Context())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            Assert.True(await world.Get<StepUp>().UseAsync(db, member, act, proof, approval, default));
            await transaction.RollbackAsync();
        }

        var brought = new StepUpProof(null, proof.SessionId) { ApprovalKey = approval.Key };
        Task<CreatedApiKey> MakeAsync(ApiKeyScopes scopes) =>
            world.Get<CreateApiKey>().ExecuteAsync(member, terms with { Scopes = scopes }, brought, Origin, default);
        Assert.Equal(ApiKeyChangeRejectReason.PasswordMissing, (await MakeAsync(ApiKeyScopes.Trade)).Reason);
        Assert.Equal(ApiKeyChangeRejectReason.None, (await MakeAsync(ApiKeyScopes.Read)).Reason);
        Assert.Equal(ApiKeyChangeRejectReason.PasswordMissing, (await MakeAsync(ApiKeyScopes.Read)).Reason);
    }

    [Fact]
    public async Task With_a_second_factor_a_password_and_a_new_sign_in_are_not_enough_anywhere()
    {
        await using var world = await MembersWorld.CreateAsync(database, countedHashing: true);
        var ann = await world.ProtectAsync(await world.MemberAsync(Ann));
        var proof = new StepUpProof(MembersWorld.Password, await world.SessionAsync(ann.Member));

        Assert.Equal(StepUpVerdict.CodeMissing, (await world.Get<StepUp>().ApproveAsync(ann.Member, Act, proof, Origin, default)).Verdict);
        Assert.Equal(ChangeEmailRejectReason.CodeMissing,
            await world.Get<ChangeEmail>().AskAsync(ann.Member, "ann@new.example", proof, Origin, default));
        Assert.Equal(MailSettingsProblem.CodeMissing,
            await world.Get<SetMailSettings>().ExecuteAsync(ann.Member, new MailSettings("en", "heron"), proof, Origin, default));
        var changed = await world.Get<ChangePassword>().ExecuteAsync(ann.Member, proof, "five loud geese at dusk", Origin, default);
        Assert.Equal(ChangePasswordRejectReason.CodeMissing, changed.Reason);
        Assert.Equal(SecondFactorRejectReason.CodeMissing,
            (await world.Get<MakeRecoveryCodes>().ExecuteAsync(ann.Member, proof, Origin, default)).Reason);
        await using var db = world.Context();
        Assert.Empty(await db.Approvals.Where(a => a.UsedAt == null).ToListAsync());
        Assert.Equal(ChangeEmailRejectReason.None, await world.Get<ChangeEmail>().AskAsync(
            ann.Member, "ann@new.example", proof with { Code = world.Code(ann) }, Origin, default));
    }

    private static async Task<bool> UseAsync(
        MembersWorld world, Exchange.Core.Primitives.MemberId member, SensitiveAct act, StepUpProof proof, StepUpOutcome outcome)
    {
        await using ExchangeDbContext db = world.Context();
        return await world.Get<StepUp>().UseAsync(db, member, act, proof, outcome, default);
    }
}
