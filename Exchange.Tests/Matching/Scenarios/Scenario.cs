using System.Globalization;
using System.Numerics;
using System.Text;
using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Tests.Oracle;

namespace Exchange.Tests.Matching.Scenarios;

/// <summary>
/// Plays a scenario file and writes down what happens in the same form: a line at the margin is an instruction, the
/// indented lines under it are what it causes. The file is right when the transcript equals it. README.md describes the
/// words.
/// </summary>
internal sealed class Scenario(IExchange exchange)
{
    private readonly StringBuilder _transcript = new();
    private long _now = ExchangeHost.Start;

    public static string Play(string text, IExchange exchange)
    {
        var scenario = new Scenario(exchange);
        var minNotional = text.Contains("# smallest notional 50", StringComparison.Ordinal) ? 50 : 0;
        foreach (var command in SmallMarket.Setup(minNotional)) exchange.Apply(command, scenario._now);
        foreach (var line in text.TrimEnd('\n').Split('\n')) scenario.Take(line);
        return scenario._transcript.ToString();
    }

    private void Take(string line)
    {
        if (line.StartsWith(' ')) return;
        _transcript.Append(line).Append('\n');
        if (line.Length == 0 || line[0] == '#') return;
        var words = line.Split(' ');
        if (words[0] == "book") WriteBook();
        else if (words[0] == "wait") Wait(words[1]);
        else if (words[^1] == "has") WriteBalances(ScenarioWords.MemberOf(words[0]));
        else Write(exchange.Apply(new ScenarioWords(words, _now).ToCommand(), _now));
    }

    /// <summary>Lets time pass; what is due by then happens.</summary>
    private void Wait(string seconds)
    {
        _now += int.Parse(seconds.TrimEnd('s'), NumberStyles.None, CultureInfo.InvariantCulture) * ScenarioWords.Second;
        if (exchange.NextDue <= _now) Write(exchange.Apply(Command.Advance(), _now));
    }

    private void Write(Outcome outcome)
    {
        if (outcome.Reason != RejectReason.None) Line($"refused {outcome.Reason}");
        var opened = outcome.Opens.Select(o => o.Id).ToHashSet();
        foreach (var fact in outcome.Orders) Line(Text(fact, opened));
        foreach (var notice in outcome.Notices) Line(Text(notice));
    }

    private static string Text(Fact fact, HashSet<long> opened) => fact switch
    {
        OpenFact o => $"order #{o.Id} locks {Whole(o.Locked)}" + (o.Trigger == TriggerKind.None ? "" : $", waits for {o.TriggerTicks}"),
        TriggerFact t => $"triggered #{t.Order} at {t.TriggerTicks}" + (t.Locked.IsZero ? "" : $", locks {Whole(t.Locked)} more"),
        AmendFact a => $"amended #{a.Order}, {a.Remaining} of {a.Lots} left @ {a.Ticks}",
        TradeFact t => $"trade {t.Lots} @ {t.Ticks}" + (opened.Contains(t.Taker) ? "" : $" of {Owner(t.TakerMember)} #{t.Taker}")
            + $" with {Owner(t.MakerMember)} #{t.Maker}" + Fees(t),
        CloseFact c => $"closed #{c.Order} {c.Reason}" + (c.Remaining > 0 ? $", {c.Remaining} left" : ""),
        _ => throw new FormatException($"How to write {fact}?"),
    };

    private string Text(Fact notice) => notice switch
    {
        StateFact { State: MarketState.Auction } s => $"market Auction for {Until(s.Ends)}",
        StateFact s => $"market {s.State}",
        IndicationFact { Lots: 0 } => "indicates nothing",
        IndicationFact i => $"indicates {i.Lots} @ {i.Ticks}",
        TimerFact { Expires: 0 } t => $"timer of {ScenarioWords.NameOf(t.Member)} ends",
        TimerFact t => $"timer of {ScenarioWords.NameOf(t.Member)} runs {Until(t.Expires)}",
        _ => throw new FormatException($"How to write {notice}?"),
    };

    private string Until(long time) => $"{(time - _now) / ScenarioWords.Second}s";

    private static string Owner(long member) => $"{ScenarioWords.NameOf(member)}'s";

    private static string Fees(TradeFact trade) => trade.MakerFee.IsZero && trade.TakerFee.IsZero
        ? ""
        : $", fees {Whole(trade.MakerFee)} and {Whole(trade.TakerFee)}";

    private void WriteBook()
    {
        Line("sell " + Levels(Side.Sell));
        Line("buy " + Levels(Side.Buy));
    }

    private string Levels(Side side)
    {
        var levels = exchange.Book(0, side).Select(level => $"{level.Lots} @ {level.Ticks}").ToList();
        return levels.Count == 0 ? "-" : string.Join(", ", levels);
    }

    private void WriteBalances(long member)
    {
        foreach (var (currency, name) in new[] { (0, "usd"), (1, "coin") })
        {
            var (available, locked) = exchange.Balance(member, currency);
            Line($"{name} {Whole(available)}" + (locked.IsZero ? "" : $" and {Whole(locked)} locked"));
        }
    }

    private void Line(string text) => _transcript.Append("  ").Append(text).Append('\n');

    private static string Whole(BigInteger units) => Amount.FromUnits((Int128)units).ToString();
}
