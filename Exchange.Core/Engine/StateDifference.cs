using System.Globalization;
using Exchange.Core.Markets;

namespace Exchange.Core.Engine;

/// <summary>Names the first part in which two states differ, in words for whoever has to find out why.</summary>
internal static class StateDifference
{
    private static readonly System.Reflection.PropertyInfo[] OrderFields =
        [.. typeof(OrderView).GetProperties().Where(p => p.GetIndexParameters().Length == 0)];

    /// <summary>Null when no part that can be named differs.</summary>
    public static string? First(EngineState expected, EngineState actual) =>
        Differs("last command", expected.Sequence, actual.Sequence)
        ?? Differs("time of the last command", expected.AtMicroseconds, actual.AtMicroseconds)
        ?? Differs("last order id", expected.LastOrderId, actual.LastOrderId)
        ?? Differs("last trade id", expected.LastTradeId, actual.LastTradeId)
        ?? FirstOf("catalog: currency", expected.Catalog.Currencies, actual.Catalog.Currencies)
        ?? FirstOf("catalog: market", Definitions(expected), Definitions(actual))
        ?? FirstOf("catalog: fee", expected.Catalog.Fees, actual.Catalog.Fees)
        ?? Markets(expected, actual)
        ?? Balances(expected, actual)
        ?? Orders(expected, actual)
        ?? FirstOf("reference", expected.References.InOrder, actual.References.InOrder)
        ?? FirstOf("remembered client order id", expected.ClientOrderIds.InOrder, actual.ClientOrderIds.InOrder)
        ?? FirstOf("cancel timer", expected.Timers.Running, actual.Timers.Running);

    private static IEnumerable<MarketDefinition> Definitions(EngineState state) => state.Catalog.Markets.Select(m => m.Definition);

    private static string? Markets(EngineState expected, EngineState actual)
    {
        for (var i = 0; i < expected.MarketCount; i++)
        {
            var (market, other) = (expected.MarketAt(i), actual.MarketAt(i));
            var name = $"market {market.Market.Code}: ";
            var difference = Differs(name + "state", market.State, other.State)
                ?? Differs(name + "protection", market.Protection, other.Protection)
                ?? Differs(name + "last price", market.LastPrice.Ticks, other.LastPrice.Ticks)
                ?? Differs(name + "reference price", market.ReferencePrice.Ticks, other.ReferencePrice.Ticks)
                ?? Differs(name + "begin of the breaker's window", market.WindowBegan, other.WindowBegan)
                ?? Differs(name + "end of the auction", market.AuctionEnds, other.AuctionEnds)
                ?? Differs(name + "indicated auction", market.Indicated, other.Indicated);
            if (difference is not null) return difference;
        }

        return null;
    }

    private static string? Balances(EngineState expected, EngineState actual)
    {
        if (Differs("number of members", expected.Ledger.MemberCount, actual.Ledger.MemberCount) is { } count) return count;
        for (var row = 0; row < expected.Ledger.MemberCount; row++)
        {
            var member = expected.Ledger.MemberAt(row);
            var difference = Differs(Text($"member at row {row}"), member, actual.Ledger.MemberAt(row))
                ?? Differs(Text($"fee group of member {member.Value}"), expected.GroupNameOf(row), actual.GroupNameOf(row));
            if (difference is not null) return difference;
            foreach (var currency in expected.Catalog.Currencies)
            {
                var name = Text($"balance of member {member.Value} in {currency.Code}");
                difference = Differs(name, expected.Ledger[row, currency.Id], actual.Ledger[row, currency.Id]);
                if (difference is not null) return difference;
            }
        }

        return expected.Catalog.Currencies.Select(currency => currency.Id)
            .Select(id => Differs(
                Text($"platform's balance of currency {id.Index}"), expected.Ledger.Platform(id), actual.Ledger.Platform(id)))
            .FirstOrDefault(difference => difference is not null);
    }

    private static string? Orders(EngineState expected, EngineState actual)
    {
        using var others = actual.OpenOrders().GetEnumerator();
        foreach (var order in expected.OpenOrders())
        {
            if (!others.MoveNext()) return Text($"order {order.Id.Value} is missing");
            var other = others.Current;
            if (order == other) continue;
            if (order.Id != other.Id) return Text($"order {other.Id.Value} stands where order {order.Id.Value} should");
            var field = OrderFields.First(f => !Equals(f.GetValue(order), f.GetValue(other)));
            return Differs(Text($"order {order.Id.Value}, {field.Name}"), field.GetValue(order), field.GetValue(other));
        }

        return others.MoveNext() ? Text($"order {others.Current.Id.Value} should not be there") : null;
    }

    private static string? FirstOf<T>(string name, IEnumerable<T> expected, IEnumerable<T> actual)
    {
        using var others = actual.GetEnumerator();
        var index = 0;
        foreach (var value in expected)
        {
            if (!others.MoveNext()) return Text($"{name} {index} is missing: {value}");
            if (Differs(Text($"{name} {index}"), value, others.Current) is { } difference) return difference;
            index++;
        }

        return others.MoveNext() ? Text($"{name} {index} should not be there: {others.Current}") : null;
    }

    private static string? Differs<T>(string name, T expected, T actual) =>
        EqualityComparer<T>.Default.Equals(expected, actual) ? null : Text($"{name} is {actual}, not {expected}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
