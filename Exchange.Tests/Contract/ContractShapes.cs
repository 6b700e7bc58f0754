namespace Exchange.Tests.Contract;

/// <summary>The entities of the contract, each as the contract's text has it; what we add is marked with a question mark at the
/// end.</summary>
internal static class ContractShapes
{
    public static readonly IReadOnlyDictionary<string, string> All = new Dictionary<string, string>
    {
        ["Currency"] = """
            {id:str, name:str, description:str|null, homepage:str|null, parent_id?:str, price:dec, explorer_transaction?:str,
            explorer_address?:str,
             type:"fiat"|"coin", deposit_enabled:bool, withdrawal_enabled:bool, deposit_fee:dec, min_deposit_amount:dec, withdraw_fee:dec,
             min_withdraw_amount:dec, withdraw_limit_24h:dec, withdraw_limit_72h:dec, base_factor:int, precision:int, position:int,
             icon_url:str,
             min_confirmations?:int}
            """,
        ["Market"] = """
            {id:str, name:str, base_unit:str, quote_unit:str, min_price:dec, max_price:dec, min_amount:dec, amount_precision:int,
            price_precision:int,
             state:str, trading_state?:"open"|"auction"|"cancel_only"|"halted", price_band_percent?:dec|null, breaker_percent?:dec|null,
             breaker_window?:int, auction_duration?:int}
            """,
        ["PublicTrade"] = "{id:int, price:num, amount:num, total:num, market:str, created_at:int, taker_type:\"buy\"|\"sell\"}",
        ["Ticker"] = """
            {at:str, ticker:{low:dec, high:dec, open:dec, last:dec, volume:dec, amount:dec, avg_price:dec, price_change_percent:str,
            vol:dec}}
            """,
        ["Depth"] = "{timestamp:int, asks:[[dec,dec]], bids:[[dec,dec]]}",
        ["OrderBook"] = "{asks:[Order], bids:[Order]}",
        ["KLine"] = "[[int,num,num,num,num,num]]",
        ["TradingFee"] = "{id:int, group:str, market_id:str, maker:dec, taker:dec, created_at:iso|null, updated_at:iso|null}",
        ["Phone"] = "{country:str, number:str, validated_at:iso|null}",
        ["Profile"] = """
            {first_name:str|null, last_name:str|null, dob:str|null, address:str|null, postcode:str|null, city:str|null, country:str|null,
             state:str, metadata:str|null, created_at:iso, updated_at:iso}
            """,
        ["StaffUser"] = """
            {email:str, uid:str, role:str, level:int, otp:bool, state:str, referral_uid:null, username:null, labels?:[Label],
             phones?:[Phone], profiles?:[Profile], documents?:[any], comments?:[Comment], created_at:iso, updated_at:iso}
            """,
        ["Comment"] = "{id:int, author_uid:str, title:str, data:str, created_at:iso, updated_at:iso}",
        ["Label"] = "{key:str, value:str, scope:str, created_at:iso, updated_at:iso}",
        ["Level"] = "{minimum_level:int}",
        ["Account"] = "{currency:str, balance:dec, locked:dec, deposit_address?:any}",
        ["Order"] = """
            {id:int, uuid:str, side:"buy"|"sell", ord_type:str, price:dec|null, avg_price:dec,
            state:"pending"|"wait"|"done"|"cancel"|"reject",
             market:str, created_at:iso, updated_at:iso, origin_volume:dec, remaining_volume:dec, executed_volume:dec, maker_fee:dec,
             taker_fee:dec,
             trades_count:int, trades?:[Trade],
             client_id?:str, time_in_force?:str, post_only?:bool, self_trade?:str, pending?:bool, trigger_price?:dec, trail_amount?:dec,
             trail_percent?:dec, display_volume?:dec, expires_at?:iso, linked_order_id?:int, cancel_reason?:str}
            """,
        ["Trade"] = """
            {id:int, price:dec, amount:dec, total:dec, fee_currency:str, fee:dec, fee_amount:dec, market:str, created_at:iso,
             taker_type:"buy"|"sell", side:"buy"|"sell", order_id:int}
            """,
        ["Errors"] = "{errors:[str]|str}",
    };
}
