using System.Globalization;
using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Bench;

/// <summary>
/// Writes a stream: limit orders 54 %, a fifth of them priced to cross; market orders 5 %; cancels 41 %, a tenth of them
/// for orders already gone. Price = drifting middle plus or minus |N(0,1)| × 150 ticks; sizes log-normal. Seeded. The
/// naive book says who trades and what is gone, so the stream does not depend on the engine that is measured.
/// </summary>
internal sealed class CommandMix : ITradeSink
{
    /// <summary>How far from the middle an order is priced: one standard deviation.</summary>
    public const int NearTicks = 150;

    private const double DriftTicks = 0.1;
    private const double LimitShare = 0.54;
    private const double MarketShare = 0.05;
    private const double CrossingShare = 0.2;
    private const double GoneShare = 0.1;
    private static readonly MarketId Market = new(0);

    private readonly Random _random;
    private readonly NaiveBook _book;
    private readonly int _members;
    private readonly int _restingOrders;
    private readonly int _fillTicks;
    private readonly List<int> _ownerByOrder = [0];
    private readonly List<int> _placeByOrder = [-1];
    private readonly List<int> _live = [];
    private readonly List<int> _gone = [];
    private readonly HashSet<int> _metMembers = [];
    private double _mid = 6_000_000;

    public CommandMix(int seed, int members, int restingOrders, int fillTicks)
    {
        _random = new Random(seed);
        _book = new NaiveBook(this);
        (_members, _restingOrders, _fillTicks) = (members, restingOrders, fillTicks);
    }

    public CommandStream Create(string name, int count)
    {
        var fill = new Command[_restingOrders];
        for (var i = 0; i < fill.Length; i++) fill[i] = Place(AnySide(), OrderType.Limit, Away(FillDistance()), Size(1));
        var measured = new Command[count];
        for (var i = 0; i < count; i++) measured[i] = Next();
        var trades = _book.Trades;
        var mix = string.Create(CultureInfo.InvariantCulture,
            $"{name}: {count:N0} commands on {_restingOrders:N0} resting orders ({_live.Count:N0} at the end), {trades:N0} trades")
            + string.Create(CultureInfo.InvariantCulture, $", {_members:N0} members; ")
            + "limit 54 % (a fifth crossing), market 5 %, cancel 41 %";
        return new CommandStream(name, mix, _members, fill, measured);
    }

    /// <summary>Commands that every engine which went through <see cref="Setup"/> accepts.</summary>
    public static Command[] Create(int seed, int members, int count)
    {
        var stream = new CommandMix(seed, members, restingOrders: 5_000, NearTicks).Create("accepted", count);
        var book = new NaiveBook();
        return [.. stream.Fill.Concat(stream.Measured).Where(c => book.Apply(c) || c.Kind == CommandKind.PlaceOrder).Take(count)];
    }

    /// <summary>One open market and members with plenty of everything.</summary>
    public static IEnumerable<Command> SetupCommands(int members)
    {
        yield return Command.DefineCurrency(new CurrencyDefinition("btc", "Bitcoin", CurrencyKind.Coin, 8));
        yield return Command.DefineCurrency(new CurrencyDefinition("usdt", "Tether", CurrencyKind.Coin, 6));
        yield return Command.DefineMarket(new MarketDefinition(
            "btcusdt", new CurrencyId(0), new CurrencyId(1), Amount.Parse("0.01"), Amount.Parse("0.0001"),
            Amount.Parse("0.0001"), Amount.Parse("1000000"), Amount.Parse("0.01"), Amount.Parse("10000000"), Amount.Zero));
        yield return Command.SetMarketState(Market, MarketState.Open);
        yield return Command.SetFee(new FeeScheduleEntry(null, FeeSchedule.AnyGroup, new FeeRate(1000), new FeeRate(2000)));
        for (var i = 1; i <= members; i++)
        {
            yield return Command.Transfer(new MemberId(i), new CurrencyId(0), Amount.FromWhole(1_000_000), $"bench:btc:{i}");
            yield return Command.Transfer(new MemberId(i), new CurrencyId(1), Amount.FromWhole(1_000_000_000), $"bench:usdt:{i}");
        }
    }

