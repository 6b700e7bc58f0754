using Exchange.Core.Primitives;

namespace Exchange.Web.Demo;

/// <summary>
/// Quotes both sides in levels around the reference price: orders that are near their level stay, the others are
/// replaced. When it has little left of a currency it stops offering that side.
/// </summary>
internal sealed class DemoMarketMaker(DemoBotSetup setup, int seed, TimeProvider time, ILogger logger)
    : DemoBot(setup, seed, time, logger)
{
    public const int Levels = 18;
    private const int MaxNewOrdersPerSide = 6;

    /// <summary>One level in so many hides most of its size.</summary>
    private const int LevelsPerIceberg = 6;

    /// <summary>Distance of the best level from the reference and between two levels, in parts per million.</summary>
    private const long FirstDistance = 80;
    private const long Spacing = 130;

    /// <summary>It keeps this many usual orders of base in reserve.</summary>
    private const long ReserveOrders = 100;

    protected override TimeSpan Pause => TimeSpan.FromMilliseconds(Dice.Next(900, 1500));

    /// <summary>
    /// Takes what is out of place away on both sides before it offers anew, so that it never meets its own old orders. What
    /// somebody else left on the wrong side of the reference it trades with, as any market maker would.
    /// </summary>
    protected override async Task ActAsync(CancellationToken cancellationToken)
    {
        Setup.Reference.Step();
        var open = await Setup.Api.OpenOrdersAsync(Setup.Definition.Code, cancellationToken);
        var bids = await ClearAsync("buy", -1, open, cancellationToken);
        var asks = await ClearAsync("sell", 1, open, cancellationToken);
        await OfferAsync("buy", -1, bids, cancellationToken);
        var stock = await Setup.Api.AvailableAsync(Setup.Definition.Base, cancellationToken);
        var reserve = Amount.Parse(Setup.Definition.TypicalQuantity).Times(ReserveOrders);
        if (stock > reserve) await OfferAsync("sell", 1, asks, cancellationToken);
    }

    /// <summary>Cancels the orders of a side that are near none of its levels; gives the levels without an order.</summary>
    private async Task<List<int>> ClearAsync(
        string side, int direction, IReadOnlyList<DemoOrder> open, CancellationToken cancellationToken)
    {
        var free = Enumerable.Range(0, Levels).ToList();
        foreach (var order in open.Where(o => o.Side == side))
        {
            var level = free.FindIndex(l => IsNear(order.Price, direction, l));
            if (level >= 0) free.RemoveAt(level);
            else await Setup.Api.CancelAsync(order.Id, cancellationToken);
        }

        return free;
    }

    private async Task OfferAsync(string side, int direction, List<int> levels, CancellationToken cancellationToken)
    {
        foreach (var level in levels.Take(MaxNewOrdersPerSide))
        {
            var jitter = Dice.NextInt64(-Spacing / 4, Spacing / 4);
            var price = Away(direction * (DistanceOf(level) + jitter));
            var quantity = RandomQuantity(40 + 20 * level, 160 + 60 * level);
            var shown = RandomQuantity(10, 30);
            Amount? display = level % LevelsPerIceberg == LevelsPerIceberg - 1 && shown < quantity ? shown : null;
            await Setup.Api.PlaceAsync(
                Setup.Definition.Code, side, quantity, Setup.Market.AmountOf(price), display, cancellationToken);
        }
    }

    private bool IsNear(Amount price, int direction, int level)
    {
        var (near, far) = (DistanceOf(level) - Spacing / 2, DistanceOf(level) + Spacing / 2);
        var (a, b) = (Setup.Market.AmountOf(Away(direction * near)), Setup.Market.AmountOf(Away(direction * far)));
        return direction > 0 ? price >= a && price < b : price <= a && price > b;
    }

    private static long DistanceOf(int level) => FirstDistance + level * Spacing;
}
