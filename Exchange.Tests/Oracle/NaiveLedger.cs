using System.Numerics;

namespace Exchange.Tests.Oracle;

/// <summary>
/// Balances in a dictionary. The platform's assets and revenues are kept too, so that everything sums to zero.
/// </summary>
internal sealed class NaiveLedger
{
    private readonly SortedDictionary<(long Member, int Currency), (BigInteger Available,
        BigInteger Locked)> _members = [];
    private readonly Dictionary<int, BigInteger> _assets = [];
    private readonly Dictionary<int, BigInteger> _revenues = [];

    public IEnumerable<(long Member, int Currency)> Accounts => _members.Keys;

    public (BigInteger Available, BigInteger Locked) Of(long member, int currency) =>
        _members.GetValueOrDefault((member, currency));

    public BigInteger Assets(int currency) => _assets.GetValueOrDefault(currency);

    public BigInteger Revenues(int currency) => _revenues.GetValueOrDefault(currency);

    public void Credit(long member, int currency, BigInteger amount)
    {
        AddAvailable(member, currency, amount);
        _assets[currency] = Assets(currency) - amount;
    }

    public void Lock(long member, int currency, BigInteger amount)
    {
        AddAvailable(member, currency, -amount);
        AddLocked(member, currency, amount);
    }

    public void Release(long member, int currency, BigInteger amount) => Lock(member, currency, -amount);

    /// <summary>
    /// Takes what was locked from the payer; the receiver gets it less the fee, which is the platform's.
    /// </summary>
    public void Pay(long payer, long receiver, int currency, BigInteger amount, BigInteger fee)
    {
        AddLocked(payer, currency, -amount);
        AddAvailable(receiver, currency, amount - fee);
        _revenues[currency] = Revenues(currency) + fee;
    }

    /// <summary>The sum of all accounts of a currency; anything but zero is a bug.</summary>
    public BigInteger Sum(int currency)
    {
        var sum = Assets(currency) + Revenues(currency);
        foreach (var ((_, c), balance) in _members)
            if (c == currency) sum += balance.Available + balance.Locked;
        return sum;
    }

    private void AddAvailable(long member, int currency, BigInteger amount)
    {
        var (available, locked) = Of(member, currency);
        _members[(member, currency)] = NotNegative(available + amount, locked);
    }

    private void AddLocked(long member, int currency, BigInteger amount)
    {
        var (available, locked) = Of(member, currency);
        _members[(member, currency)] = NotNegative(available, locked + amount);
    }

    private static (BigInteger Available, BigInteger Locked) NotNegative(BigInteger available, BigInteger locked) =>
        available.Sign >= 0 && locked.Sign >= 0
            ? (available, locked)
            : throw new InvalidOperationException(
                $"The oracle itself is wrong: {available} available, {locked} locked.");
}
