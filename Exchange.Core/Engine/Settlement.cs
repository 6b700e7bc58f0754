using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>Moves what trades move, the same lines as <see cref="Postings"/> derives from the event, and says what orders
/// must set aside.</summary>
internal sealed class Settlement(EngineState state)
{
    /// <summary>What a resting order keeps locked for a quantity.</summary>
    public static Amount Reservation(Market market, Side side, Price price, Quantity quantity) =>
        side == Side.Buy ? market.Notional(price, quantity) : market.AmountOf(quantity);

    /// <summary>The currency that an order of this side pays with.</summary>
    public static CurrencyId PaidCurrency(Market market, Side side) => side == Side.Buy ? market.Quote.Id : market.Base.Id;

    /// <summary>
    /// Moves what a trade moves: each side's locked money to the other side's available balance, less the fee that each
    /// pays from what it receives.
    /// </summary>
    public void Trade(
        Market market, int buyerRow, int sellerRow, Amount baseAmount, Amount notional, Amount buyerFee, Amount sellerFee)
    {
        var (@base, quote) = (market.Base.Id, market.Quote.Id);
        var ledger = state.Ledger;
        ledger.PostLocked(buyerRow, quote, -notional);
        ledger.PostLocked(sellerRow, @base, -baseAmount);
        ledger.PostAvailable(buyerRow, @base, baseAmount - buyerFee);
        ledger.PostAvailable(sellerRow, quote, notional - sellerFee);
        ledger.PostRevenue(@base, buyerFee);
        ledger.PostRevenue(quote, sellerFee);
        CheckBalanced(@base);
        CheckBalanced(quote);
    }

    /// <summary>Stops the engine when the accounts of a currency do not sum to zero.</summary>
    public void CheckBalanced(CurrencyId currency)
    {
        var sum = state.Ledger.SumOf(currency);
        if (!sum.IsZero) ThrowUnbalanced(currency, sum);
    }

    private static void ThrowUnbalanced(CurrencyId currency, Amount sum) =>
        throw new InvariantViolation($"Currency {currency.Index} is off by {sum.Units} units.");
}
