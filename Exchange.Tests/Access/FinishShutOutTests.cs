using Exchange.Core.Audit;
using Exchange.Core.Engine;
using Exchange.Core.Members;
using Exchange.Core.Screening;
using Exchange.Core.Tower;
using Exchange.Core.Trading;
using Exchange.Tests.Api;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Exchange.Tests.Access;

/// <summary>What the next start does where a process died between shutting somebody out and canceling their orders.</summary>
[Trait("Category", "Integration")]
public sealed class FinishShutOutTests(AccessWorld world) : IClassFixture<AccessWorld>
{
    private const string Why = "for the test";
    private readonly PeopleWithOrders _people = new(world);

    [Fact]
    public void It_waits_for_the_engine_to_have_its_orders_again()
    {
        var services = world.Services.GetServices<IHostedService>().ToList();
        Assert.True(services.FindIndex(s => s is FinishShutOuts) > services.FindIndex(s => s is EngineHost));
        Assert.Contains(services, s => s is EngineHost);
    }

    [Theory]
    [InlineData("staff")]
    [InlineData("member")]
    [InlineData("case")]
    public async Task Orders_that_were_to_go_when_the_process_died_are_canceled_by_the_next(string by)
    {
        var (member, uid) = await _people.OneAsync();
        var actor = await world.ActorAsync(Roles.Compliance);
        if (by == "staff")
            await LockAsync(actor, uid, MemberState.Active, cancels: true);
        else if (by == "member")
            await world.Get<FreezeAccount>().ExecuteAsync(member, AccessWorld.Origin, cancelsOrders: true, default);
        else
        {
            var found = await _people.CaseAsync(member, ListSource.Ofac);
            await world.Get<DecideCase>().ExecuteAsync(
                actor, found.Id, CaseState.TrueMatch, found.Seen, cancelsOrders: true, Why, default);
        }

        Assert.Single(_people.Open(member));

        await StartAgainAsync();
        await StartAgainAsync();

        Assert.Empty(_people.Open(member));
        Assert.Equal((OrderCancelActions.Done, "1 canceled", FinishShutOuts.Reason), await _people.LoggedAsync(uid));
        await using var db = world.Context();
        Assert.Equal(0, (await db.Set<AuditEntry>().SingleAsync(e => e.Target == uid && e.Action == OrderCancelActions.Done)).ActorId);
    }

    [Fact]
    public async Task Orders_of_which_the_engine_said_nothing_are_canceled_by_the_next_as_well()
    {
        var (member, uid) = await _people.OneAsync();
        var silent = _people.OrdersBy(new FakeEngine { Answer = RejectReason.OutcomeUnknown });
        await new ShutOutMember(world.Get<ChangeMemberState>(), world.Get<StaffActs>(), silent).ChangeAsync(
            await world.ActorAsync(Roles.Compliance), uid, MemberState.Active, MemberState.Banned, cancelsOrders: true, Why, default);
        Assert.Single(_people.Open(member));

        await StartAgainAsync();

        Assert.Empty(_people.Open(member));
    }

    [Fact]
    public async Task Orders_that_the_engine_had_canceled_when_the_process_died_are_answered_for_once()
    {
        var (member, uid) = await _people.OneAsync();
        await LockAsync(await world.ActorAsync(Roles.Compliance), uid, MemberState.Active, cancels: true);
        await world.Get<CancelOrders>().AllAsync(member, default);

        await StartAgainAsync();
        await StartAgainAsync();

        await using var db = world.Context();
        var answer = await db.Set<AuditEntry>().SingleAsync(e => e.Target == uid && e.Action == OrderCancelActions.Done);
        Assert.Equal("0 canceled", answer.After);
    }

    [Theory]
    [InlineData("left")]
    [InlineData("left after an earlier wish")]
    [InlineData("readmitted")]
    [InlineData("below the level")]
    public async Task Orders_that_were_to_stay_stay(string why)
    {
        var (member, uid) = await _people.OneAsync();
        var actor = await world.ActorAsync(Roles.Compliance);
        if (why == "below the level")
        {
            await using var db = world.Context();
            await db.Set<Member>().Where(m => m.Id == member.Value).ExecuteUpdateAsync(set => set.SetProperty(m => m.Level, 0));
            world.Get<MemberAccess>().Invalidate(member);
            Assert.Equal(CapabilityVerdict.LevelTooLow, await world.Get<IMemberAccess>().MayAsync(member, Capability.Trade, default));
        }
        else
        {
            await LockAsync(actor, uid, MemberState.Active, cancels: why != "left");
            if (why != "left")
                await world.Get<ChangeMemberState>().ExecuteAsync(actor, uid, MemberState.Locked, MemberState.Active, false, Why, default);
            if (why == "left after an earlier wish") await LockAsync(actor, uid, MemberState.Active, cancels: false);
        }

        await StartAgainAsync();

        Assert.Single(_people.Open(member));
        Assert.Null((await _people.LoggedAsync(uid)).Action);
    }

    /// <summary>Shuts the door, and dies.</summary>
    private async Task LockAsync(Actor actor, string uid, MemberState from, bool cancels) => Assert.Equal(
        StaffOutcome.Done,
        await world.Get<ChangeMemberState>().ExecuteAsync(actor, uid, from, MemberState.Locked, cancels, Why, default));

    private Task StartAgainAsync() =>
        world.Services.GetServices<IHostedService>().OfType<FinishShutOuts>().Single().StartedAsync(default);
}
