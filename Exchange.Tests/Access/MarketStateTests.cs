using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Access;

/// <summary>Orders in a market that takes none, and more orders than a member may have.</summary>
[Trait("Category", "Integration")]
public sealed class MarketStateTests(AccessWorld world) : IClassFixture<AccessWorld>
{
    private const string Orders = "/api/v2/peatio/market/orders";
    private const string Order = """{"market":"btcusd","side":"buy","volume":"0.01","price":"100"}""";
    private const int BatchSize = 100;

    [Theory]
    [Trait("BadInput", "B050")]
    [InlineData(MarketState.Halted)]
    [InlineData(MarketState.CancelOnly)]
    public async Task A_market_that_is_not_open_takes_cancels_only(MarketState state)
    {
        var session = await world.SessionAsync(world.Owner);
        var placed = await world.SendAsync("POST", Orders, Order, session);
        Assert.Equal(201, placed.Status);
        var id = System.Text.Json.JsonDocument.Parse(placed.Body).RootElement.GetProperty("id").GetRawText();
        await SetStateAsync(state);

        var refused = await world.SendAsync("POST", Orders, Order, session);
        var canceled = await world.SendAsync("POST", $"{Orders}/{id}/cancel", null, session);

        Assert.Equal((422, """{"errors":["market.market.doesnt_exist_or_not_enabled"]}"""), (refused.Status, refused.Body));
        Assert.Equal(201, canceled.Status);
        await SetStateAsync(MarketState.Open);
    }

    [Fact]
    [Trait("BadInput", "B049")]
    public async Task The_order_after_the_last_that_a_member_may_have_open_is_refused()
    {
        var session = await world.SessionAsync(world.Owner);
        await world.SendAsync("POST", Orders + "/cancel", null, session);
        for (var sent = 0; sent < PlacementChecks.MaxOpenOrdersPerMarket; sent += BatchSize)
        {
            var batch = $"[{string.Join(',', Enumerable.Repeat(Order, BatchSize))}]";
            var answer = await world.SendAsync("POST", Orders + "/batch", batch, session);
            Assert.Equal(201, answer.Status);
            Assert.DoesNotContain("errors", answer.Body, StringComparison.Ordinal);
        }

        var refused = await world.SendAsync("POST", Orders, Order, session);
        var others = await world.SendAsync("POST", Orders, Order, await world.SessionAsync(world.Other));

        Assert.Equal((422, """{"errors":["market.order.too_many_open_orders"]}"""), (refused.Status, refused.Body));
        Assert.Equal((422, """{"errors":["market.account.insufficient_balance"]}"""), (others.Status, others.Body));
        await world.SendAsync("POST", Orders + "/cancel", null, session);
    }

    private async Task SetStateAsync(MarketState state) => Assert.Equal(
        RejectReason.None, (await world.Get<IEngine>().SubmitAsync(Command.SetMarketState(new MarketId(0), state))).Reason);
}
