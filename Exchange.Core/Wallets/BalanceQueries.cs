using System.Numerics;
using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Primitives;

namespace Exchange.Core.Wallets;

/// <summary>A member's balance in one currency, with what it is worth.</summary>
/// <param name="Currency">Which.</param>
/// <param name="Available">What may be used.</param>
/// <param name="Locked">What open orders set aside.</param>
/// <param name="Value">What the total is worth in the quote currency; null when no price leads there.</param>
public sealed record WalletBalance(Currency Currency, Amount Available, Amount Locked, Amount? Value)
{
    /// <summary>Available plus locked.</summary>
    public Amount Total => Available + Locked;
}

/// <summary>All balances of a member at one moment.</summary>
/// <param name="Quote">In what values are given; null while there is no market, and then nothing has a value.</param>
/// <param name="Balances">One for each currency, zero ones included, in order of definition.</param>
/// <param name="TotalValue">Sum of the known values; null without any, or when it is out of range.</param>
public sealed record WalletOverview(Currency? Quote, IReadOnlyList<WalletBalance> Balances, Amount? TotalValue)
{
    /// <summary>How many held currencies the total leaves out, because no price leads to the quote.</summary>
    public int UnvaluedCount => Balances.Count(b => b.Value is null && !b.Total.IsZero);
}

/// <summary>Reads a member's balances as of the last commit.</summary>
public sealed class BalanceQueries(IMarketCatalog catalog, IEngineReadState live, Valuation valuation)
{
    /// <summary>The currencies that values may be given in: those of prices, in order of the markets.</summary>
    public IReadOnlyList<Currency> QuoteCurrencies => [.. catalog.Markets.Select(m => m.Quote).DistinctBy(c => c.Id)];

    /// <summary>The quote currency of this code; the first one when the code is null or of none of them.</summary>
    public Currency? QuoteOrFirst(string? code)
    {
        var quotes = QuoteCurrencies;
        return quotes.FirstOrDefault(c => string.Equals(c.Code, code, StringComparison.OrdinalIgnoreCase))
            ?? (quotes.Count > 0 ? quotes[0] : null);
    }

    /// <summary>A member's balance in every currency.</summary>
    public WalletOverview Overview(MemberId member, Currency? quote)
    {
        var balances = catalog.Currencies.Select(currency => BalanceOf(member, currency, quote)).ToList();
        return new WalletOverview(quote, balances, quote is null ? null : Sum(balances));
    }

    private WalletBalance BalanceOf(MemberId member, Currency currency, Currency? quote)
    {
        var balance = live.Balance(member, currency.Id);
        var value = quote is null ? null : valuation.ValueOf(balance.Total, currency, quote);
        return new WalletBalance(currency, balance.Available, balance.Locked, value);
    }

    private static Amount? Sum(IEnumerable<WalletBalance> balances)
    {
        var units = BigInteger.Zero;
        var isKnown = false;
        foreach (var value in balances.Select(b => b.Value).OfType<Amount>())
        {
            units += value.Units;
            isKnown = true;
        }

        return isKnown && units <= Amount.MaxUnits ? Amount.FromUnits((Int128)units) : null;
    }
}
