using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Screening;
using Exchange.Core.Tower;
using Exchange.Core.Trading;
using Exchange.Tests.Api;
using Exchange.Tests.Privacy;
using Npgsql;

namespace Exchange.Tests.Access;

/// <summary>What becomes of the orders of who is shut out, by the staff or by themselves.</summary>
[Trait("Category", "Integration")]
public sealed class ShutOutTests(AccessWorld world) : IClassFixture<AccessWorld>
{
    private const string Why = "for the test";
    private readonly PeopleWithOrders _people = new(world);

    [Theory]
    [InlineData(MemberState.Locked)]
    [InlineData(MemberState.Banned)]
    public async Task Who_is_locked_or_banned_has_no_order_left_and_the_log_says_how_many_there_were(MemberState state)
    {
        var (member, uid) = await _people.OneAsync();

        var result = await world.Get<ShutOutMember>().ChangeAsync(
            await world.ActorAsync(Roles.Compliance), uid, MemberState.Active, state, cancelsOrders: true, Why, default);

        Assert.Equal((StaffOutcome.Done, CancelRejectReason.None, 1), (result.Outcome, result.Orders!.Reason, result.Orders.CanceledCount));
        Assert.Empty(_people.Open(member));
        Assert.Equal((OrderCancelActions.Done, "1 canceled", Why), await _people.LoggedAsync(uid));
    }

    [Fact]
    public async Task Orders_that_the_staff_leaves_stay_and_can_be_canceled_later_while_the_door_is_shut()
    {
        var (member, uid) = await _people.OneAsync();
        var (actor, shutOut) = (await world.ActorAsync(Roles.Compliance), world.Get<ShutOutMember>());
        Assert.Equal(StaffRejectReason.ChangedMeanwhile, (await shutOut.CancelAsync(actor, uid, Why)).Outcome.Reason);

        var kept = await shutOut.ChangeAsync(actor, uid, MemberState.Active, MemberState.Locked, cancelsOrders: false, Why, default);

        Assert.Equal((StaffOutcome.Done, null), (kept.Outcome, kept.Orders));
        Assert.Single(_people.Open(member));
        var support = await world.ActorAsync(Roles.Support);
        Assert.Equal(StaffRejectReason.NotPermitted, (await shutOut.CancelAsync(support, uid, Why)).Outcome.Reason);
        Assert.Single(_people.Open(member));
        Assert.Equal(1, (await shutOut.CancelAsync(actor, uid, Why)).Orders!.CanceledCount);
        Assert.Empty(_people.Open(member));
        var back = await shutOut.ChangeAsync(actor, uid, MemberState.Locked, MemberState.Active, cancelsOrders: true, Why, default);
        Assert.Equal((StaffOutcome.Done, null), (back.Outcome, back.Orders));
    }

    [Theory]
    [InlineData(RejectReason.Busy)]
    [InlineData(RejectReason.Unavailable)]
    [InlineData(RejectReason.OutcomeUnknown)]
    public async Task An_engine_that_does_not_answer_keeps_nobody_in_and_the_log_says_that_it_is_not_known(RejectReason answer)
    {
        var (member, uid) = await _people.OneAsync();
        var session = await world.SessionAsync(member);

        var result = await With(new FakeEngine { Answer = answer }).ChangeAsync(
            await world.ActorAsync(Roles.Compliance), uid, MemberState.Active, MemberState.Locked, cancelsOrders: true, Why, default);

        Assert.Equal((StaffOutcome.Done, answer.ToString()), (result.Outcome, result.Orders!.Reason.ToString()));
        Assert.Equal(401, (await world.SendAsync("POST", PeopleWithOrders.Orders, PeopleWithOrders.Mine, session)).Status);
        Assert.Equal((OrderCancelActions.Unconfirmed, $"not confirmed: {answer}", Why), await _people.LoggedAsync(uid));
    }

    [Fact]
    public async Task The_door_is_shut_before_the_orders_are_canceled()
    {
        var (member, uid) = await _people.OneAsync();
        var watched = new WatchedEngine(world.Get<IEngine>(), world.Get<IMemberAccess>());

        await With(watched).ChangeAsync(
            await world.ActorAsync(Roles.Compliance), uid, MemberState.Active, MemberState.Banned, cancelsOrders: true, Why, default);

        Assert.Equal([(CommandKind.CancelAllOrders, member, CapabilityVerdict.NotActive)], watched.Seen);
    }

