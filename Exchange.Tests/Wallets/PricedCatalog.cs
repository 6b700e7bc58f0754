using System.Diagnostics.CodeAnalysis;
using Exchange.Core.Engine;
using Exchange.Core.MarketData;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Wallets;

/// <summary>Currencies, markets with last prices, and balances, as a test says.</summary>
internal sealed class PricedCatalog : IMarketCatalog, IMarketData, IEngineReadState
{
    private readonly List<Currency> _currencies = [];
    private readonly List<Market> _markets = [];
    private readonly Dictionary<MarketId, Price> _last = [];
    private readonly Dictionary<(MemberId, CurrencyId), BalanceView> _balances = [];

    public IReadOnlyList<Currency> Currencies => _currencies;
    public IReadOnlyList<Market> Markets => _markets;
    public IReadOnlyList<FeeScheduleEntry> Fees => [];
    public long Sequence => 0;

    public Currency this[string code] => _currencies.Single(c => c.Code == code);

    /// <summary>btc 8, eth 18, usdt 6 and xyz 2 decimals; nothing is traded yet.</summary>
    public static PricedCatalog WithFourCurrencies()
    {
        var catalog = new PricedCatalog();
        foreach (var (code, precision) in new[] { ("btc", 8), ("eth", 18), ("usdt", 6), ("xyz", 2) })
            catalog._currencies.Add(new Currency(
                new CurrencyId(catalog._currencies.Count), code, $"The {code}", CurrencyKind.Coin, precision));
        return catalog;
    }

    /// <summary>A market; with a price it has traded there last.</summary>
    public PricedCatalog Trading(string @base, string quote, string? last)
    {
        var definition = new MarketDefinition(
            @base + quote, this[@base].Id, this[quote].Id, Amount.Parse("0.01"), Amount.Parse("0.01"),
            Amount.Parse("0.01"), Amount.FromWhole(100), Amount.Parse("0.01"), Amount.FromWhole(1_000_000),
            Amount.Parse("0.01"));
        var market = Market.TryCreate(
            new MarketId(_markets.Count), definition, this[@base], this[quote], out var refusal);
        _markets.Add(market ?? throw new InvalidOperationException(refusal));
        if (last is not null && market.TryPrice(Amount.Parse(last), out var price)) _last[market.Id] = price;
        return this;
    }

    public PricedCatalog Holding(MemberId member, string code, string available, string locked = "0")
    {
        var balance = new BalanceView(this[code].Id, Amount.Parse(available), Amount.Parse(locked));
        _balances[(member, balance.Currency)] = balance;
        return this;
    }

    public Ticker Ticker(MarketId market) => new(
        market, _last.GetValueOrDefault(market), default, default, default, default, default);

    public BalanceView Balance(MemberId member, CurrencyId currency) =>
        _balances.GetValueOrDefault((member, currency)) ?? new BalanceView(currency, Amount.Zero, Amount.Zero);

    public bool TryCurrency(string code, [NotNullWhen(true)] out Currency? currency) =>
        (currency = _currencies.Find(c => c.Code == code)) is not null;

    public IReadOnlyList<BalanceView> Balances(MemberId member) => throw new NotSupportedException();
    public bool TryMarket(string codeOrName, [NotNullWhen(true)] out Market? market) =>
        throw new NotSupportedException();
    public MarketState StateOf(MarketId market) => MarketState.Open;
    public FeeScheduleEntry FeesFor(MarketId market, string group) => throw new NotSupportedException();
    public IReadOnlyList<PublicTrade> RecentTrades(MarketId market, int limit) => [];
    public ValueTask<IReadOnlyList<Candle>> CandlesAsync(
        MarketId market, CandlePeriod period, DateTimeOffset? from, DateTimeOffset? to, int limit,
        CancellationToken cancellationToken) => throw new NotSupportedException();
    public IReadOnlyList<OrderView> OpenOrders(MemberId member) => [];
    public OrderView? OpenOrder(OrderId order) => null;
    public string GroupOf(MemberId member) => FeeSchedule.DefaultGroup;
    public DepthView Depth(MarketId market, int levels) => throw new NotSupportedException();
    public IReadOnlyList<OrderView> RestingOrders(MarketId market, Side side, int limit) => [];
}
