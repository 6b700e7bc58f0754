using Exchange.Core.Markets;

namespace Exchange.Web.Api;

/// <summary>GET /public/trading_fees.</summary>
internal sealed class TradingFeeEndpoint(IMarketCatalog catalog)
{
    private const string AnyMarket = "any";

    private sealed record Row(int Id, string Group, string Market, FeeScheduleEntry Entry);

    public Task ListAsync(HttpContext http)
    {
        var read = RequestParameters.ReadQuery(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, "public.trading_fee");
        var page = ApiPage.Read(checks);
        var descending = checks.Descending("ordering", absent: false);
        var group = checks.Text("group");
        var market = MarketCode(checks);
        var key = OrderKey(checks);
        if ((read.Error ?? checks.Error) is { } error) return error.WriteAsync(http);

        var rows = catalog.Fees
            .Select((e, i) => new Row(i + 1, e.Group, e.Market is { } m ? catalog.Markets[m.Index].Code : AnyMarket, e))
            .Where(r => (group is null || r.Group == group) && (market is null || r.Market == market));
        var ordered = descending ? rows.OrderByDescending(key) : rows.OrderBy(key);
        return ApiResponse.WriteAsync(http, 200, page.Cut(http, ordered.ToList()), static (json, fees) =>
        {
            json.WriteStartArray();
            foreach (var fee in fees)
            {
                json.WriteStartObject();
                json.WriteNumber("id"u8, fee.Id);
                json.WriteString("group"u8, fee.Group);
                json.WriteString("market_id"u8, fee.Market);
                json.WriteDecimal("maker"u8, fee.Entry.Maker.ToAmount());
                json.WriteDecimal("taker"u8, fee.Entry.Taker.ToAmount());
                json.WriteNull("created_at"u8); // the schedule keeps no times
                json.WriteNull("updated_at"u8);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    private string? MarketCode(ParameterChecks checks)
    {
        if (checks.Text("market_id") is not { } code || code == AnyMarket) return checks.Text("market_id");
        if (catalog.TryMarket(code, out var market)) return market.Code;
        checks.Refuse("public.trading_fee.market_doesnt_exist");
        return null;
    }

    private static Func<Row, IComparable> OrderKey(ParameterChecks checks)
    {
        switch (checks.Text("order_by"))
        {
            case null or "id": return r => r.Id;
            case "group": return r => r.Group;
            case "market_id": return r => r.Market;
            case "maker": return r => r.Entry.Maker.PartsPerMillion;
            case "taker": return r => r.Entry.Taker.PartsPerMillion;
            default:
                checks.Refuse("public.trading_fee.invalid_order_by");
                return r => r.Id;
        }
    }
}
