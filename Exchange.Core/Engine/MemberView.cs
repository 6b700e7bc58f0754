using Exchange.Core.Ledger;
using Exchange.Core.Markets;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>One member's balances and open orders as the read state keeps them. Not safe for several threads.</summary>
internal sealed class MemberView
{
    private const int None = -1;
    private Holding[] _holdings = [];

    public string Group { get; set; } = FeeSchedule.DefaultGroup;

    /// <summary>Slot of the youngest open order, or -1.</summary>
    public int Youngest { get; private set; } = None;

    public void Post(LedgerAccount account, CurrencyId currency, Amount amount)
    {
        ref var holding = ref Of(currency);
        if (account == LedgerAccount.MemberLocked) holding.Locked += amount;
        else holding.Available += amount;
    }

    public void Set(CurrencyId currency, Balance balance)
    {
        ref var holding = ref Of(currency);
        (holding.Available, holding.Locked) = (balance.Available, balance.Locked);
    }

    public List<BalanceView> Balances()
    {
        var balances = new List<BalanceView>(_holdings.Length);
        for (var i = 0; i < _holdings.Length; i++)
            if (_holdings[i].WasHeld) balances.Add(View(i));
        return balances;
    }

    public BalanceView Balance(CurrencyId currency) =>
        currency.Index < _holdings.Length ? View(currency.Index) : new BalanceView(currency, default, default);

    /// <summary>Puts an order before all others of the member.</summary>
    public void Open(OrderRecords orders, int slot)
    {
        ref var order = ref orders[slot];
        order.MemberYounger = None;
        order.MemberOlder = Youngest;
        if (Youngest != None) orders[Youngest].MemberYounger = slot;
        Youngest = slot;
    }

    /// <summary>Takes an order out.</summary>
    public void Close(OrderRecords orders, int slot)
    {
        ref var order = ref orders[slot];
        if (order.MemberYounger == None) Youngest = order.MemberOlder;
        else orders[order.MemberYounger].MemberOlder = order.MemberOlder;
        if (order.MemberOlder != None) orders[order.MemberOlder].MemberYounger = order.MemberYounger;
    }

    private BalanceView View(int currency) =>
        new(new CurrencyId(currency), _holdings[currency].Available, _holdings[currency].Locked);

    private ref Holding Of(CurrencyId currency)
    {
        if (currency.Index >= _holdings.Length) Array.Resize(ref _holdings, currency.Index + 1);
        ref var holding = ref _holdings[currency.Index];
        holding.WasHeld = true;
        return ref holding;
    }

    private struct Holding
    {
        public Amount Available;
        public Amount Locked;
        public bool WasHeld;
    }
}
