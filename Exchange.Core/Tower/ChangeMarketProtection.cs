using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Members;
using Exchange.Core.Primitives;

namespace Exchange.Core.Tower;

/// <summary>The figures that keep a market orderly, of whichever market; <see cref="MarketProtection"/> says what they mean.</summary>
/// <param name="BandBasisPoints">The price band; 0 for none.</param>
/// <param name="BreakerBasisPoints">The circuit breaker; 0 for none.</param>
/// <param name="BreakerWindowSeconds">How long its reference price holds.</param>
/// <param name="AuctionSeconds">How long a call auction lasts.</param>
public sealed record ProtectionFigures(int BandBasisPoints, int BreakerBasisPoints, int BreakerWindowSeconds, int AuctionSeconds)
{
    /// <summary>What a market has.</summary>
    public static ProtectionFigures Of(MarketProtection protection) => new(
        protection.BandBasisPoints, protection.BreakerBasisPoints, protection.BreakerWindowSeconds, protection.AuctionSeconds);

    /// <summary>As a market's own.</summary>
    public MarketProtection For(MarketId market) => new(
        market, BandBasisPoints, BreakerBasisPoints, BreakerWindowSeconds, AuctionSeconds);

    /// <summary>In the audit log.</summary>
    public string InWords() => $"band:{MarketWords.Limit(BandBasisPoints)}, breaker:{MarketWords.Limit(BreakerBasisPoints)}, "
        + $"window:{MarketWords.Seconds(BreakerWindowSeconds)}, auction:{MarketWords.Seconds(AuctionSeconds)}";
}

/// <summary>Sets a market's price band, circuit breaker and length of auctions.</summary>
public sealed class ChangeMarketProtection
{
    /// <summary>How the actions in the audit log begin.</summary>
    public const string Kind = "market.protection";

    /// <summary>The action of a change in the audit log.</summary>
    public const string Action = Kind + MarketActs.Done;

    private readonly MarketActs _acts;
    private readonly IMarketCatalog _catalog;

    internal ChangeMarketProtection(MarketActs acts, IMarketCatalog catalog) => (_acts, _catalog) = (acts, catalog);

    /// <summary>Changes it, if it still is what the actor saw. An auction that runs keeps its end.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="market">Code or name of the market.</param>
    /// <param name="from">The figures that the actor saw, as <see cref="ProtectionFigures.InWords"/> says them.</param>
    /// <param name="to">What it is to become.</param>
    /// <param name="reason">Why, for the audit log.</param>
    /// <param name="cancellationToken">Looked at until the engine is asked.</param>
    public Task<MarketOutcome> ExecuteAsync(
        Actor actor, string market, string? from, ProtectionFigures to, string? reason, CancellationToken cancellationToken)
    {
        var act = new MarketAct(
            Kind, market, from, to.InWords(), m => ProtectionFigures.Of(_catalog.ProtectionOf(m.Id)).InWords(),
            m => Command.SetMarketProtection(to.For(m.Id)))
        {
            Problem = to.For(default).IsValid ? MarketRejectReason.None : MarketRejectReason.FiguresInvalid,
        };
        return _acts.RunAsync(actor, act, reason, cancellationToken);
    }
}
