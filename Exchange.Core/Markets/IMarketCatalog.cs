using System.Diagnostics.CodeAnalysis;
using Exchange.Core.Primitives;

namespace Exchange.Core.Markets;

/// <summary>The door of the Markets room: currencies, markets, states and fees as last committed. Safe for any
/// thread.</summary>
public interface IMarketCatalog
{
    /// <summary>All currencies in order of definition.</summary>
    IReadOnlyList<Currency> Currencies { get; }

    /// <summary>All markets in order of definition.</summary>
    IReadOnlyList<Market> Markets { get; }

    /// <summary>Finds a currency by its code, in any case.</summary>
    bool TryCurrency(string code, [NotNullWhen(true)] out Currency? currency);

    /// <summary>Finds a market by its code (<c>btcusdt</c>) or name (<c>BTC-USDT</c>), in any case.</summary>
    bool TryMarket(string codeOrName, [NotNullWhen(true)] out Market? market);

    /// <summary>What a market lets members do now.</summary>
    MarketState StateOf(MarketId market);

    /// <summary>What keeps a market orderly.</summary>
    MarketProtection ProtectionOf(MarketId market) => MarketProtection.Off(market);

    /// <summary>All rows of the fee schedule.</summary>
    IReadOnlyList<FeeScheduleEntry> Fees { get; }

    /// <summary>The fees that a member of a group pays in a market.</summary>
    FeeScheduleEntry FeesFor(MarketId market, string group);
}
