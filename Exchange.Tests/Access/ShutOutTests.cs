using Exchange.Core.Audit;
using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Exchange.Core.Tower;
using Exchange.Core.Trading;
using Exchange.Tests.Api;
using Exchange.Tests.Privacy;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Exchange.Tests.Access;

/// <summary>What becomes of the orders of who is shut out, by the staff or by themselves.</summary>
[Trait("Category", "Integration")]
public sealed class ShutOutTests(AccessWorld world) : IClassFixture<AccessWorld>
{
    private const string Orders = "/api/v2/peatio/market/orders";
    private const string Mine = """{"market":"btcusd","side":"buy","volume":"0.01","price":"100"}""";
    private const string Why = "for the test";

    [Theory]
    [InlineData(MemberState.Locked)]
    [InlineData(MemberState.Banned)]
    public async Task Who_is_locked_or_banned_has_no_order_left_and_the_log_says_how_many_there_were(MemberState state)
    {
        var (member, uid) = await WithOrderAsync();

        var result = await world.Get<ShutOutMember>().ChangeAsync(
            await world.ActorAsync(Roles.Compliance), uid, MemberState.Active, state, cancelsOrders: true, Why, default);

        Assert.Equal((StaffOutcome.Done, CancelRejectReason.None, 1), (result.Outcome, result.Orders!.Reason, result.Orders.CanceledCount));
        Assert.Empty(Open(member));
        Assert.Equal(("1 canceled", Why), await LoggedAsync(uid));
    }

    [Fact]
    public async Task Orders_that_the_staff_leaves_stay_and_can_be_canceled_later_while_the_door_is_shut()
    {
        var (member, uid) = await WithOrderAsync();
        var (actor, shutOut) = (await world.ActorAsync(Roles.Compliance), world.Get<ShutOutMember>());
        Assert.Equal(StaffRejectReason.ChangedMeanwhile, (await shutOut.CancelAsync(actor, uid, Why)).Outcome.Reason);

        var kept = await shutOut.ChangeAsync(actor, uid, MemberState.Active, MemberState.Locked, cancelsOrders: false, Why, default);

        Assert.Equal((StaffOutcome.Done, null), (kept.Outcome, kept.Orders));
        Assert.Single(Open(member));
        var support = await world.ActorAsync(Roles.Support);
        Assert.Equal(StaffRejectReason.NotPermitted, (await shutOut.CancelAsync(support, uid, Why)).Outcome.Reason);
        Assert.Single(Open(member));
        Assert.Equal(1, (await shutOut.CancelAsync(actor, uid, Why)).Orders!.CanceledCount);
        Assert.Empty(Open(member));
        var back = await shutOut.ChangeAsync(actor, uid, MemberState.Locked, MemberState.Active, cancelsOrders: true, Why, default);
        Assert.Equal((StaffOutcome.Done, null), (back.Outcome, back.Orders));
    }

    [Theory]
    [InlineData(RejectReason.Busy)]
    [InlineData(RejectReason.Unavailable)]
    [InlineData(RejectReason.OutcomeUnknown)]
    public async Task An_engine_that_does_not_answer_keeps_nobody_in_and_the_log_says_that_it_is_not_known(RejectReason answer)
    {
        var (member, uid) = await WithOrderAsync();
        var session = await world.SessionAsync(member);

        var result = await With(new FakeEngine { Answer = answer }).ChangeAsync(
            await world.ActorAsync(Roles.Compliance), uid, MemberState.Active, MemberState.Locked, cancelsOrders: true, Why, default);

        Assert.Equal((StaffOutcome.Done, answer.ToString()), (result.Outcome, result.Orders!.Reason.ToString()));
        Assert.Equal(401, (await world.SendAsync("POST", Orders, Mine, session)).Status);
        Assert.Equal(($"not confirmed: {answer}", Why), await LoggedAsync(uid));
    }