    /// <summary>Applies <see cref="SetupCommands"/>.</summary>
    public static void Setup(EngineState state, int members)
    {
        var output = new EventBuffer();
        foreach (var command in SetupCommands(members))
        {
            state.Apply(command, state.Sequence + 1, state.AtMicroseconds, output);
            output.Clear();
        }
    }

    /// <inheritdoc/>
    public void Traded(long maker, long taker, long price, long quantity, long makerLeft)
    {
        _metMembers.Add(_ownerByOrder[(int)maker]);
        if (makerLeft == 0) Forget((int)maker);
    }

    private Command Next()
    {
        _mid += Normal() * DriftTicks;
        var roll = _random.NextDouble();
        if (roll < LimitShare)
        {
            var crosses = _random.NextDouble() < CrossingShare;
            var distance = Math.Abs(Normal()) * NearTicks;
            return Place(AnySide(), OrderType.Limit, Away(crosses ? -distance : distance), Size(crosses ? TakerScale : 1));
        }

        if (roll < LimitShare + MarketShare) return Place(AnySide(), OrderType.Market, (_, _) => default, Size(TakerScale));
        return Cancel(wantsGone: _gone.Count > 0 && _random.NextDouble() < GoneShare);
    }

    /// <summary>More is placed than canceled, so takers keep the book at its size: small when it shrinks, large when it
    /// grows.</summary>
    private double TakerScale => _live.Count < _restingOrders ? 0.25 : 0.75;

    private Command Cancel(bool wantsGone)
    {
        var from = wantsGone ? _gone : _live;
        var order = from[_random.Next(from.Count)];
        var command = Command.CancelOrder(new MemberId(_ownerByOrder[order]), new OrderId(order));
        _book.Apply(command);
        if (!wantsGone) Forget(order);
        return command;
    }

    private Command Place(Side side, OrderType type, Func<Side, double, Price> priceOf, Quantity size)
    {
        var price = priceOf(side, _mid);
        _metMembers.Clear();
        _ownerByOrder.Add(0);
        _placeByOrder.Add(-1);
        var order = _ownerByOrder.Count - 1;
        var rests = _book.Apply(Build(default, side, type, price, size)) && type == OrderType.Limit;

        var member = _random.Next(1, _members + 1);
        while (_metMembers.Contains(member)) member = _random.Next(1, _members + 1);
        _ownerByOrder[order] = member;
        if (rests) Remember(order);
        else _gone.Add(order);
        return Build(new MemberId(member), side, type, price, size);
    }

    private static Command Build(MemberId member, Side side, OrderType type, Price price, Quantity size) =>
        type == OrderType.Limit
            ? Command.LimitOrder(member, Market, side, price, size)
            : Command.MarketOrder(member, Market, side, size);

    private void Remember(int order)
    {
        _placeByOrder[order] = _live.Count;
        _live.Add(order);
    }

    private void Forget(int order)
    {
        var place = _placeByOrder[order];
        var last = _live[^1];
        _live[place] = last;
        _placeByOrder[last] = place;
        _live.RemoveAt(_live.Count - 1);
        _placeByOrder[order] = -1;
        _gone.Add(order);
    }

    private double FillDistance() =>
        _fillTicks == NearTicks ? Math.Abs(Normal()) * NearTicks : _random.NextDouble() * _fillTicks;

    /// <summary>A price behind the middle as seen from the order's side; through it when the distance is negative.</summary>
    private static Func<Side, double, Price> Away(double distance) => (side, mid) => side == Side.Buy
        ? new Price((long)Math.Floor(mid - distance))
        : new Price((long)Math.Ceiling(mid + distance));

    private Side AnySide() => _random.Next(2) == 0 ? Side.Buy : Side.Sell;

    private Quantity Size(double scale) => new(Math.Clamp((long)(Math.Exp(3 + Normal()) * scale), 1, 10_000));

    private double Normal() =>
        Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
