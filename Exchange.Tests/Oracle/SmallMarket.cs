using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Oracle;

/// <summary>
/// One market that is easy to calculate in one's head: a tick is 1 usd, a lot is 1 coin, prices from 1 to 1,000, at
/// most 1,000 lots an order. Members 1 to 9 hold 1,000,000 of each currency.
/// </summary>
internal static class SmallMarket
{
    public static IEnumerable<Command> Setup(int minNotional = 0)
    {
        var one = Amount.FromWhole(1);
        yield return Command.DefineCurrency(new CurrencyDefinition("usd", "Dollar", CurrencyKind.Fiat, 2));
        yield return Command.DefineCurrency(new CurrencyDefinition("coin", "Coin", CurrencyKind.Coin, 8));
        yield return Command.DefineMarket(new MarketDefinition(
            "coinusd", new CurrencyId(1), new CurrencyId(0), one, one, one, Amount.FromWhole(1_000), one,
            Amount.FromWhole(1_000), Amount.FromWhole(minNotional)));
        yield return Command.SetMarketState(new MarketId(0), MarketState.Open);
        for (var member = 1; member <= 9; member++)
            for (var currency = 0; currency < 2; currency++)
                yield return Command.Transfer(
                    new MemberId(member), new CurrencyId(currency), Amount.FromWhole(1_000_000),
                        $"seed:{member}:{currency}");
    }
}
