using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Tests.Access;
using Exchange.Tests.Identity;
using Exchange.Tests.Support;
using Exchange.Web.Demo;

namespace Exchange.Tests.Demo;

/// <summary>Test money: once a day, for whoever may trade, and only in the demonstration.</summary>
[Trait("Category", "Integration")]
public sealed class DemoFaucetTests(AccessWorld world) : IClassFixture<AccessWorld>
{
    private static readonly DateTimeOffset LateInTheDay = new(2030, 5, 7, 23, 59, 59, TimeSpan.Zero);
    private readonly CancellationToken _never = CancellationToken.None;

    [Fact]
    public async Task Fifty_requests_at_once_give_once_and_the_next_day_gives_again()
    {
        var clock = new Clock { Now = LateInTheDay };
        var faucet = new DemoFaucet(world.Get<IEngine>(), world.Get<IMarketCatalog>(), world.Get<IMemberAccess>(), clock);
        var member = await world.MemberAsync(level: 3);

        var gifts = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => faucet.GiveAsync(member, "BTC", _never)));
        Assert.Single(gifts, gift => gift.Refusal == DemoFaucetRefusal.None);
        Assert.Equal(49, gifts.Count(gift => gift.Refusal == DemoFaucetRefusal.TakenToday));
        Assert.All(gifts, gift => Assert.Equal(LateInTheDay.AddSeconds(1), gift.NextAt));
        Assert.Equal("0.1", BalanceOf(member));

        clock.Now = LateInTheDay.AddSeconds(1);
        Assert.Equal(DemoFaucetRefusal.None, (await faucet.GiveAsync(member, "btc", _never)).Refusal);
        Assert.Equal("0.2", BalanceOf(member));
    }

    [Fact]
    public async Task Who_may_not_trade_and_what_it_does_not_have_get_nothing()
    {
        var faucet = world.Get<DemoFaucet>();
        var pending = await world.MemberAsync();
        await world.ChangeAsync(pending, MemberState.Pending);

        Assert.Equal(DemoFaucetRefusal.NotPermitted, (await faucet.GiveAsync(pending, "btc", _never)).Refusal);
        Assert.Equal(DemoFaucetRefusal.CurrencyUnknown, (await faucet.GiveAsync(await world.MemberAsync(), "usd", _never)).Refusal);
        Assert.Equal("0", BalanceOf(pending));
        Assert.Equal(["btc"], faucet.Currencies.Select(currency => currency.Code));
    }

    private string BalanceOf(MemberId member) =>
        world.Get<IEngineReadState>().Balance(member, new CurrencyId(0)).Available.ToString();

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

/// <summary>Outside the demonstration there is nothing to ask.</summary>
public sealed class NoDemoFaucetTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Outside_the_demonstration_there_is_none()
    {
        await using var world = await IdentityWorld.StartAsync(database);
        var browser = world.Open();
        await browser.EnterAsync("ann@example.com");
        Assert.Equal(404, (int)(await world.Open().SendAsync("POST", DemoFaucetEndpoint.Prefix + "/faucet")).StatusCode);
        Assert.DoesNotContain("demo-faucet", await (await browser.GetAsync("/wallets")).Content.ReadAsStringAsync());
    }
}
