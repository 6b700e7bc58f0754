using Exchange.Core.Ledger;
using Exchange.Core.Markets;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>One member's balances and open orders as readers see them. Guarded by its own lock.</summary>
internal sealed class MemberView
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, Balance> _balances = [];
    private readonly SortedSet<long> _openOrders = [];

    public volatile string Group = FeeSchedule.DefaultGroup;

    public void Post(LedgerAccount account, CurrencyId currency, Amount amount)
    {
        lock (_gate)
        {
            _balances.TryGetValue(currency.Index, out var balance);
            _balances[currency.Index] = account == LedgerAccount.MemberLocked
                ? balance with { Locked = balance.Locked + amount }
                : balance with { Available = balance.Available + amount };
        }
    }

    public void Set(CurrencyId currency, Balance balance)
    {
        lock (_gate) _balances[currency.Index] = balance;
    }

    public void Open(OrderId order)
    {
        lock (_gate) _openOrders.Add(order.Value);
    }

    public void Close(OrderId order)
    {
        lock (_gate) _openOrders.Remove(order.Value);
    }

    public IReadOnlyList<BalanceView> Balances()
    {
        lock (_gate)
            return [.. _balances.Select(b => new BalanceView(new CurrencyId(b.Key), b.Value.Available, b.Value.Locked))];
    }

    public BalanceView Balance(CurrencyId currency)
    {
        lock (_gate)
        {
            _balances.TryGetValue(currency.Index, out var balance);
            return new BalanceView(currency, balance.Available, balance.Locked);
        }
    }

    public long[] OpenOrdersNewestFirst()
    {
        lock (_gate) return [.. _openOrders.Reverse()];
    }
}