    [Fact]
    public async Task An_order_that_was_let_in_before_the_door_was_shut_and_came_after_the_cancel_does_not_stay()
    {
        var (member, uid) = await _people.OneAsync();
        var market = world.Get<IMarketCatalog>().Markets[0];
        var access = new LateAccess(world.Get<IMemberAccess>());
        var (engine, price, size) = (world.Get<IEngine>(), Amount.Parse("100"), Amount.Parse("0.01"));
        var request = new PlaceOrderRequest(market, Side.Buy, OrderType.Limit, size, price);
        var pair = new OneCancelsOtherRequest(market, Side.Buy, size, price, Amount.Parse("120")) { StopLimitPrice = Amount.Parse("121") };
        await world.Get<ShutOutMember>().ChangeAsync(
            await world.ActorAsync(Roles.Compliance), uid, MemberState.Active, MemberState.Locked, cancelsOrders: true, Why, default);

        Assert.Equal(OrderRejectReason.None, (await new PlaceOrder(engine, access.Again()).ExecuteAsync(member, request, default)).Reason);
        var batch = access.Again();
        var together = await new PlaceOrdersTogether(engine, batch).ExecuteAsync(member, [request, request], default);
        Assert.Equal(2, batch.Asked);
        Assert.All(together, one => Assert.Equal(OrderRejectReason.None, one.Reason));
        var either = await new PlaceOneCancelsOther(engine, access.Again()).ExecuteAsync(member, pair, default);
        Assert.Equal(OrderRejectReason.None, either.Reason);

        Assert.Empty(_people.Open(member));
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
        Assert.Single(_people.Open(member));
    }

