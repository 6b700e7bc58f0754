using Exchange.Core.Ledger;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>Moves money: every method posts lines that sum to zero per currency and writes each line into the
/// events.</summary>
internal sealed class Settlement(EngineState state)
{
    /// <summary>What a resting order keeps locked for a quantity.</summary>
    public static Amount Reservation(Market market, Side side, Price price, Quantity quantity) =>
        side == Side.Buy ? market.Notional(price, quantity) : market.AmountOf(quantity);

    /// <summary>The currency that an order of this side pays with.</summary>
    public static CurrencyId PaidCurrency(Market market, Side side) => side == Side.Buy ? market.Quote.Id : market.Base.Id;

    /// <summary>Sets money aside (positive) or gives it back (negative).</summary>
    public void Lock(int row, CurrencyId currency, Amount amount, OrderId order, EventBuffer output)
    {
        if (amount.IsZero) return;
        PostAvailable(row, currency, -amount, order, default, output);
        PostLocked(row, currency, amount, order, default, output);
    }

    /// <summary>Credits (positive) or debits (negative) a member against the platform's assets.</summary>
    public void Transfer(int row, CurrencyId currency, Amount amount, string reference, EventBuffer output)
    {
        state.Ledger.PostAvailable(row, currency, amount);
        Write(LedgerAccount.MemberAvailable, state.Ledger.MemberAt(row), currency, amount, output).Text = reference;
        state.Ledger.PostPlatform(LedgerAccount.Assets, currency, -amount);
        Write(LedgerAccount.Assets, MemberId.Platform, currency, -amount, output).Text = reference;
    }

    /// <summary>
    /// Moves what a trade moves: each side's locked money to the other side's available balance, less the fee that each
    /// pays from what it receives.
    /// </summary>
    public void Trade(
        Market market, int buyerRow, int sellerRow, Amount baseAmount, Amount notional, Amount buyerFee, Amount sellerFee,
        TradeId trade, EventBuffer output)
    {
        PostLocked(buyerRow, market.Quote.Id, -notional, default, trade, output);
        PostLocked(sellerRow, market.Base.Id, -baseAmount, default, trade, output);
        PostAvailable(buyerRow, market.Base.Id, baseAmount - buyerFee, default, trade, output);
        PostAvailable(sellerRow, market.Quote.Id, notional - sellerFee, default, trade, output);
        PostRevenue(market.Base.Id, buyerFee, trade, output);
        PostRevenue(market.Quote.Id, sellerFee, trade, output);
    }

    /// <summary>Stops the engine when the accounts of a currency do not sum to zero.</summary>
    public void CheckBalanced(CurrencyId currency)
    {
        var sum = state.Ledger.SumOf(currency);
        if (!sum.IsZero) throw new InvariantViolation($"Currency {currency.Index} is off by {sum.Units} units.");
    }

    private void PostAvailable(
        int row, CurrencyId currency, Amount amount, OrderId order, TradeId trade, EventBuffer output)
    {
        if (amount.IsZero) return;
        state.Ledger.PostAvailable(row, currency, amount);
        ref var posted = ref Write(LedgerAccount.MemberAvailable, state.Ledger.MemberAt(row), currency, amount, output);
        posted.Order = order;
        posted.Trade = trade;
    }

    private void PostLocked(
        int row, CurrencyId currency, Amount amount, OrderId order, TradeId trade, EventBuffer output)
    {
        state.Ledger.PostLocked(row, currency, amount);
        ref var posted = ref Write(LedgerAccount.MemberLocked, state.Ledger.MemberAt(row), currency, amount, output);
        posted.Order = order;
        posted.Trade = trade;
    }

    private void PostRevenue(CurrencyId currency, Amount fee, TradeId trade, EventBuffer output)
    {
        if (fee.IsZero) return;
        state.Ledger.PostPlatform(LedgerAccount.Revenues, currency, fee);
        Write(LedgerAccount.Revenues, MemberId.Platform, currency, fee, output).Trade = trade;
    }

    private static ref EngineEvent Write(
        LedgerAccount account, MemberId member, CurrencyId currency, Amount amount, EventBuffer output)
    {
        ref var posted = ref output.Add(EventKind.Posted);
        posted.Account = account;
        posted.Member = member;
        posted.Currency = currency;
        posted.Amount = amount;
        return ref posted;
    }
}
