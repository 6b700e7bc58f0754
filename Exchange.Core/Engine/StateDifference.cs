using System.Globalization;
using Exchange.Core.Ledger;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

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
        ?? FirstOf("catalog: market", expected.Catalog.Markets.Select(m => m.Definition), actual.Catalog.Markets.Select(m => m.Definition))
        ?? FirstOf("catalog: state of market", expected.Catalog.Markets.Select(m => expected.Catalog.StateOf(m.Id)),
            actual.Catalog.Markets.Select(m => actual.Catalog.StateOf(m.Id)))
        ?? FirstOf("catalog: fee", expected.Catalog.Fees, actual.Catalog.Fees)
        ?? Balances(expected, actual)
        ?? Orders(expected, actual)
        ?? FirstOf("reference", expected.References.InOrder, actual.References.InOrder)
        ?? FirstOf("remembered client order id", expected.ClientOrderIds.InOrder, actual.ClientOrderIds.InOrder);

    private static string? Balances(EngineState expected, EngineState actual)
    {
        if (Differs("number of members", expected.Ledger.MemberCount, actual.Ledger.MemberCount) is { } count) return count;
        for (var row = 0; row < expected.Ledger.MemberCount; row++)
        {
            var member = expected.Ledger.MemberAt(row);
            var difference = Differs(Text($"member at row {row}"), member, actual.Ledger.MemberAt(row))
                ?? Differs(Text($"fee group of member {member.Value}"), expected.Groups[row], actual.Groups[row]);
            if (difference is not null) return difference;
            foreach (var currency in expected.Catalog.Currencies)
            {
                var name = Text($"balance of member {member.Value} in {currency.Code}");
                difference = Differs(name, expected.Ledger[row, currency.Id], actual.Ledger[row, currency.Id]);
                if (difference is not null) return difference;
            }
        }

        return expected.Catalog.Currencies.Select(currency => currency.Id)
            .Select(id => Differs(Text($"platform's balance of currency {id.Index}"), expected.Ledger.Platform(id), actual.Ledger.Platform(id)))
            .FirstOrDefault(difference => difference is not null);
    }

    private static string? Orders(EngineState expected, EngineState actual)
    {
        using var others = OpenOrders(actual).GetEnumerator();
        foreach (var order in OpenOrders(expected))
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

    private static IEnumerable<OrderView> OpenOrders(EngineState state) =>
        from book in state.Books
        from side in new[] { Side.Buy, Side.Sell }
        from slot in book.Slots(side)
        let o = state.Pool[slot]
        select new OrderView
        {
            Id = o.Id,
            Member = o.Member,
            Market = o.Market,
            Side = o.Side,
            Type = OrderType.Limit,
            TimeInForce = TimeInForce.GoodTilCanceled,
            PostOnly = o.PostOnly,
            Price = o.Price,
            Quantity = o.Quantity,
            Remaining = o.Remaining,
            ExecutedNotional = o.ExecutedNotional,
            TradeCount = o.TradeCount,
            MakerRate = o.MakerRate,
            TakerRate = o.TakerRate,
            ClientOrderId = o.ClientOrderId,
            CreatedMicroseconds = o.CreatedMicroseconds,
            UpdatedMicroseconds = o.UpdatedMicroseconds,
        };

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
