using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Exchange.Core.Primitives;

namespace Exchange.Core.Markets;

/// <summary>
/// Currencies, markets, states and fees. One thread writes; readers on other threads see whole lists because each
/// change replaces the list it changes.
/// </summary>
public sealed class MarketCatalog : IMarketCatalog
{
    private volatile IReadOnlyList<Currency> _currencies = [];
    private volatile IReadOnlyList<Market> _markets = [];
    private volatile MarketState[] _states = [];
    private volatile FeeSchedule _fees = new();
    private volatile ImmutableDictionary<MarketId, MarketProtection> _protections =
        ImmutableDictionary<MarketId, MarketProtection>.Empty;

    /// <inheritdoc/>
    public IReadOnlyList<Currency> Currencies => _currencies;

    /// <inheritdoc/>
    public IReadOnlyList<Market> Markets => _markets;

    /// <inheritdoc/>
    public IReadOnlyList<FeeScheduleEntry> Fees => _fees.Entries;

    /// <inheritdoc/>
    public bool TryCurrency(string code, [NotNullWhen(true)] out Currency? currency)
    {
        currency = null;
        foreach (var candidate in _currencies)
            if (string.Equals(candidate.Code, code, StringComparison.OrdinalIgnoreCase)) currency = candidate;
        return currency is not null;
    }

    /// <summary>Finds a currency by its index.</summary>
    public bool TryCurrency(CurrencyId id, [NotNullWhen(true)] out Currency? currency)
    {
        var currencies = _currencies;
        currency = id.Index >= 0 && id.Index < currencies.Count ? currencies[id.Index] : null;
        return currency is not null;
    }

    /// <inheritdoc/>
    public bool TryMarket(string codeOrName, [NotNullWhen(true)] out Market? market)
    {
        market = null;
        foreach (var candidate in _markets)
        {
            if (string.Equals(candidate.Code, codeOrName, StringComparison.OrdinalIgnoreCase)
                || string.Equals(candidate.Name, codeOrName, StringComparison.OrdinalIgnoreCase))
                market = candidate;
        }

        return market is not null;
    }

    /// <summary>Finds a market by its index.</summary>
    public bool TryMarket(MarketId id, [NotNullWhen(true)] out Market? market)
    {
        var markets = _markets;
        market = id.Index >= 0 && id.Index < markets.Count ? markets[id.Index] : null;
        return market is not null;
    }

    /// <inheritdoc/>
    public MarketState StateOf(MarketId market) => _states[market.Index];

    /// <inheritdoc/>
    public MarketProtection ProtectionOf(MarketId market) =>
        _protections.GetValueOrDefault(market) ?? MarketProtection.Off(market);

    /// <summary>Changes what keeps a market orderly.</summary>
    public void SetProtection(MarketProtection protection) => _protections = _protections.SetItem(protection.Market, protection);

    /// <inheritdoc/>
    public FeeScheduleEntry FeesFor(MarketId market, string group) => _fees.For(market, group);

    /// <summary>Adds a currency; its id must be the next index.</summary>
    public void Add(Currency currency)
    {
        InvariantViolation.Unless(currency.Id.Index == _currencies.Count, "Currencies are numbered without a gap.");
        _currencies = [.. _currencies, currency];
    }

    /// <summary>Adds a market; its id must be the next index.</summary>
    public void Add(Market market, MarketState state)
    {
        InvariantViolation.Unless(market.Id.Index == _markets.Count, "Markets are numbered without a gap.");
        // States first: a reader that sees the market must find its state.
        _states = [.. _states, state];
        _markets = [.. _markets, market];
    }

    /// <summary>Changes a market's state.</summary>
    public void SetState(MarketId market, MarketState state)
    {
        var states = (MarketState[])_states.Clone();
        states[market.Index] = state;
        _states = states;
    }

    /// <summary>Sets one entry of the fee schedule.</summary>
    public void SetFee(FeeScheduleEntry entry) => _fees = _fees.With(entry);
}
