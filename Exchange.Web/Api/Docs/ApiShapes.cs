namespace Exchange.Web.Api;

/// <summary>The named shapes of the reference. What the contract does not have is optional and comes last.</summary>
internal static class ApiShapes
{
    private static readonly Dictionary<string, string> Peatio = new()
    {
        ["Errors"] = "{errors:[str]|str}",
        ["Currency"] = """
            {id:str, name:str, description:str|null, homepage:str|null, price:dec, type:"fiat"|"coin", deposit_enabled:bool,
             withdrawal_enabled:bool, deposit_fee:dec, min_deposit_amount:dec, withdraw_fee:dec, min_withdraw_amount:dec,
             withdraw_limit_24h:dec,
             withdraw_limit_72h:dec, base_factor:int, precision:int, position:int, icon_url:str, explorer_transaction?:str,
             explorer_address?:str,
             min_confirmations?:int}
            """,
        ["Market"] = """
            {id:str, name:str, base_unit:str, quote_unit:str, min_price:dec, max_price:dec, min_amount:dec, amount_precision:int,
             price_precision:int, state:"enabled"|"locked"|"disabled", trading_state:TradingState, price_band_percent:dec|null,
             breaker_percent:dec|null, breaker_window:int, auction_duration:int}
            """,
        ["TradingState"] = "\"open\"|\"auction\"|\"cancel_only\"|\"halted\"",
        ["Side"] = "\"buy\"|\"sell\"",
        ["PublicTrade"] = "{id:int, price:num, amount:num, total:num, market:str, created_at:int, taker_type:Side}",
        ["OrderBook"] = "{asks:[Order], bids:[Order]}",
        ["Depth"] = "{timestamp:int, asks:[Level], bids:[Level]}",
        ["Level"] = "[dec,dec]",
        ["Candle"] = "[int,num,num,num,num,num]",
        ["Ticker"] = """
            {at:str, ticker:{low:dec, high:dec, open:dec, last:dec, volume:dec, amount:dec, avg_price:dec, price_change_percent:str,
             vol:dec}}
            """,
        ["TradingFee"] = "{id:int, group:str, market_id:str, maker:dec, taker:dec, created_at:iso|null, updated_at:iso|null}",
        ["MemberLevel"] = "{minimum_level:int}",
        ["Account"] = "{currency:str, balance:dec, locked:dec}",
        ["Order"] = """
            {id:int, uuid:str, side:Side, ord_type:OrderType, price:dec|null, avg_price:dec, state:"wait"|"done"|"cancel", market:str,
             created_at:iso, updated_at:iso, origin_volume:dec, remaining_volume:dec, executed_volume:dec, maker_fee:dec, taker_fee:dec,
             trades_count:int, client_id?:str, time_in_force?:TimeInForce, post_only?:bool, self_trade?:SelfTrade, pending?:bool,
             trigger_price?:dec,
             trail_amount?:dec, trail_percent?:dec, display_volume?:dec, expires_at?:iso, linked_order_id?:int, cancel_reason?:str,
             trades?:[Trade]}
            """,
        ["OrderType"] = """
            "limit"|"market"|"stop_loss"|"stop_limit"|"take_profit"|"take_profit_limit"|"trailing_stop"|"trailing_stop_limit"
            """,
        ["TimeInForce"] = "\"gtc\"|\"ioc\"|\"fok\"|\"gtd\"",
        ["SelfTrade"] = "\"cancel_newest\"|\"cancel_oldest\"|\"cancel_both\"|\"decrement\"",
        ["Trade"] = """
            {id:int, price:dec, amount:dec, total:dec, fee_currency:str, fee:dec, fee_amount:dec, market:str, created_at:iso,
             taker_type:Side,
             side:Side, order_id:int}
            """,
        ["NewOrder"] = """
            {market:str, side:Side, volume?:dec, price?:dec, ord_type?:OrderType, time_in_force?:TimeInForce, expires_at?:iso,
             post_only?:bool,
             trigger_price?:dec, trail_amount?:dec, trail_percent?:dec, display_volume?:dec, quote_volume?:dec, worst_price?:dec,
             self_trade?:SelfTrade, client_id?:str}
            """,
        ["Auction"] = "{market:str, state:TradingState, ends_at:iso|null, price:dec|null, volume:dec|null}",
        ["CapSummary"] = """
            {trading_pairs:str, base_currency:str, quote_currency:str, last_price:dec, lowest_ask:dec, highest_bid:dec, base_volume:dec,
             quote_volume:dec, price_change_percent_24h:dec, highest_price_24h:dec, lowest_price_24h:dec}
            """,
        ["CapTrade"] = "{trade_id:int, price:num, base_volume:num, quote_volume:num, timestamp:int, type:Side}",
        ["GeckoTicker"] = """
            {ticker_id:str, base_currency:str, target_currency:str, last_price:dec, base_volume:dec, target_volume:dec, bid:dec,
             ask:dec, high:dec,
             low:dec}
            """,
        ["GeckoTrade"] = "{trade_id:int, price:num, base_volume:num, target_volume:num, trade_timestamp:int, type:Side}",
    };

    private static readonly Dictionary<string, string> Barong = new()
    {
        ["User"] = """
            {email:str, uid:str, role:str, level:int, otp:bool, state:"pending"|"active"|"banned"|"locked"|"deleted",
             referral_uid:str|null, data:str|null, username:str|null, csrf_token?:str, labels:[Label], phones:[Phone], profiles:[Profile],
             data_storages:[any], created_at:iso, updated_at:iso}
            """,
        ["PendingUser"] = """
            {email:str, uid:null, role:str, level:int, otp:bool, state:"pending", referral_uid:null, data:str|null, username:null}
            """,
        ["StaffUser"] = """
            {email:str, uid:str, role:str, level:int, otp:bool, state:"pending"|"active"|"banned"|"locked"|"deleted", referral_uid:null,
             username:null, labels?:[Label], phones?:[Phone], profiles?:[Profile], documents?:[Document], comments?:[Comment],
             created_at:iso, updated_at:iso}
            """,
        ["Comment"] = "{id:int, author_uid:str, title:str, data:str, created_at:iso, updated_at:iso}",
        ["Label"] = "{key:str, value:str, scope:\"public\"|\"private\", created_at:iso, updated_at:iso}",
        ["Phone"] = "{country:str, number:str, validated_at:iso|null}",
        ["Profile"] = """
            {first_name:str|null, last_name:str|null, dob:str|null, address:str|null, postcode:str|null, city:str|null, country:str|null,
             state:"drafted"|"submitted"|"verified"|"rejected", metadata:str|null, created_at:iso, updated_at:iso}
            """,
        ["Document"] = """
            {upload:{url:null}, doc_type:str, doc_number:str, doc_expire:str|null, doc_category:str|null, state:str, reason:str|null,
             metadata:str|null, created_at:iso, updated_at:iso}
            """,
        ["Activity"] = """
            {id:int, uid?:str, email?:str, user_ip:str, user_ip_country:str|null, user_agent:str, topic:str, action:str, result:str,
             data:str|null, created_at:iso}
            """,
        ["ApiKey"] = """
            {kid:str, algorithm:"HS256", scope:[str], state:"active"|"inactive", secret?:str, created_at:iso, updated_at:iso, label:str,
             allowed_ips:[str], expires_at:iso|null, last_used_at:iso|null, signing:"nonce"|"request", nonce_once:bool}
            """,
    };

    public static readonly IReadOnlyDictionary<string, string> All = Peatio.Concat(Barong).ToDictionary();
}
