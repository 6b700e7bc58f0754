using Exchange.Core.Primitives;

namespace Exchange.Core.Ledger;

/// <summary>A member's balance in one currency.</summary>
/// <param name="Available">What may be used.</param>
/// <param name="Locked">What is set aside.</param>
public record struct Balance(Amount Available, Amount Locked)
{
    /// <summary>Available plus locked.</summary>
    public readonly Amount Total => Available + Locked;
}

/// <summary>What the platform's own accounts of one currency hold, credit positive.</summary>
/// <param name="Assets">Negative while the platform holds something.</param>
/// <param name="Revenues">Fees earned.</param>
/// <param name="Expenses">Negative once something was paid.</param>
public record struct PlatformBalance(Amount Assets, Amount Revenues, Amount Expenses);

/// <summary>
/// The balances of all members and of the platform. Members have dense rows in the order they first appeared. Every
/// change is a posting; no member's balance ever goes below zero and all accounts of a currency sum to zero.
/// </summary>
public sealed class MemberLedger
{
    private readonly MemberRows _rows = new();
    private MemberId[] _members = new MemberId[16];

    // A member's balances lie side by side, so that a trade finds both of its currencies at one place.
    private Balance[] _balances = new Balance[16];
    private int _stride = 1;
    private PlatformBalance[] _platform = [];
    private Amount[] _liabilities = [];

    /// <summary>How many members have a row.</summary>
    public int MemberCount { get; private set; }

    /// <summary>How many currencies there are.</summary>
    public int CurrencyCount => _platform.Length;

    /// <summary>The member of a row.</summary>
    public MemberId MemberAt(int row) => _members[row];

    /// <summary>Finds a member's row.</summary>
    public bool TryRow(MemberId member, out int row) => _rows.TryFind(member, out row);

    /// <summary>A member's row will be asked for soon.</summary>
    internal void PrefetchRow(MemberId member) => _rows.Prefetch(member);

    /// <summary>A member's balances will be needed soon.</summary>
    internal void PrefetchBalances(int row)
    {
        CacheLine.Prefetch(ref _balances[row * _stride]);
        CacheLine.Prefetch(ref _balances[row * _stride + Math.Min(_stride, 2) - 1]);
    }

    /// <summary>A member's row, made when it is new.</summary>
    public int RowOf(MemberId member)
    {
        if (_rows.TryFind(member, out var row)) return row;
        row = MemberCount++;
        if (row == _members.Length)
        {
            Array.Resize(ref _members, row * 2);
            Array.Resize(ref _balances, row * 2 * _stride);
        }

        _members[row] = member;
        _rows.Add(member, row);
        return row;
    }

    /// <summary>Makes room for the next currency.</summary>
    public void AddCurrency()
    {
        _platform = [.. _platform, default];
        _liabilities = [.. _liabilities, default];
        if (CurrencyCount > _stride) Widen(_stride * 2);
    }

    /// <summary>A member's balance.</summary>
    public Balance this[int row, CurrencyId currency] => _balances[row * _stride + currency.Index];

    /// <summary>The platform's accounts of a currency.</summary>
    public PlatformBalance Platform(CurrencyId currency) => _platform[currency.Index];

    /// <summary>True when a member may use at least an amount.</summary>
    public bool HasAvailable(int row, CurrencyId currency, Amount amount) =>
        _balances[row * _stride + currency.Index].Available >= amount;

    /// <summary>Sets a member's money aside.</summary>
    /// <exception cref="InvariantViolation">There is less available.</exception>
    public void Lock(int row, CurrencyId currency, Amount amount)
    {
        ref var balance = ref _balances[row * _stride + currency.Index];
        balance.Available -= amount;
        balance.Locked += amount;
        if (balance.Available.IsNegative) ThrowNegative("available", row, currency, balance.Available);
    }

    /// <summary>Gives back what was set aside.</summary>
    /// <exception cref="InvariantViolation">There is less locked.</exception>
    public void Unlock(int row, CurrencyId currency, Amount amount)
    {
        ref var balance = ref _balances[row * _stride + currency.Index];
        balance.Available += amount;
        balance.Locked -= amount;
        if (balance.Locked.IsNegative) ThrowNegative("locked", row, currency, balance.Locked);
    }

    /// <summary>Posts to a member's available balance.</summary>
    /// <exception cref="InvariantViolation">The balance would go below zero.</exception>
    public void PostAvailable(int row, CurrencyId currency, Amount amount)
    {
        ref var balance = ref _balances[row * _stride + currency.Index];
        balance.Available += amount;
        _liabilities[currency.Index] += amount;
        if (balance.Available.IsNegative) ThrowNegative("available", row, currency, balance.Available);
    }

    /// <summary>Posts to a member's locked balance.</summary>
    /// <exception cref="InvariantViolation">The balance would go below zero.</exception>
    public void PostLocked(int row, CurrencyId currency, Amount amount)
    {
        ref var balance = ref _balances[row * _stride + currency.Index];
        balance.Locked += amount;
        _liabilities[currency.Index] += amount;
        if (balance.Locked.IsNegative) ThrowNegative("locked", row, currency, balance.Locked);
    }

    /// <summary>Posts to the platform's assets.</summary>
    public void PostAssets(CurrencyId currency, Amount amount) => _platform[currency.Index].Assets += amount;

    /// <summary>Posts to the platform's revenues.</summary>
    public void PostRevenue(CurrencyId currency, Amount amount) => _platform[currency.Index].Revenues += amount;

    /// <summary>The sum over all accounts of a currency, kept as postings arrive. Always zero between
    /// commands.</summary>
    public Amount SumOf(CurrencyId currency)
    {
        ref var platform = ref _platform[currency.Index];
        return platform.Assets + platform.Revenues + platform.Expenses + _liabilities[currency.Index];
    }

    /// <summary>The same sum counted anew from every balance: proof that the kept sum did not drift.</summary>
    public Amount RecountedSumOf(CurrencyId currency)
    {
        var platform = _platform[currency.Index];
        var sum = platform.Assets + platform.Revenues + platform.Expenses;
        for (var row = 0; row < MemberCount; row++) sum += this[row, currency].Total;
        return sum;
    }

    /// <summary>Puts a balance back from a snapshot.</summary>
    internal void Restore(int row, CurrencyId currency, Balance balance)
    {
        _balances[row * _stride + currency.Index] = balance;
        _liabilities[currency.Index] += balance.Total;
    }

    /// <summary>Puts the platform's accounts back from a snapshot.</summary>
    internal void Restore(CurrencyId currency, PlatformBalance balance) => _platform[currency.Index] = balance;

    private void Widen(int stride)
    {
        var wide = new Balance[_members.Length * stride];
        for (var row = 0; row < MemberCount; row++)
            _balances.AsSpan(row * _stride, _stride).CopyTo(wide.AsSpan(row * stride));
        _balances = wide;
        _stride = stride;
    }

    private void ThrowNegative(string which, int row, CurrencyId currency, Amount amount) =>
        throw new InvariantViolation(
            $"Member {_members[row].Value}: {which} balance of currency {currency.Index} would be {amount.Units} units.");
}
