using System.Numerics;
using Exchange.Core.Engine;
using Exchange.Core.Ledger;
using Exchange.Core.Matching;

namespace Exchange.Tests.Oracle;

/// <summary>One seed: the same commands to the naive exchange and to the engine, compared after each.</summary>
internal sealed class Duel
{
    private const int CommandsBetweenFullChecks = 200;

    private readonly NaiveExchange _naive = new();
    private readonly EngineUnderTest _engine;
    private readonly Coverage _coverage = new();
    private readonly int _seed;
    private int _step;
    private long _time = ExchangeHost.Start;

    private Duel(int seed, EngineUnderTest engine)
    {
        _seed = seed;
        _engine = engine;
    }

    public static Coverage Run(int seed, int commands) => Run(seed, commands, new EngineUnderTest());

    public static Coverage Run(int seed, int commands, EngineUnderTest engine) => new Duel(seed, engine).Fight(commands);

    private Coverage Fight(int commands)
    {
        var random = new Random(_seed);
        var world = new World(random);
        foreach (var command in world.Setup) Exchange(command);
        var stream = new CommandStream(random, world, _naive);
        for (var i = 0; i < commands; i++)
        {
            (var command, _time) = stream.Next();
            if (_engine.NextDue <= _time) Exchange(Command.Advance());
            _coverage.Add(command, Exchange(command), _naive);
            if (i % CommandsBetweenFullChecks == 0) CheckEverything();
        }

        CheckEverything();
        return _coverage;
    }

    private Outcome Exchange(Command command)
    {
        _step++;
        var expected = _naive.Apply(command, _time);
        Outcome actual;
        try
        {
            actual = _engine.Apply(command, _time);
        }
        catch (Exception e)
        {
            throw Failure($"{e}", command);
        }

        if (Outcome.Difference(expected, actual) is { } difference) throw Failure(difference, command);
        // The engine may think of orders that have gone since; it may not be late.
        var due = _naive.NextDue;
        if (_engine.NextDue > due) Same(due, _engine.NextDue, "what is due next", command);
        if (command.Kind == CommandKind.Advance && _engine.NextDue <= _time) throw Failure("due again at once", command);
        foreach (var member in expected.Touched)
            for (var currency = 0; currency < _naive.Currencies.Count; currency++)
                CheckBalance(member, currency, command);
        if (command.Kind == CommandKind.Advance) _coverage.Add(command, expected, _naive);
        return expected;
    }

    private void CheckBalance(long member, int currency, Command? command) =>
        Same(_naive.Balance(member, currency), _engine.Balance(member, currency), $"balance of {member} in {currency}", command);

    private void CheckEverything()
    {
        var reserved = _naive.Markets.SelectMany(m => m.Open).GroupBy(o => (o.Member, o.PaysWith))
            .ToDictionary(g => g.Key, g => g.Aggregate(BigInteger.Zero, (sum, order) => sum + order.Locked));
        foreach (var (member, currency) in _naive.Ledger.Accounts)
        {
            CheckBalance(member, currency, null);
            CheckAccounts(member, currency, reserved.GetValueOrDefault((member, currency)));
        }

        for (var currency = 0; currency < _naive.Currencies.Count; currency++) CheckPlatform(currency);
        foreach (var market in _naive.Markets) CheckBook(market);
        if (Outcome.Difference("open orders", OpenOrderLine.Of(_naive), OpenOrderLine.Of(_engine.State)) is { } difference)
            throw Failure(difference, null);
    }

    private void CheckAccounts(long member, int currency, BigInteger reserved)
    {
        var (available, locked) = _naive.Balance(member, currency);
        Same(reserved, locked, $"locked of {member} in {currency} against its open orders");
        Same(available, _engine.Account(LedgerAccount.MemberAvailable, member, currency), $"available postings of {member}");
        Same(locked, _engine.Account(LedgerAccount.MemberLocked, member, currency), $"locked postings of {member}");
    }

    private void CheckPlatform(int currency)
    {
        Same(BigInteger.Zero, _naive.Ledger.Sum(currency), $"sum of all accounts in {currency}");
        Same(_naive.Ledger.Assets(currency), _engine.Account(LedgerAccount.Assets, 0, currency), $"assets in {currency}");
        Same(_naive.Ledger.Revenues(currency), _engine.Account(LedgerAccount.Revenues, 0, currency), $"revenues in {currency}");
    }

    private void CheckBook(NaiveMarket market)
    {
        foreach (var side in new[] { Side.Buy, Side.Sell })
        {
            var expected = string.Join(' ', _naive.Book(market.Index, side));
            Same(expected, string.Join(' ', _engine.Book(market.Index, side)), $"{side} side of market {market.Index}");
        }
    }

    private void Same<T>(T expected, T actual, string what, Command? command = null)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            throw Failure($"{what}: expected {expected}, got {actual}", command);
    }

    private DuelLost Failure(string what, Command? command) => new(
        $"seed {_seed}, step {_step}: {what}\ncommand: {command}\n"
        + $"replay: EXCHANGE_SEED={_seed} dotnet test Exchange.Tests --filter {nameof(EngineAgainstOracleTests)}");
}

/// <summary>The engine and the naive exchange disagree.</summary>
internal sealed class DuelLost(string message) : Exception(message);
