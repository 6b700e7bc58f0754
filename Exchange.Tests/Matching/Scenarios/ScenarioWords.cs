using System.Globalization;
using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Matching.Scenarios;

/// <summary>An instruction of a scenario as a command. README.md describes the words.</summary>
internal sealed class ScenarioWords(string[] words, long now)
{
    public const long Second = 1_000_000;

    private static readonly string[] Names = ["", "alice", "bob", "carol", "dave", "erin"];
    private static readonly MarketId TheMarket = new(0);

    public static string NameOf(long member) => Names[member];

    public static long MemberOf(string name) => Array.IndexOf(Names, name);

    public Command ToCommand()
    {
        if (words[0] == "market") return Command.SetMarketState(TheMarket, Enum.Parse<MarketState>(words[1]));
        if (words[0] == "protection")
            return Command.SetMarketProtection(new MarketProtection(
                TheMarket, BasisPoints("band"), BasisPoints("breaker"), (int)(Seconds("window") / Second),
                (int)(Seconds("auction") / Second)));
        if (words[0] == "fees")
            return Command.SetFee(new FeeScheduleEntry(
                null, FeeSchedule.AnyGroup, new FeeRate(Int(After("maker"))), new FeeRate(Int(After("taker")))));
        var member = new MemberId(MemberOf(words[0]));
        if (member.Value <= 0) throw Unknown();
        return words[1] switch
        {
            "cancels" when words[2] == "all" && Has("in") => Command.SetCancelTimer(member, Seconds("in"), Source()),
            "cancels" when words[2] == "all" && Has("never") => Command.SetCancelTimer(member, 0, Source()),
            "cancels" when words[2] == "all" => Command.CancelAllOrders(member),
            "cancels" => Command.CancelOrder(member, Order()),
            "amends" => Command.AmendOrder(member, Order(), PriceAfter("@"), Has("to") ? new Quantity(Int(After("to"))) : default),
            "buys" => Placement(member, Side.Buy),
            "sells" => Placement(member, Side.Sell),
            _ => throw Unknown(),
        };
    }

    private Command Placement(MemberId member, Side side)
    {
        var byAmount = words[3] == "usd";
        var quantity = byAmount ? default : new Quantity(Int(words[2]));
        var conditions = Conditions() with
        {
            QuoteAmount = byAmount ? Amount.FromWhole(Int(words[2])) : default,
        };
        if (Has("or"))
            return Command.OneCancelsOther(
                member, TheMarket, side, PriceAfter("@"), quantity, conditions with { Trigger = TriggerKind.None }, TimeOf(), Name("named"),
                Mode());
        var body = conditions == new OrderConditions() ? null : conditions;
        return Has("market")
            ? Command.MarketOrder(member, TheMarket, side, quantity, PriceAfter("worst"), TimeOf(), Name("named"), Mode(), body)
            : Command.LimitOrder(
                member, TheMarket, side, PriceAfter("@"), quantity, TimeOf(), Has("post-only"), Name("named"), Mode(), body);
    }

    private OrderConditions Conditions()
    {
        var trigger = Has("stop") ? TriggerKind.Stop
            : Has("take-profit") ? TriggerKind.TakeProfit
            : Has("trail") ? TriggerKind.TrailingStop
            : TriggerKind.None;
        var inBasisPoints = Has("trail") && After("trail").EndsWith("bp", StringComparison.Ordinal);
        return new OrderConditions
        {
            Trigger = trigger,
            TriggerPrice = Has("stop") ? PriceAfter("stop") : PriceAfter("take-profit"),
            TrailTicks = Has("trail") && !inBasisPoints ? Int(After("trail")) : 0,
            TrailBasisPoints = inBasisPoints ? BasisPoints("trail") : 0,
            Display = Has("shows") ? new Quantity(Int(After("shows"))) : default,
            ExpiresMicroseconds = Has("for") ? now + Seconds("for") : 0,
            StopLimitPrice = PriceAfter("limit"),
            StopClientOrderId = Name("stop-named"),
        };
    }

    private TimeInForce TimeOf() =>
        Has("fok") ? TimeInForce.FillOrKill
        : Has("ioc") || (Has("market") && !Has("gtc")) ? TimeInForce.ImmediateOrCancel
        : Has("for") || Has("gtd") ? TimeInForce.GoodTilDate
        : TimeInForce.GoodTilCanceled;

    private SelfTradePrevention Mode() => !Has("self-trade") ? SelfTradePrevention.CancelNewest : After("self-trade") switch
    {
        "oldest" => SelfTradePrevention.CancelOldest,
        "both" => SelfTradePrevention.CancelBoth,
        "decrement" => SelfTradePrevention.Decrement,
        _ => throw Unknown(),
    };

    private CancelTimerSource Source() => Has("connection") ? CancelTimerSource.Connection : CancelTimerSource.Member;

    private OrderId Order() => new(Int(words[2].TrimStart('#')));

    private Price PriceAfter(string word) => Has(word) ? new Price(Int(After(word))) : default;

    private ClientOrderId Name(string word) => Has(word) ? new ClientOrderId((UInt128)Int(After(word))) : default;

    private long Seconds(string word) => Int(After(word).TrimEnd('s')) * Second;

    private int BasisPoints(string word) => Int(After(word)[..^2]);

    private bool Has(string word) => words.Contains(word);

    private string After(string word)
    {
        var index = Array.IndexOf(words, word) + 1;
        return index > 0 && index < words.Length ? words[index] : throw Unknown();
    }

    private FormatException Unknown() => new($"What is '{string.Join(' ', words)}'?");

    private static int Int(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
