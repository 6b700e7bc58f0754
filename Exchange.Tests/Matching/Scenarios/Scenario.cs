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
    private static readonly string[] Names = ["", "alice", "bob", "carol", "dave", "erin"];
    private static readonly MarketId TheMarket = new(0);

    private readonly StringBuilder _transcript = new();

    public static string Play(string text, IExchange exchange)
    {
        var scenario = new Scenario(exchange);
        var minNotional = text.Contains("# smallest notional 50", StringComparison.Ordinal) ? 50 : 0;
        foreach (var command in SmallMarket.Setup(minNotional)) exchange.Apply(command);
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
        else if (words[^1] == "has") WriteBalances(Array.IndexOf(Names, words[0]));
        else Write(exchange.Apply(CommandOf(words)));
    }

    private static Command CommandOf(string[] words)
    {
        if (words[0] == "market") return Command.SetMarketState(TheMarket, Enum.Parse<MarketState>(words[1]));
        if (words[0] == "fees")
            return Command.SetFee(new FeeScheduleEntry(
                null, FeeSchedule.AnyGroup, new FeeRate(Int(words[2])), new FeeRate(Int(words[4]))));
        var member = new MemberId(Array.IndexOf(Names, words[0]));
        if (member.Value <= 0) throw new FormatException($"Who is {words[0]}?");
        return words[1] switch
        {
            "cancels" when words[2] == "all" => Command.CancelAllOrders(member),
            "cancels" => Command.CancelOrder(member, new OrderId(Int(words[2].TrimStart('#')))),
            "buys" => OrderOf(member, Side.Buy, words),
            "sells" => OrderOf(member, Side.Sell, words),
            _ => throw new FormatException($"What is '{string.Join(' ', words)}'?"),
        };
    }

    private static Command OrderOf(MemberId member, Side side, string[] words)
    {
        var quantity = new Quantity(Int(words[2]));
        var fillOrKill = words.Contains("fok");
        if (words.Contains("market"))
        {
            var worst = words.Contains("worst") ? new Price(Int(words[Array.IndexOf(words, "worst") + 1])) : default;
            return Command.MarketOrder(
                member, TheMarket, side, quantity, worst,
                fillOrKill ? TimeInForce.FillOrKill : TimeInForce.ImmediateOrCancel);
        }

        var timeInForce = fillOrKill ? TimeInForce.FillOrKill
            : words.Contains("ioc") ? TimeInForce.ImmediateOrCancel
            : TimeInForce.GoodTilCanceled;
        return Command.LimitOrder(
            member, TheMarket, side, new Price(Int(words[4])), quantity, timeInForce, words.Contains("post-only"));
    }

    private void Write(Outcome outcome)
    {
        if (outcome.Reason != RejectReason.None) Line($"refused {outcome.Reason}");
        if (outcome.Opened is { } order) Line($"order #{order.Id} locks {Whole(order.Locked)}");
        foreach (var trade in outcome.Trades)
            Line($"trade {trade.Lots} @ {trade.Ticks} with {Names[trade.MakerMember]}'s #{trade.Maker}"
                + Fees(trade));
        foreach (var close in outcome.Closes.OrderBy(c => c.Order))
            Line($"closed #{close.Order} {close.Reason}" + (close.Remaining > 0 ? $", {close.Remaining} left" : ""));
    }

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
        var levels = exchange.Book(TheMarket.Index, side).Select(level => $"{level.Lots} @ {level.Ticks}").ToList();
        return levels.Count == 0 ? "-" : string.Join(", ", levels);
    }

    private void WriteBalances(int member)
    {
        foreach (var (currency, name) in new[] { (0, "usd"), (1, "coin") })
        {
            var (available, locked) = exchange.Balance(member, currency);
            Line($"{name} {Whole(available)}" + (locked.IsZero ? "" : $" and {Whole(locked)} locked"));
        }
    }

    private void Line(string text) => _transcript.Append("  ").Append(text).Append('\n');

    private static string Whole(BigInteger units) => Amount.FromUnits((Int128)units).ToString();

    private static int Int(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
