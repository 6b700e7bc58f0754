using System.Numerics;
using Exchange.Core.Engine;
using Exchange.Core.Ledger;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Simulation;

/// <summary>
/// A ledger of the auditor's own, moved by what events say in words ("locked", "given back", "traded"). The postings that
/// every reader derives are kept beside it and must come to the same.
/// </summary>
internal sealed class AuditedLedger
{
    private readonly Dictionary<(long Member, int Currency), (Int128 Available, Int128 Locked)> _balances = [];
    private readonly Dictionary<(LedgerAccount Account, long Member, int Currency), Int128> _posted = [];

    public IEnumerable<(long Member, int Currency)> Accounts => _balances.Keys;

    public (Int128 Available, Int128 Locked) Of(long member, int currency) => _balances.GetValueOrDefault((member, currency));

    public Int128 Posted(LedgerAccount account, long member, int currency) =>
        _posted.GetValueOrDefault((account, member, currency));

    public IReadOnlyDictionary<(LedgerAccount Account, long Member, int Currency), Int128> AllPosted => _posted;

    public void Transfer(in EngineEvent e) => Move(e.Member.Value, e.Currency.Index, e.Amount.Units, 0);

    /// <summary>Sets aside, or gives back when negative.</summary>
    public void Lock(long member, int currency, Int128 amount) => Move(member, currency, -amount, amount);

    /// <summary>Each side pays from what it set aside and receives less its fee.</summary>
    public void Trade(in EngineEvent e)
    {
        var (quote, coin) = (e.QuoteCurrency.Index, e.Currency.Index);
        var takerBuys = e.Side == Side.Buy;
        var (buyer, seller) = takerBuys ? (e.TakerMember, e.MakerMember) : (e.MakerMember, e.TakerMember);
        var (buyerFee, sellerFee) = takerBuys ? (e.TakerFee, e.MakerFee) : (e.MakerFee, e.TakerFee);
        Move(buyer.Value, quote, 0, -e.Amount.Units);
        Move(seller.Value, coin, 0, -e.BaseAmount.Units);
        Move(buyer.Value, coin, e.BaseAmount.Units - buyerFee.Units, 0);
        Move(seller.Value, quote, e.Amount.Units - sellerFee.Units, 0);
    }

    /// <summary>Takes the event's postings in; they sum to zero per currency.</summary>
    public void Post(in EngineEvent e)
    {
        var lines = default(PostingLines);
        var count = Postings.Of(e, ref lines);
        Int128 sum = 0;
        for (var i = 0; i < count; i++)
        {
            var line = lines[i];
            var key = (line.Account, line.Member.Value, line.Currency.Index);
            _posted[key] = _posted.GetValueOrDefault(key) + line.Amount.Units;
            var ofCurrency = (Int128)0;
            for (var j = 0; j < count; j++)
                if (lines[j].Currency == line.Currency) ofCurrency += lines[j].Amount.Units;
            sum += Int128.Abs(ofCurrency);
        }

        SimulationFailed.Unless(sum == 0, "INV-1", $"the postings of {e.Kind} in command {e.Sequence} do not sum to zero");
    }

    /// <summary>A share rounded up to a currency's precision, by another road than the engine's.</summary>
    public static Int128 FeeOf(Int128 received, int partsPerMillion, int precision)
    {
        var step = BigInteger.Pow(10, Amount.Scale - precision);
        var exact = (BigInteger)received * partsPerMillion;
        var steps = BigInteger.DivRem(exact, step * 1_000_000, out var rest);
        return (Int128)((rest.IsZero ? steps : steps + 1) * step);
    }

    private void Move(long member, int currency, Int128 available, Int128 locked)
    {
        var before = _balances.GetValueOrDefault((member, currency));
        var after = (Available: before.Available + available, Locked: before.Locked + locked);
        SimulationFailed.Unless(
            after.Available >= 0 && after.Locked >= 0, "INV-3", $"member {member} has {after} of currency {currency}");
        _balances[(member, currency)] = after;
    }
}
