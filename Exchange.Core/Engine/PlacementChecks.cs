using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>What a placement works with once all checks hold.</summary>
/// <param name="Market">The market.</param>
/// <param name="Book">Its book.</param>
/// <param name="Limit">The limit price; a market order's worst price.</param>
/// <param name="PaidCurrency">The currency that is locked.</param>
/// <param name="Lock">How much.</param>
internal readonly record struct PlacementTerms(
    Market Market, OrderBook Book, Price Limit, CurrencyId PaidCurrency, Amount Lock);

/// <summary>Every check of an order, in the order of <see cref="RejectReason"/>. Reads only.</summary>
internal sealed class PlacementChecks(EngineState state)
{
    public RejectReason FirstViolation(in Command command, out PlacementTerms terms)
    {
        terms = default;
        if (command.Market is not { } id || !state.Catalog.TryMarket(id, out var market)) return RejectReason.MarketUnknown;
        if (state.Catalog.StateOf(id) != MarketState.Open) return RejectReason.MarketNotOpen;
        if (!IsWellFormed(command)) return RejectReason.Malformed;
        var reason = RangeViolation(command, market);
        if (reason == RejectReason.None) reason = MemberViolation(command, id);
        return reason == RejectReason.None ? BookViolation(command, market, out terms) : reason;
    }

    private static bool IsWellFormed(in Command command)
    {
        if (command.Member.Value <= 0 || command.Side is not { } side || !Enum.IsDefined(side)) return false;
        if (!Enum.IsDefined(command.Type) || !Enum.IsDefined(command.TimeInForce)) return false;
        if (command.Quantity.Lots <= 0) return false;
        var rests = command.TimeInForce == TimeInForce.GoodTilCanceled;
        return command.Type == OrderType.Market ? !rests && !command.PostOnly : rests || !command.PostOnly;
    }

    private static RejectReason RangeViolation(in Command command, Market market)
    {
        var priced = command.Type == OrderType.Limit || command.Price != default;
        if (command.Type == OrderType.Limit && !command.Price.IsSet) return RejectReason.PriceMissing;
        if (priced && (command.Price < market.MinPrice || command.Price > market.MaxPrice))
            return RejectReason.PriceOutOfRange;
        if (command.Quantity < market.MinQuantity) return RejectReason.QuantityTooSmall;
        if (command.Quantity > market.MaxQuantity) return RejectReason.QuantityTooLarge;
        var tooSmall = command.Type == OrderType.Limit
            && market.Notional(command.Price, command.Quantity) < market.MinNotional;
        return tooSmall ? RejectReason.NotionalTooSmall : RejectReason.None;
    }

    private RejectReason MemberViolation(in Command command, MarketId market)
    {
        if (command.ClientOrderId.IsSet && state.ClientOrderIds.Contains(command.Member, command.ClientOrderId))
            return RejectReason.ClientOrderIdTaken;
        var tooMany = command.TimeInForce == TimeInForce.GoodTilCanceled
            && state.Ledger.TryRow(command.Member, out var row)
            && state.MemberOrders.Count(market, row) >= OrderPlacement.MaxOpenOrdersPerMarket;
        return tooMany ? RejectReason.TooManyOpenOrders : RejectReason.None;
    }

    private RejectReason BookViolation(in Command command, Market market, out PlacementTerms terms)
    {
        terms = default;
        var side = command.Side!.Value;
        var book = state.Books[market.Id.Index];
        if (command.Type == OrderType.Market && book.Total(side.Opposite()) < command.Quantity)
            return RejectReason.InsufficientLiquidity;
        var limit = command.Price.IsSet ? command.Price : DefaultWorstPrice(market, book, side);
        if (command.PostOnly && book.Crosses(side, limit)) return RejectReason.WouldTake;

        var currency = Settlement.PaidCurrency(market, side);
        var needed = command.Type == OrderType.Market && side == Side.Buy
            ? CostOfWalk(market, book, limit, command.Quantity)
            : Settlement.Reservation(market, side, limit, command.Quantity);
        if (state.BalanceOf(command.Member, currency).Available < needed) return RejectReason.InsufficientFunds;
        terms = new PlacementTerms(market, book, limit, currency, needed);
        return RejectReason.None;
    }

    /// <summary>The best price moved against the taker by the market's protection, to a whole tick nearer the
    /// best.</summary>
    private static Price DefaultWorstPrice(Market market, OrderBook book, Side side)
    {
        var best = (Int128)book.BestPrice(side.Opposite()).Ticks;
        var ticks = side == Side.Buy
            ? best * (100 + Market.DefaultProtectionPercent) / 100
            : (best * (100 - Market.DefaultProtectionPercent) + 99) / 100;
        return new Price((long)Int128.Clamp(ticks, market.MinPrice.Ticks, market.MaxPrice.Ticks));
    }

    /// <summary>What buying the quantity costs at most, level by level, within the worst price.</summary>
    private static Amount CostOfWalk(Market market, OrderBook book, Price worst, Quantity quantity)
    {
        var cost = Amount.Zero;
        for (var i = 0; i < book.LevelCount(Side.Sell) && !quantity.IsZero; i++)
        {
            var (price, total) = book.Level(Side.Sell, i);
            if (price > worst) break;
            var taken = Quantity.Min(total, quantity);
            cost += market.Notional(price, taken);
            quantity -= taken;
        }

        return cost;
    }
}
