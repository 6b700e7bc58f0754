using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Primitives;

namespace Exchange.Web.Demo;

/// <summary>A demo market and where its bots begin.</summary>
/// <param name="Base">Code of the currency traded.</param>
/// <param name="Quote">Code of the currency paid.</param>
/// <param name="Tick">Tick size.</param>
/// <param name="Lot">Lot size.</param>
/// <param name="Quantities">Smallest and largest order.</param>
/// <param name="Prices">Lowest and highest price.</param>
/// <param name="MinNotional">Smallest price times quantity.</param>
/// <param name="StartPrice">Around which the bots quote first.</param>
/// <param name="TypicalQuantity">An order of a usual size.</param>
internal sealed record DemoMarket(
    string Base, string Quote, string Tick, string Lot, (string Min, string Max) Quantities, (string Min,
        string Max) Prices,
    string MinNotional, string StartPrice, string TypicalQuantity)
{
    public string Code => Base + Quote;

    public MarketDefinition ToDefinition(CurrencyId @base, CurrencyId quote) => new(
        Code, @base, quote, Amount.Parse(Tick), Amount.Parse(Lot), Amount.Parse(Quantities.Min),
            Amount.Parse(Quantities.Max),
        Amount.Parse(Prices.Min), Amount.Parse(Prices.Max), Amount.Parse(MinNotional));
}

/// <summary>What a demo exchange holds.</summary>
internal static class DemoDefinitions
{
    public const string Alice = "alice@demo.example";
    public const string Bob = "bob@demo.example";
    public const string Maker = "maker-bot@demo.example";
    public const string Noise = "noise-bot@demo.example";

    /// <summary>The people. They get API keys too, for scripts that trade as them.</summary>
    public static readonly IReadOnlyList<string> Traders = [Alice, Bob];

    /// <summary>What the faucet gives of each currency.</summary>
    public static readonly IReadOnlyDictionary<string, string> FaucetAmounts = new Dictionary<string, string>
    {
        ["btc"] = "0.1",
        ["eth"] = "2",
        ["link"] = "100",
        ["usdt"] = "10000",
        ["dai"] = "1000",
        ["usdc"] = "1000",
    };

    public static readonly IReadOnlyList<CurrencyDefinition> Currencies =
    [
        new("btc", "Bitcoin", CurrencyKind.Coin, 8),
        new("eth", "Ether", CurrencyKind.Coin, 18),
        new("link", "Chainlink", CurrencyKind.Coin, 18),
        new("usdt", "Tether USD", CurrencyKind.Coin, 6),
        new("dai", "Dai", CurrencyKind.Coin, 18),
        new("usdc", "USD Coin", CurrencyKind.Coin, 6),
    ];

    public static readonly IReadOnlyList<DemoMarket> Markets =
    [
        new("btc", "usdt", "0.01", "0.0001", ("0.0001", "1000"), ("0.01", "10000000"), "1", "64250", "0.05"),
        new("eth", "usdt", "0.01", "0.0001", ("0.001", "10000"), ("0.01", "1000000"), "1", "3120", "0.8"),
        new("eth", "btc", "0.000001", "0.01", ("0.01", "10000"), ("0.000001", "100"), "0.0001", "0.048560", "0.8"),
        new("link", "usdt", "0.001", "0.001", ("0.01", "1000000"), ("0.001", "100000"), "1", "14.2", "60"),
    ];

    /// <summary>Peatio's own fee schedule: 0.2 % for everyone, less for the groups.</summary>
    public static readonly IReadOnlyList<FeeScheduleEntry> Fees =
    [
        new(null, FeeSchedule.AnyGroup, new FeeRate(2000), new FeeRate(2000)),
        new(null, "vip-0", new FeeRate(1000), new FeeRate(2000)),
        new(null, "vip-1", new FeeRate(800), new FeeRate(1800)),
        new(null, "vip-2", new FeeRate(600), new FeeRate(1600)),
        new(null, "vip-3", new FeeRate(0), new FeeRate(1400)),
    ];

    /// <summary>Limit prices up to half through the last price; a trade a fifth away from the price of a minute ago starts a
    /// call auction of half a minute.</summary>
    public static MarketProtection ProtectionOf(MarketId market) => new(
        market, BandBasisPoints: 5_000, BreakerBasisPoints: 2_000, BreakerWindowSeconds: 60, AuctionSeconds: 30);

    /// <summary>Members of the demo, each with what they start with.</summary>
    public static readonly IReadOnlyDictionary<string, (string Currency, long Whole)[]> Members =
        new Dictionary<string, (string, long)[]>
        {
            [Alice] = [("btc", 2), ("eth", 30), ("link", 500), ("usdt", 100_000), ("dai", 10_000), ("usdc", 10_000)],
            [Bob] = [("btc", 1), ("eth", 20), ("link", 1000), ("usdt", 50_000), ("dai", 5_000), ("usdc", 5_000)],
            [Maker] = [("btc", 2_000), ("eth", 40_000), ("link", 2_000_000), ("usdt", 200_000_000)],
            [Noise] = [("btc", 400), ("eth", 8_000), ("link", 400_000), ("usdt", 40_000_000)],
        };
}