    [Fact]
    public async Task The_door_is_shut_before_the_orders_are_canceled()
    {
        var (member, uid) = await WithOrderAsync();
        var watched = new WatchedEngine(world.Get<IEngine>(), world.Get<IMemberAccess>());

        await With(watched).ChangeAsync(
            await world.ActorAsync(Roles.Compliance), uid, MemberState.Active, MemberState.Banned, cancelsOrders: true, Why, default);

        Assert.Equal([(CommandKind.CancelAllOrders, member, CapabilityVerdict.NotActive)], watched.Seen);
    }

    [Fact]
    public async Task An_order_that_was_let_in_before_the_door_was_shut_and_came_after_the_cancel_does_not_stay()
    {
        var (member, uid) = await WithOrderAsync();
        var market = world.Get<IMarketCatalog>().Markets[0];
        var access = new LateAccess(world.Get<IMemberAccess>());
        var (engine, price, size) = (world.Get<IEngine>(), Amount.Parse("100"), Amount.Parse("0.01"));
        var request = new PlaceOrderRequest(market, Side.Buy, OrderType.Limit, size, price);
        var pair = new OneCancelsOtherRequest(market, Side.Buy, size, price, Amount.Parse("120")) { StopLimitPrice = Amount.Parse("121") };
        await world.Get<ShutOutMember>().ChangeAsync(
            await world.ActorAsync(Roles.Compliance), uid, MemberState.Active, MemberState.Locked, cancelsOrders: true, Why, default);

        Assert.Equal(OrderRejectReason.None, (await new PlaceOrder(engine, access.Again()).ExecuteAsync(member, request, default)).Reason);
        var together = await new PlaceOrdersTogether(engine, access.Again()).ExecuteAsync(member, [request, request], default);
        Assert.All(together, one => Assert.Equal(OrderRejectReason.None, one.Reason));
        var either = await new PlaceOneCancelsOther(engine, access.Again()).ExecuteAsync(member, pair, default);
        Assert.Equal(OrderRejectReason.None, either.Reason);

        Assert.Empty(Open(member));
    }

    [Fact]
    public async Task An_order_that_was_accepted_is_answered_as_such_when_nobody_can_say_any_more_who_is_shut_out()
    {
        var member = await world.MemberAsync(level: 3);
        await world.GiveAsync(member);
        var request = new PlaceOrderRequest(
            world.Get<IMarketCatalog>().Markets[0], Side.Buy, OrderType.Limit, Amount.Parse("0.01"), Amount.Parse("100"));
        var access = new LateAccess(new AccessWithoutDatabase());

        var placed = await new PlaceOrder(world.Get<IEngine>(), access).ExecuteAsync(member, request, default);

        Assert.Equal(OrderRejectReason.None, placed.Reason);
        Assert.Single(Open(member));
    }

