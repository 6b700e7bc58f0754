using Exchange.Core.Ledger;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>Moves money: every method posts lines that sum to zero per currency, the same lines as <see cref="Postings"/>
/// derives from the event.</summary>
internal sealed class Settlement(EngineState state)
{
    /// <summary>What a resting order keeps locked for a quantity.</summary>
    public static Amount Reservation(Market market, Side side, Price price, Quantity quantity) =>
        side == Side.Buy ? market.Notional(price, quantity) : market.AmountOf(quantity);

    /// <summary>The currency that an order of this side pays with.</summary>
    public static CurrencyId PaidCurrency(Market market, Side side) => side == Side.Buy ? market.Quote.Id : market.Base.Id;

    /// <summary>Sets money aside (positive) or gives it back (negative).</summary>
    public void Lock(int row, CurrencyId currency, Amount amount)
    {
        if (amount.IsZero) return;
        state.Ledger.PostAvailable(row, currency, -amount);
        state.Ledger.PostLocked(row, currency, amount);
    }

    /// <summary>Credits (positive) or debits (negative) a member against the platform's assets.</summary>
    public void Transfer(int row, CurrencyId currency, Amount amount)
    {
        state.Ledger.PostAvailable(row, currency, amount);
        state.Ledger.PostPlatform(LedgerAccount.Assets, currency, -amount);
    }

    /// <summary>
    /// Moves what a trade moves: each side's locked money to the other side's available balance, less the fee that each
    /// pays from what it receives.
    /// </summary>
    public void Trade(
        Market market, int buyerRow, int sellerRow, Amount baseAmount, Amount notional, Amount buyerFee, Amount sellerFee)
    {
        state.Ledger.PostLocked(buyerRow, market.Quote.Id, -notional);
        state.Ledger.PostLocked(sellerRow, market.Base.Id, -baseAmount);
        state.Ledger.PostAvailable(buyerRow, market.Base.Id, baseAmount - buyerFee);
        state.Ledger.PostAvailable(sellerRow, market.Quote.Id, notional - sellerFee);
        state.Ledger.PostPlatform(LedgerAccount.Revenues, market.Base.Id, buyerFee);
        state.Ledger.PostPlatform(LedgerAccount.Revenues, market.Quote.Id, sellerFee);
    }

    /// <summary>Stops the engine when the accounts of a currency do not sum to zero.</summary>
    public void CheckBalanced(CurrencyId currency)
    {
        var sum = state.Ledger.SumOf(currency);
        if (!sum.IsZero) throw new InvariantViolation($"Currency {currency.Index} is off by {sum.Units} units.");
    }
}
