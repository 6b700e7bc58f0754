using Exchange.Core.Engine;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Web.Trade;

namespace Exchange.Tests.Trade;

public sealed class OrderSizingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void The_largest_order_is_never_refused_for_funds_or_liquidity_whatever_balance_price_and_book(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 60; round++)
        {
            using var world = new TradeWorld();
            FillBook(world, random);
            var more = Amount.Parse("0.000001").Times(random.NextInt64(1, 1_000_000_000_000));
            world.Do(Command.Transfer(TradeWorld.Alice, new CurrencyId(random.Next(2)), more, "more"));
            var command = Largest(world, random, out var max);
            if (max < world.Market.MinQuantity) continue;
            Assert.DoesNotContain(
                world.Do(command).Reason, new[] { RejectReason.InsufficientFunds, RejectReason.InsufficientLiquidity });
        }
    }

    [Fact]
    public void A_lot_more_than_the_largest_market_buy_is_refused_for_funds()
    {
        using var world = new TradeWorld();
        world.Limit(TradeWorld.Bob, Side.Sell, 6_000_000, 10_000);
        world.Limit(TradeWorld.Bob, Side.Sell, 6_100_000, 90_000);
        var max = Max(world, Side.Buy);
        var result = world.Do(Command.MarketOrder(TradeWorld.Alice, world.Market.Id, Side.Buy, max + new Quantity(1)));
        Assert.Equal(RejectReason.InsufficientFunds, result.Reason);
    }

    [Theory]
    [InlineData(Side.Buy, 6_000_007)]
    [InlineData(Side.Sell, 5_999_993)]
    [InlineData(Side.Sell, 101)]
    public void The_worst_price_is_the_engines(Side side, long best)
    {
        using var world = new TradeWorld();
        world.Limit(TradeWorld.Bob, side.Opposite(), best, 10_000);
        var shown = BookWalk.DefaultWorst(world.Market, world.Live.Depth(world.Market.Id, 10), side);
        var result = world.Do(Command.MarketOrder(TradeWorld.Alice, world.Market.Id, side, new Quantity(1)));
        Assert.Equal(result.Price, shown);
    }

    [Fact]
    public void Portions_of_the_largest_quantity_do_not_overflow()
    {
        Assert.Equal(long.MaxValue, OrderSizing.Portion(new Quantity(long.MaxValue), 100).Lots);
        Assert.Equal(0, OrderSizing.Portion(new Quantity(3), 25).Lots);
        Assert.Equal(100, OrderSizing.PercentOf(new Quantity(long.MaxValue), new Quantity(1)));
    }

    private static void FillBook(TradeWorld world, Random random)
    {
        for (var i = 0; i < random.Next(0, 12); i++)
        {
            world.Limit(TradeWorld.Bob, Side.Sell, 6_000_000 + random.Next(1, 1_200_000), random.Next(1, 20_000));
            world.Limit(TradeWorld.Bob, Side.Buy, 6_000_000 - random.Next(1, 1_200_000), random.Next(1, 3_000));
        }
    }

    private static Command Largest(TradeWorld world, Random random, out Quantity max)
    {
        var side = random.Next(2) == 0 ? Side.Buy : Side.Sell;
        if (random.Next(2) == 0)
        {
            max = Max(world, side);
            return Command.MarketOrder(TradeWorld.Alice, world.Market.Id, side, max);
        }

        var price = new Price(random.NextInt64(1, random.Next(2) == 0 ? 1_000_000_000 : 10_000_000));
        var available = world.Live.Balance(TradeWorld.Alice, new CurrencyId(side == Side.Buy ? 1 : 0)).Available;
        max = OrderSizing.MaxLimit(world.Market, side, available, price);
        return Command.LimitOrder(TradeWorld.Alice, world.Market.Id, side, price, max);
    }

    private static Quantity Max(TradeWorld world, Side side)
    {
        var depth = world.Live.Depth(world.Market.Id, OrderSizing.LevelsLookedAt);
        var available = world.Live.Balance(TradeWorld.Alice, new CurrencyId(side == Side.Buy ? 1 : 0)).Available;
        var worst = BookWalk.DefaultWorst(world.Market, depth, side);
        return OrderSizing.MaxMarket(world.Market, depth, side, available, worst);
    }
}
