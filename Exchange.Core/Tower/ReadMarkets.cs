using Exchange.Core.Engine;
using Exchange.Core.MarketData;
using Exchange.Core.Markets;
using Exchange.Core.Members;

namespace Exchange.Core.Tower;

/// <summary>A market as the staff sees it.</summary>
/// <param name="Market">Which.</param>
/// <param name="State">What it lets members do.</param>
/// <param name="Protection">What keeps it orderly.</param>
/// <param name="Ticker">Its last 24 hours.</param>
/// <param name="Auction">The call auction it is in, if any.</param>
public sealed record MarketStanding(Market Market, MarketState State, MarketProtection Protection, Ticker Ticker, AuctionView? Auction);

/// <summary>Shows markets to who may see them.</summary>
public sealed class ReadMarkets(PermissionChecks checks, IMarketCatalog catalog, IMarketData data, IEngineReadState live)
{
    /// <summary>What all of them are called in the audit log.</summary>
    public const string Target = "markets";

    /// <summary>A market as the audit log names it.</summary>
    public static string TargetOf(Market market) => MarketActs.TargetOf(market.Code);

    /// <summary>All markets in order of definition.</summary>
    public async Task<StaffAnswer<IReadOnlyList<MarketStanding>>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        var verdict = await checks.CheckAsync(actor, Permission.MarketsRead, Target, cancellationToken);
        return new(verdict, verdict == PermissionVerdict.Granted ? [.. catalog.Markets.Select(Look)] : null);
    }

    /// <summary>One market, by code or name; null when there is none.</summary>
    public async Task<StaffAnswer<MarketStanding>> FindAsync(Actor actor, string market, CancellationToken cancellationToken)
    {
        var verdict = await checks.CheckAsync(actor, Permission.MarketsRead, MarketActs.TargetOf(market), cancellationToken);
        return new(verdict, verdict == PermissionVerdict.Granted && catalog.TryMarket(market, out var found) ? Look(found) : null);
    }

    private MarketStanding Look(Market market) => new(
        market, catalog.StateOf(market.Id), catalog.ProtectionOf(market.Id), data.Ticker(market.Id), live.Auction(market.Id));
}
