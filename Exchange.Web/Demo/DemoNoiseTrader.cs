using Exchange.Core.Primitives;

namespace Exchange.Web.Demo;

/// <summary>
/// Trades at random: mostly small market orders, sometimes a limit order inside the spread that it later takes back. It
/// leans towards selling what it has too much of, so that its stock lasts.
/// </summary>
internal sealed class DemoNoiseTrader(DemoBotSetup setup, int seed, TimeProvider time, ILogger logger)
    : DemoBot(setup, seed, time, logger)
{
    private const int MaxOpenOrders = 4;
    private const int MarketOrderPercent = 70;
    private const int Lean = 15;
    private readonly Amount _start = Amount.FromWhole(
        DemoDefinitions.Members[DemoDefinitions.Noise].Single(b => b.Currency == setup.Definition.Base).Whole);

    protected override TimeSpan Pause => TimeSpan.FromMilliseconds(Dice.Next(500, 2500));

    protected override async Task ActAsync(CancellationToken cancellationToken)
    {
        var code = Setup.Definition.Code;
        var open = await Setup.Api.OpenOrdersAsync(code, cancellationToken);
        foreach (var order in open.OrderBy(o => o.Id).Take(Math.Max(0, open.Count - MaxOpenOrders)))
            await Setup.Api.CancelAsync(order.Id, cancellationToken);

        var stock = await Setup.Api.AvailableAsync(Setup.Definition.Base, cancellationToken);
        var buys = Dice.Next(100) < 50 + (stock < _start ? Lean : -Lean);
        var isMarket = Dice.Next(100) < MarketOrderPercent;
        Amount? price = isMarket ? null : Setup.Market.AmountOf(Away(Dice.Next(-300, 300)));
        await Setup.Api.PlaceAsync(code, buys ? "buy" : "sell", RandomQuantity(2, 120), price, display: null,
            cancellationToken);
    }
}