    [Fact]
    public async Task Who_freezes_their_own_account_has_no_order_left_and_was_told_so_before()
    {
        var (member, uid) = await _people.OneAsync();
        using var browser = new FormBrowser(world, await world.SessionAsync(member));
        const string page = "/account/security";
        using var form = await browser.SendAsync(HttpMethod.Get, page, null);
        var text = await form.Content.ReadAsStringAsync();
        Assert.Contains("Your open orders are canceled with it", text, StringComparison.Ordinal);
        Assert.Matches("name=\"cancel\" value=\"true\" checked", text);

        using var frozen = await browser.PostAsync(page, page, ("_handler", "freeze"), ("cancel", "true"));

        Assert.EndsWith("frozen=yes", frozen.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Empty(_people.Open(member));
        Assert.Equal(CapabilityVerdict.NotActive, await world.Get<IMemberAccess>().MayAsync(member, Capability.Trade, default));
        Assert.Equal((OrderCancelActions.Done, "1 canceled", null), await _people.LoggedAsync(uid));
    }

    [Theory]
    [InlineData(RejectReason.None, true)]
    [InlineData(RejectReason.Busy, true)]
    [InlineData(RejectReason.None, false)]
    public async Task A_freeze_shuts_the_door_first_and_it_stays_shut_whatever_the_engine_says(RejectReason answer, bool cancels)
    {
        var (member, _) = await _people.OneAsync();
        var watched = new WatchedEngine(
            answer == RejectReason.None ? world.Get<IEngine>() : new FakeEngine { Answer = answer }, world.Get<IMemberAccess>());
        var freeze = new FreezeOwnAccount(world.Get<FreezeAccount>(), world.Get<MemberAccess>(), _people.OrdersBy(watched));

        var frozen = await freeze.ExecuteAsync(member, AccessWorld.Origin, cancels, default);

        Assert.Equal(StaffRejectReason.None, frozen.Reason);
        Assert.Equal(cancels ? answer.ToString() : null, frozen.Orders?.Reason.ToString());
        (CommandKind, MemberId, CapabilityVerdict)[] expected = [(CommandKind.CancelAllOrders, member, CapabilityVerdict.NotActive)];
        Assert.Equal(cancels ? expected : [], watched.Seen);
        Assert.Equal(CapabilityVerdict.NotActive, await world.Get<IMemberAccess>().MayAsync(member, Capability.Trade, default));
    }

    [Theory]
    [InlineData(ListSource.Ofac, RejectReason.None, true, "1 canceled")]
    [InlineData(ListSource.Ofac, RejectReason.Busy, true, "not confirmed: Busy")]
    [InlineData(ListSource.Ofac, RejectReason.None, false, null)]
    [InlineData(ListSource.Pep, RejectReason.None, true, null)]
    public async Task A_true_match_locks_who_is_listed_first_and_takes_their_orders_then(
        ListSource source, RejectReason answer, bool cancels, string? logged)
    {
        var (member, uid) = await _people.OneAsync();
        var found = await _people.CaseAsync(member, source);
        var watched = new WatchedEngine(
            answer == RejectReason.None ? world.Get<IEngine>() : new FakeEngine { Answer = answer }, world.Get<IMemberAccess>());
        var conclude = new ConcludeCase(world.Get<DecideCase>(), With(watched));

        var result = await conclude.ExecuteAsync(
            await world.ActorAsync(Roles.Compliance), found.Id, CaseState.TrueMatch, found.Seen, cancels, Why, default);

        Assert.Equal((StaffOutcome.Done, logged is null ? null : answer.ToString()), (result.Outcome, result.Orders?.Reason.ToString()));
        (CommandKind, MemberId, CapabilityVerdict)[] expected = [(CommandKind.CancelAllOrders, member, CapabilityVerdict.NotActive)];
        Assert.Equal(logged is null ? [] : expected, watched.Seen);
        Assert.Equal(logged, (await _people.LoggedAsync(uid)).After);
        Assert.Equal(
            source == ListSource.Pep ? CapabilityVerdict.Allowed : CapabilityVerdict.NotActive,
            await world.Get<IMemberAccess>().MayAsync(member, Capability.Trade, default));
    }

    [Fact]
    public async Task The_contract_of_the_staff_cancels_as_well()
    {
        var (member, uid) = await _people.OneAsync();
        var headers = await world.StaffAsync(Roles.Compliance, secondFactor: true);

        var (status, body, _) = await world.SendAsync(
            "POST", "/api/v2/barong/admin/users/update", $$"""{"uid":"{{uid}}","state":"banned","reason":"for the test"}""", headers);

        Assert.Equal((200, "200"), (status, body));
        Assert.Empty(_people.Open(member));
        Assert.Equal((OrderCancelActions.Done, "1 canceled", Why), await _people.LoggedAsync(uid));
    }

    [Theory]
    [InlineData("true", 0, "done=state-canceled")]
    [InlineData(null, 1, "done=state")]
    public async Task The_dialog_asks_and_the_page_says_what_became_of_them(string? ticked, int left, string mark)
    {
        var (member, uid) = await _people.OneAsync();
        using var browser = new FormBrowser(world, await world.StaffAsync(Roles.Compliance, secondFactor: true));
        var page = $"/tower/members/{uid}?act=state&to=locked";
        using var dialog = await browser.SendAsync(HttpMethod.Get, page, null);
        Assert.Matches("name=\"orders\" value=\"true\" checked", await dialog.Content.ReadAsStringAsync());
        (string, string)[] fields = [("_handler", "change"), ("before", "active"), ("reason", Why)];

        using var done = await browser.PostAsync(page, page, ticked is null ? fields : [.. fields, ("orders", ticked)]);

        Assert.EndsWith(mark, done.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(left, _people.Open(member).Count);
    }

    private ShutOutMember With(IEngine engine) => new(world.Get<ChangeMemberState>(), world.Get<StaffActs>(), _people.OrdersBy(engine));

    /// <summary>Answers the first question as it was before the door was shut, and every other as it is.</summary>
    private sealed class LateAccess(IMemberAccess now) : IMemberAccess
    {
        public int Asked { get; private set; }

        public LateAccess Again() => new(now);

        public ValueTask<CapabilityVerdict> MayAsync(MemberId member, Capability capability, CancellationToken cancellationToken)
        {
            return Asked++ == 0 ? new(CapabilityVerdict.Allowed) : now.MayAsync(member, capability, cancellationToken);
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
