using Exchange.Core.Markets;
using Exchange.Core.Primitives;
using Exchange.Web.Demo;

namespace Exchange.Tests.Demo;

public sealed class DemoDefinitionsTests
{
    [Fact]
    public void Every_demo_market_passes_the_rules_and_can_take_its_bots_orders()
    {
        var currencies = DemoDefinitions.Currencies
            .Select((c, i) => new Currency(new CurrencyId(i), c.Code, c.Name, c.Kind, c.Precision))
                .ToDictionary(c => c.Code);
        foreach (var demo in DemoDefinitions.Markets)
        {
            var (@base, quote) = (currencies[demo.Base], currencies[demo.Quote]);
            var market = Market.TryCreate(new MarketId(0), demo.ToDefinition(@base.Id, quote.Id), @base, quote,
                out var refusal);
            Assert.True(market is not null, $"{demo.Code}: {refusal}");
            Assert.True(market.TryPrice(Amount.Parse(demo.StartPrice), out var price) && price >= market.MinPrice);
            Assert.True(market.TryQuantity(Amount.Parse(demo.TypicalQuantity), out var quantity));
            Assert.True(market.Notional(price, quantity) > market.MinNotional);
        }
    }

    [Fact]
    public void The_reference_price_repeats_with_its_seed_and_stays_near_its_anchor()
    {
        var anchor = new Price(1_000_000);
        var (a, b) = (new ReferencePrice(anchor, anchor, 7), new ReferencePrice(anchor, anchor, 7));
        for (var i = 0; i < 100_000; i++)
        {
            a.Step();
            b.Step();
            Assert.Equal(a.Current, b.Current);
            Assert.InRange(a.Current.Ticks, 700_000, 1_300_000);
        }
    }
}
