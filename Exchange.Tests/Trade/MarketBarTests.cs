using Bunit;
using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Primitives;
using Exchange.Web.Trade;

namespace Exchange.Tests.Trade;

public sealed class MarketBarTests
{
    [Fact]
    public void An_auction_shows_its_end_and_what_it_would_trade()
    {
        using var world = new TradeWorld();
        var ends = world.Time.GetUtcNow().AddSeconds(75).ToUnixTimeMilliseconds() * 1000;
        var bar = Open(world, MarketState.Auction, new AuctionView(ends, new Price(6_000_000), new Quantity(12_500)));
        Assert.Equal("Auction", bar.Find("[data-state]").TextContent.Trim());
        Assert.Equal("Auction ends in 1 min 15 s", bar.Find("[data-auction] dt").TextContent);
        Assert.Equal("60000.00 × 1.2500", bar.Find("[data-auction-would]").TextContent);
    }

    [Fact]
    public void An_auction_without_a_price_says_so_and_without_an_auction_nothing_is_said()
    {
        using var world = new TradeWorld();
        Assert.Equal("nothing yet", Open(world, MarketState.Auction, default(AuctionView)).Find("[data-auction-would]").TextContent);
        Assert.True(Open(world, MarketState.Open, null).Find("[data-auction]").HasAttribute("hidden"));
    }

    private static IRenderedComponent<MarketBar> Open(TradeWorld world, MarketState state, AuctionView? auction)
    {
        var now = world.Now;
        var view = new TradeView(world.Market, state, world.Ticker(world.Market.Id), now.Depth, [], now.Fees)
        {
            Auction = auction,
            At = now.At,
        };
        return world.Render<MarketBar>(p => p.Add(b => b.View, view));
    }
}
