using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Bench;

/// <summary>
/// The <c>active</c> stream of the performance notes: a book of about 5,000 live orders; limit orders 54 % (a fifth
/// priced to cross), market orders 5 %, cancels 41 %; price = drifting mid plus or minus |N(0,1)| × 150 ticks; sizes
/// log-normal. Seeded.
/// </summary>
internal sealed class CommandMix
{
    private const int LiveOrders = 5_000;
    private readonly Random _random;
    private readonly int _members;
    private readonly EngineState _model = new();
    private readonly EventBuffer _output = new();
    private readonly List<(OrderId Id, MemberId Member)> _live = [];
    private readonly Dictionary<long, int> _place = [];
    private double _mid = 6_000_000;

    private CommandMix(int seed, int members)
    {
        _random = new Random(seed);
        _members = members;
        Setup(_model, members);
    }

    /// <summary>Commands that every engine which went through <see cref="Setup"/> accepts.</summary>
    public static Command[] Create(int seed, int members, int count)
    {
        var mix = new CommandMix(seed, members);
        var commands = new Command[count];
        for (var i = 0; i < count;)
        {
            var command = mix.Next();
            if (mix.Accept(command)) commands[i++] = command;
        }

        return commands;
    }

    /// <summary>One open market and members with plenty of everything.</summary>
    public static void Setup(EngineState state, int members)
    {
        var output = new EventBuffer();
        foreach (var command in SetupCommands(members))
        {
            state.Apply(command, state.Sequence + 1, state.AtMicroseconds, output);
            output.Clear();
        }
    }

    /// <summary>The commands of <see cref="Setup"/>.</summary>
    public static IEnumerable<Command> SetupCommands(int members)
    {
        yield return Command.DefineCurrency(new CurrencyDefinition("btc", "Bitcoin", CurrencyKind.Coin, 8));
        yield return Command.DefineCurrency(new CurrencyDefinition("usdt", "Tether", CurrencyKind.Coin, 6));
        yield return Command.DefineMarket(new MarketDefinition(
            "btcusdt", new CurrencyId(0), new CurrencyId(1), Amount.Parse("0.01"), Amount.Parse("0.0001"),
            Amount.Parse("0.0001"), Amount.Parse("1000000"), Amount.Parse("0.01"), Amount.Parse("10000000"), Amount.Zero));
        yield return Command.SetMarketState(new MarketId(0), MarketState.Open);
        yield return Command.SetFee(new FeeScheduleEntry(null, FeeSchedule.AnyGroup, new FeeRate(1000), new FeeRate(2000)));
        for (var i = 1; i <= members; i++)
        {
            yield return Command.Transfer(new MemberId(i), new CurrencyId(0), Amount.FromWhole(1_000_000), $"bench:btc:{i}");
            yield return Command.Transfer(new MemberId(i), new CurrencyId(1), Amount.FromWhole(1_000_000_000), $"bench:usdt:{i}");
        }
    }

    private Command Next()
    {
        _mid += Normal() * 2;
        var roll = _random.NextDouble();
        var wantsMore = _live.Count < LiveOrders;
        if (roll < 0.41 && !wantsMore && _live.Count > 0) return CancelOne();
        if (roll < 0.46 && _live.Count > LiveOrders / 2) return MarketOrder();
        return LimitOrder(crosses: !wantsMore && _random.NextDouble() < 0.2);
    }

    private Command CancelOne()
    {
        var (id, member) = _live[_random.Next(_live.Count)];
        return Command.CancelOrder(member, id);
    }

    private Command MarketOrder() => Command.MarketOrder(Member(), new MarketId(0), AnySide(), Size());

    private Command LimitOrder(bool crosses)
    {
        var side = AnySide();
        var away = Math.Abs(Normal()) * 150;
        var behind = side == Side.Buy ? -away : away;
        var price = new Price((long)(_mid + (crosses ? -behind : behind)));
        return Command.LimitOrder(Member(), new MarketId(0), side, price, Size());
    }

    private bool Accept(in Command command)
    {
        _output.Clear();
        var result = _model.Apply(command, _model.Sequence + 1, _model.AtMicroseconds + 1, _output);
        if (result.Sequence == 0) return false;
        foreach (ref readonly var e in _output.Events)
            if (e.Kind == EventKind.OrderClosed) Forget(e.Order);
        if (command.Kind == CommandKind.PlaceOrder && result.Close == CloseReason.None) Remember(result.Order, command.Member);
        return true;
    }

    private void Remember(OrderId id, MemberId member)
    {
        _place[id.Value] = _live.Count;
        _live.Add((id, member));
    }

    private void Forget(OrderId id)
    {
        if (!_place.Remove(id.Value, out var place)) return;
        var last = _live[^1];
        _live.RemoveAt(_live.Count - 1);
        if (last.Id == id) return;
        _live[place] = last;
        _place[last.Id.Value] = place;
    }

    private MemberId Member() => new(_random.Next(1, _members + 1));

    private Side AnySide() => _random.Next(2) == 0 ? Side.Buy : Side.Sell;

    private Quantity Size() => new(Math.Clamp((long)Math.Exp(3 + Normal()), 1, 10_000));

    private double Normal() =>
        Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