    [Fact]
    public async Task Who_freezes_their_own_account_has_no_order_left_and_was_told_so_before()
    {
        var (member, _) = await WithOrderAsync();
        using var browser = new FormBrowser(world, await world.SessionAsync(member));
        const string page = "/account/security";
        using var form = await browser.SendAsync(HttpMethod.Get, page, null);
        var text = await form.Content.ReadAsStringAsync();
        Assert.Contains("Your open orders are canceled with it", text, StringComparison.Ordinal);
        Assert.Matches("name=\"cancel\" value=\"true\" checked", text);

        using var frozen = await browser.PostAsync(page, page, ("_handler", "freeze"), ("cancel", "true"));

        Assert.EndsWith("frozen=yes", frozen.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Empty(Open(member));
        Assert.Equal(CapabilityVerdict.NotActive, await world.Get<IMemberAccess>().MayAsync(member, Capability.Trade, default));
    }

    [Fact]
    public async Task The_contract_of_the_staff_cancels_as_well()
    {
        var (member, uid) = await WithOrderAsync();
        var headers = await world.StaffAsync(Roles.Compliance, secondFactor: true);

        var (status, body, _) = await world.SendAsync(
            "POST", "/api/v2/barong/admin/users/update", $$"""{"uid":"{{uid}}","state":"banned","reason":"for the test"}""", headers);

        Assert.Equal((200, "200"), (status, body));
        Assert.Empty(Open(member));
        Assert.Equal(("1 canceled", Why), await LoggedAsync(uid));
    }

    [Theory]
    [InlineData("true", 0, "done=state-canceled")]
    [InlineData(null, 1, "done=state")]
    public async Task The_dialog_asks_and_the_page_says_what_became_of_them(string? ticked, int left, string mark)
    {
        var (member, uid) = await WithOrderAsync();
        using var browser = new FormBrowser(world, await world.StaffAsync(Roles.Compliance, secondFactor: true));
        var page = $"/tower/members/{uid}?act=state&to=locked";
        using var dialog = await browser.SendAsync(HttpMethod.Get, page, null);
        Assert.Matches("name=\"orders\" value=\"true\" checked", await dialog.Content.ReadAsStringAsync());
        (string, string)[] fields = [("_handler", "change"), ("before", "active"), ("reason", Why)];

        using var done = await browser.PostAsync(page, page, ticked is null ? fields : [.. fields, ("orders", ticked)]);

        Assert.EndsWith(mark, done.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(left, Open(member).Count);
    }

    private ShutOutMember With(IEngine engine) => new(
        world.Get<IDbContextFactory<ExchangeDbContext>>(), world.Get<ChangeMemberState>(), world.Get<StaffActs>(),
        new CancelOrders(engine));

    private IReadOnlyList<OrderView> Open(MemberId member) => world.Get<IEngineReadState>().OpenOrders(member);

    private async Task<(MemberId Member, string Uid)> WithOrderAsync()
    {
        var member = await world.MemberAsync(level: 3);
        await world.GiveAsync(member);
        var (status, body, _) = await world.SendAsync("POST", Orders, Mine, await world.SessionAsync(member));
        Assert.True(status == 201, body);
        Assert.Single(Open(member));
        await using var db = world.Context();
        return (member, (await db.Set<Member>().SingleAsync(m => m.Id == member.Value)).Uid);
    }

    private async Task<(string? After, string? Reason)> LoggedAsync(string uid)
    {
        await using var db = world.Context();
        var entry = await db.Set<AuditEntry>().SingleAsync(e => e.Action == ShutOutMember.CancelAction && e.Target == uid);
        return (entry.After, entry.Reason);
    }

    /// <summary>Answers the first question as it was before the door was shut, and every other as it is.</summary>
    private sealed class LateAccess(IMemberAccess now) : IMemberAccess
    {
        private bool _isAsked;

        public LateAccess Again() => new(now);

        public ValueTask<CapabilityVerdict> MayAsync(MemberId member, Capability capability, CancellationToken cancellationToken)
        {
            if (_isAsked) return now.MayAsync(member, capability, cancellationToken);
            _isAsked = true;
            return new(CapabilityVerdict.Allowed);
        }
    }

    private sealed class AccessWithoutDatabase : IMemberAccess
    {
        public ValueTask<CapabilityVerdict> MayAsync(MemberId member, Capability capability, CancellationToken cancellationToken) =>
            throw new NpgsqlException("The database is away.");
    }

    /// <summary>Looks at each command whether its member may still trade.</summary>
    private sealed class WatchedEngine(IEngine engine, IMemberAccess access) : IEngine
    {
        public List<(CommandKind Kind, MemberId Member, CapabilityVerdict May)> Seen { get; } = [];

        public EngineStatus Status => engine.Status;

        public async ValueTask<CommandResult> SubmitAsync(Command command, CancellationToken cancellationToken)
        {
            Seen.Add((command.Kind, command.Member, await access.MayAsync(command.Member, Capability.Trade, cancellationToken)));
            return await engine.SubmitAsync(command, cancellationToken);
        }

        public ValueTask<CommandResult[]> SubmitTogetherAsync(ReadOnlyMemory<Command> commands, CancellationToken cancellationToken) =>
            engine.SubmitTogetherAsync(commands, cancellationToken);
    }
}
