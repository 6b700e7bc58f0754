using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;
using Exchange.Core.Wallets;

namespace Exchange.Core.Privacy;

/// <summary>What a member owns and did with it, as files of an export.</summary>
internal sealed class TradingFiles(
    OrderQueries orders, TradeQueries trades, LedgerQueries ledger, BalanceQueries balances, IMarketCatalog catalog)
{
    public IEnumerable<ExportFile> Of(MemberId member) =>
    [
        ExportFile.One(
            "balances.json", "What you own in each currency, now.", _ => Task.FromResult(BalancesOf(member))),
        .. ExportTable.Of(
            "orders", "All your orders, oldest first.", OrderColumns(),
            cancellationToken => orders.AllAsync(member, cancellationToken)),
        .. ExportTable.Of(
            "trades", "Your side of all your trades, oldest first.", TradeColumns(),
            cancellationToken => trades.AllAsync(member, cancellationToken)),
        .. ExportTable.Of(
            "ledger", "Every change of your balances, oldest first.", LedgerColumns(),
            cancellationToken => ledger.AllAsync(member, cancellationToken)),
    ];

    private IEnumerable<object> BalancesOf(MemberId member) => balances.Overview(member, quote: null).Balances.Select(balance => new
    {
        Currency = balance.Currency.Code,
        Available = balance.Available.ToString(),
        Locked = balance.Locked.ToString(),
    });

    private IReadOnlyList<ExportColumn<OrderView>> OrderColumns() =>
    [
        new("id", o => o.Id.Value), new("uuid", o => OrderUuid.From(o.Id).ToString()), new("market", o => MarketOf(o.Market).Code),
        new("side", o => Word(o.Side)), new("type", o => Word(o.Type)),
        new("time_in_force", o => Word(o.TimeInForce)), new("price", o => o.Price.IsSet ? MarketOf(o.Market).AmountOf(o.Price) : null),
        new("trigger", o => o.Trigger == 0 ? null : Word(o.Trigger)),
        new("trigger_price", o => o.TriggerPrice.IsSet ? MarketOf(o.Market).AmountOf(o.TriggerPrice) : null),
        new("quantity", o => MarketOf(o.Market).AmountOf(o.Quantity)),
        new("executed", o => MarketOf(o.Market).AmountOf(o.Executed)), new("executed_value", o => o.ExecutedNotional),
        new("trades", o => o.TradeCount), new("state", o => o.Close == CloseReason.None ? "open" : Word(o.Close)),
        new("client_id", o => o.ClientOrderId.IsSet ? o.ClientOrderId.ToGuid().ToString() : null),
        new("created_at", o => ExportTable.Moment(o.CreatedMicroseconds)),
        new("updated_at", o => ExportTable.Moment(o.UpdatedMicroseconds)),
    ];

    private IReadOnlyList<ExportColumn<MemberTrade>> TradeColumns() =>
    [
        new("id", t => t.Id.Value), new("at", t => ExportTable.Moment(t.AtMicroseconds)), new("market", t => MarketOf(t.Market).Code),
        new("order", t => t.Order.Value), new("side", t => Word(t.Side)), new("price", t => MarketOf(t.Market).AmountOf(t.Price)),
        new("quantity", t => MarketOf(t.Market).AmountOf(t.Quantity)), new("value", t => t.Notional), new("fee", t => t.Fee),
        new("fee_currency", t => (t.Side == Side.Buy ? MarketOf(t.Market).Base : MarketOf(t.Market).Quote).Code),
    ];

    private IReadOnlyList<ExportColumn<LedgerLine>> LedgerColumns() =>
    [
        new("at", l => ExportTable.Moment(l.AtMicroseconds)), new("currency", l => catalog.Currencies[l.Currency.Index].Code),
        new("account", l => LedgerExport.NameOf(l.Account)), new("amount", l => l.Amount), new("order", l => l.Order?.Value),
        new("trade", l => l.Trade?.Value), new("reference", l => l.Reference),
    ];

    private Market MarketOf(MarketId id) => catalog.Markets[id.Index];

    private static string Word(Enum value) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
