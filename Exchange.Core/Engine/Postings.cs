using System.Runtime.CompilerServices;
using Exchange.Core.Ledger;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>One line of the ledger.</summary>
/// <param name="Account">Which account.</param>
/// <param name="Member">Whose; 0 for the platform's own accounts.</param>
/// <param name="Currency">In what.</param>
/// <param name="Amount">Credit positive, debit negative.</param>
public readonly record struct Posting(LedgerAccount Account, MemberId Member, CurrencyId Currency, Amount Amount);

/// <summary>The lines of one event; at most <see cref="Capacity"/>.</summary>
[InlineArray(Capacity)]
public struct PostingLines
{
    /// <summary>Most lines that one event makes: a trade's four moves and two fees.</summary>
    public const int Capacity = 6;

    private Posting _first;
}

/// <summary>
/// Double entry: what an event moves in the ledger, as lines that sum to zero per currency. The engine moves the same
/// amounts when it writes the event; every reader derives the lines from here, so that no line can be lost on the way.
/// </summary>
public static class Postings
{
    /// <summary>Writes the event's lines that are not zero and gives their number.</summary>
    public static int Of(in EngineEvent e, ref PostingLines lines)
    {
        switch (e.Kind)
        {
            case EventKind.Transferred:
                var count = Add(ref lines, 0, LedgerAccount.MemberAvailable, e.Member, e.Currency, e.Amount);
                return Add(ref lines, count, LedgerAccount.Assets, MemberId.Platform, e.Currency, -e.Amount);
            case EventKind.OrderOpened:
            case EventKind.OrderTriggered:
            case EventKind.OrderAmended:
                return Move(ref lines, e.Member, e.Currency, e.Amount);
            case EventKind.Released:
            case EventKind.OrderClosed:
                return Move(ref lines, e.Member, e.Currency, -e.Amount);
            case EventKind.Traded:
                return OfTrade(e, ref lines);
            case EventKind.CurrencyDefined:
            case EventKind.MarketDefined:
            case EventKind.MarketStateChanged:
            case EventKind.MarketProtectionSet:
            case EventKind.FeeSet:
            case EventKind.MemberGroupSet:
            case EventKind.LevelChanged:
            case EventKind.AuctionIndicated:
            case EventKind.CancelTimerSet:
                return 0;
            default: throw new InvariantViolation($"No postings are known for {e.Kind}.");
        }
    }

    /// <summary>From available to locked, or back when negative.</summary>
    private static int Move(ref PostingLines lines, MemberId member, CurrencyId currency, Amount amount)
    {
        var count = Add(ref lines, 0, LedgerAccount.MemberAvailable, member, currency, -amount);
        return Add(ref lines, count, LedgerAccount.MemberLocked, member, currency, amount);
    }

    /// <summary>Each side's locked money to the other side, less the fee that each pays from what it receives.</summary>
    private static int OfTrade(in EngineEvent e, ref PostingLines lines)
    {
        var takerBuys = e.Side == Side.Buy;
        var (buyer, seller) = takerBuys ? (e.TakerMember, e.MakerMember) : (e.MakerMember, e.TakerMember);
        var (buyerFee, sellerFee) = takerBuys ? (e.TakerFee, e.MakerFee) : (e.MakerFee, e.TakerFee);
        var count = Add(ref lines, 0, LedgerAccount.MemberLocked, buyer, e.QuoteCurrency, -e.Amount);
        count = Add(ref lines, count, LedgerAccount.MemberLocked, seller, e.Currency, -e.BaseAmount);
        count = Add(ref lines, count, LedgerAccount.MemberAvailable, buyer, e.Currency, e.BaseAmount - buyerFee);
        count = Add(ref lines, count, LedgerAccount.MemberAvailable, seller, e.QuoteCurrency, e.Amount - sellerFee);
        count = Add(ref lines, count, LedgerAccount.Revenues, MemberId.Platform, e.Currency, buyerFee);
        return Add(ref lines, count, LedgerAccount.Revenues, MemberId.Platform, e.QuoteCurrency, sellerFee);
    }

    private static int Add(
        ref PostingLines lines, int count, LedgerAccount account, MemberId member, CurrencyId currency, Amount amount)
    {
        if (amount.IsZero) return count;
        lines[count] = new Posting(account, member, currency, amount);
        return count + 1;
    }
}
