namespace Exchange.Web.Api;

/// <summary>The reference of /market.</summary>
internal static class MarketDocs
{
    private const string InvalidId = "422 market.order.invaild_id_or_uuid";
    private const string NotFound = "404 record.not_found";
    private const string NotPermitted = "403 market.trade.not_permitted";

    public static IReadOnlyList<ApiDoc> All => [.. Reading(), .. Placing(), .. Changing(), .. Canceling()];

    private static IEnumerable<ApiDoc> Reading()
    {
        yield return new("GET", "/market/orders", "Your orders by last change, newest first")
        {
            Answer = "[Order]",
            IsPaged = true,
            Parameters = ApiParameter.ParseAll("""
                market: str - one, or several as market[]
                base_unit: str - only with this base currency
                quote_unit: str - only with this quote currency
                state: "wait"|"done"|"cancel"|"pending"|"reject" - one, or several as state[]
                ord_type: OrderType - only these
                type: Side - only this side
                time_from: int - created at or after, unix seconds
                time_to: int - created before, unix seconds
                order_by: "asc"|"desc" - desc when absent
                """),
        };
        yield return new("GET", "/market/orders/{id}", "One order with its trades; by id or UUID")
        {
            Answer = "Order",
            Refusals = [InvalidId, NotFound],
        };
        yield return new("GET", "/market/trades", "Your trades, newest first")
        {
            Answer = "[Trade]",
            IsPaged = true,
            Parameters = ApiParameter.ParseAll("""
                market: str - one, or several as market[]
                type: Side - only where this was your side
                time_from: int - at or after, unix seconds
                time_to: int - before, unix seconds
                order_by: "asc"|"desc" - desc when absent
                """),
        };
    }

    private static IEnumerable<ApiDoc> Placing()
    {
        yield return new("POST", "/market/orders", "Places an order")
        {
            Description = "The order is matched and durable when this answers. With the header Idempotency-Key it is placed once, "
                + "however often it is sent.",
            Answer = "Order",
            Status = 201,
            Refusals =
            [
                NotPermitted, "422 market.market.doesnt_exist_or_not_enabled", "422 market.account.insufficient_balance",
                "422 market.order.insufficient_market_liquidity", "422 market.order.invalid_volume_or_price",
            ],
            Parameters = ApiParameter.ParseAll("""
                market!: str - the market's id, as btcusdt
                side!: Side - buy or sell
                volume: dec - how much of the base currency; needed without quote_volume
                price: dec - needed for an order with a limit, not allowed for others
                ord_type: OrderType - limit when absent
                time_in_force: TimeInForce - gtc when absent
                post_only: bool - refused rather than take liquidity
                expires_at: iso - when a gtd order expires; unix milliseconds are taken too
                trigger_price: dec - the last price that triggers a stop or take-profit order
                trail_amount: dec - a trailing stop's distance in quote
                trail_percent: dec - a trailing stop's distance in percent
                display_volume: dec - an iceberg order shows this much at a time
                quote_volume: dec - a market order's size in quote, in place of volume
                worst_price: dec - the worst price that a market order may trade at
                self_trade: SelfTrade - on meeting your own order; cancel_newest when absent
                client_id: str - a UUID or a text of yours; repeating one is refused
                """),
        };
        yield return new("POST", "/market/orders/batch", "Places up to 100 orders with no other order between them")
        {
            Answer = "[Order|Errors]",
            Body = "[NewOrder]",
            Status = 201,
            IsOurs = true,
            Refusals = [NotPermitted, "422 market.order.empty_batch", "422 market.order.batch_too_large"],
        };
        yield return new("POST", "/market/orders/oco", "Places a limit order and a stop order of which one cancels the other")
        {
            Answer = "[Order]",
            Status = 201,
            IsOurs = true,
            Refusals = [NotPermitted, "422 market.order.legs_invalid"],
            Parameters = ApiParameter.ParseAll("""
                market!: str - the market's id
                side!: Side - of both
                volume!: dec - of each
                price!: dec - of the limit order
                trigger_price!: dec - of the stop order
                stop_limit_price: dec - without it the stop is a market order
                time_in_force: "gtc"|"gtd" - gtc when absent
                expires_at: iso - for gtd
                client_id: str - a UUID of yours for the limit order
                stop_client_id: str - a UUID of yours for the stop order
                self_trade: SelfTrade - cancel_newest when absent
                """),
        };
    }

    private static IEnumerable<ApiDoc> Changing()
    {
        foreach (var (method, status) in new[] { ("POST", 201), ("PUT", 200) })
            yield return new(method, "/market/orders/{id}/amend", "Changes an open order's price or volume")
            {
                Answer = "Order",
                Status = status,
                IsOurs = true,
                Refusals = [NotPermitted, InvalidId, NotFound, "422 market.order.not_amendable"],
                Parameters = ApiParameter.ParseAll("""
                    price: dec - the new price
                    volume: dec - the new whole volume; a smaller one alone keeps the place in the queue
                    """),
            };
        yield return new("POST", "/market/cancel_timer", "Cancels all your orders unless called again in time")
        {
            Answer = "{seconds:int, expires_at:iso|null}",
            Status = 201,
            IsOurs = true,
            Parameters = ApiParameter.ParseAll("seconds!: int - 1 to 86400; 0 disarms"),
        };
    }

    private static IEnumerable<ApiDoc> Canceling()
    {
        yield return new("POST", "/market/orders/{id}/cancel", "Cancels an order; by id or UUID")
        {
            Answer = "Order",
            Status = 201,
            Refusals = [InvalidId, NotFound, "422 market.order.cancel_error"],
        };
        yield return new("POST", "/market/orders/cancel", "Cancels all your orders")
        {
            Answer = "[Order]",
            Status = 201,
            Refusals = ["422 market.market.doesnt_exist"],
            Parameters = ApiParameter.ParseAll("""
                market: str - only of this market
                side: Side - only of this side
                """),
        };
        yield return new("POST", "/market/orders/cancel/batch", "Cancels up to 100 orders, each answered by itself")
        {
            Answer = "[Order|Errors]",
            Body = "{ids:[str]}",
            Status = 201,
            IsOurs = true,
            Refusals = ["422 market.order.empty_batch", "422 market.order.batch_too_large"],
        };
    }
}
