using Exchange.Core.Ledger;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;

namespace Exchange.Tests.Simulation;

/// <summary>The projected tables against what the auditor folded from the same journal in its own way.</summary>
internal static class AuditedTables
{
    public static void Check(SimulatedTables tables, AuditedOrders orders, AuditedLedger ledger)
    {
        CheckOrders(tables, orders);
        CheckTrades(tables, orders);
        CheckPostings(tables, ledger);
        CheckCandles(tables, orders);
    }

    private static void CheckOrders(SimulatedTables tables, AuditedOrders orders)
    {
        SimulationFailed.Unless(tables.Orders.Count == orders.All.Count, "INV-21", $"{tables.Orders.Count} rows of orders");
        foreach (var order in orders.All.Values)
        {
            var row = tables.Orders[order.Id];
            SimulationFailed.Unless(
                row.MemberId == order.Member && row.Side == order.Side && row.QuantityLots == order.Quantity
                && row.RemainingLots == order.Remaining && row.PriceTicks == order.Price && row.Close == order.Close
                && row.ExecutedNotional.Units == order.Notional && row.TradeCount == order.Trades, "INV-21",
                $"order {order.Id} is {order.Close} with {order.Remaining} of {order.Quantity} at {order.Price} left, "
                + $"its row says {row.Close}, {row.RemainingLots} of {row.QuantityLots} at {row.PriceTicks}");
        }
    }

    private static void CheckTrades(SimulatedTables tables, AuditedOrders orders)
    {
        SimulationFailed.Unless(tables.Trades.Count == orders.Trades.Count, "INV-21", $"{tables.Trades.Count} rows of trades");
        foreach (var trade in orders.Trades)
        {
            var row = tables.Trades[trade.Trade.Value];
            SimulationFailed.Unless(
                row.MakerOrderId == trade.MakerOrder.Value && row.TakerOrderId == trade.TakerOrder.Value
                && row.PriceTicks == trade.Price.Ticks && row.QuantityLots == trade.Quantity.Lots, "INV-21",
                $"trade {row.Id} has another row than its event");
        }
    }

    private static void CheckPostings(SimulatedTables tables, AuditedLedger ledger)
    {
        var sums = new Dictionary<(LedgerAccount, long, int), Int128>();
        var perCommand = new Dictionary<(long, int), Int128>();
        foreach (var row in tables.Postings.Values)
        {
            var account = (row.Account, row.MemberId, row.CurrencyIndex);
            sums[account] = sums.GetValueOrDefault(account) + row.Amount.Units;
            var command = (row.Sequence, row.CurrencyIndex);
            perCommand[command] = perCommand.GetValueOrDefault(command) + row.Amount.Units;
        }

        SimulationFailed.Unless(perCommand.Values.All(sum => sum == 0), "INV-2", $"a command's rows of postings do not sum to zero");
        foreach (var (account, amount) in ledger.AllPosted)
            SimulationFailed.Unless(sums.GetValueOrDefault(account) == amount, "INV-21",
                $"the rows of {account} come to {sums.GetValueOrDefault(account)}, the journal to {amount}");
    }

    private static void CheckCandles(SimulatedTables tables, AuditedOrders orders)
    {
        var seen = 0;
        foreach (var period in CandleTime.PeriodMinutes)
        {
            foreach (var group in orders.Trades.GroupBy(
                t => (Market: t.Market.Index, Open: CandleTime.Open(period, t.AtMicroseconds / Scheduler.Second))))
            {
                seen++;
                var row = tables.Candles.GetValueOrDefault((group.Key.Market, period, group.Key.Open));
                SimulationFailed.Unless(
                    row is not null && row.OpenTicks == group.First().Price.Ticks && row.CloseTicks == group.Last().Price.Ticks
                    && row.HighTicks == group.Max(t => t.Price.Ticks) && row.LowTicks == group.Min(t => t.Price.Ticks)
                    && row.VolumeLots == group.Sum(t => t.Quantity.Lots), "INV-21",
                    $"the candle of {period} minutes at {group.Key} differs from its trades");
            }
        }

        SimulationFailed.Unless(seen == tables.Candles.Count, "INV-21", $"{tables.Candles.Count} candles instead of {seen}");
    }
}
