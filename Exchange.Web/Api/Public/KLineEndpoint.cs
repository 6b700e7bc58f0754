using Exchange.Core.MarketData;
using Exchange.Core.Markets;

namespace Exchange.Web.Api;

/// <summary>GET /public/markets/:market/k-line.</summary>
internal sealed class KLineEndpoint(IMarketData data, IMarketCatalog catalog, TimeProvider time)
{
    private const int DefaultLimit = 30;

    public async Task ListAsync(HttpContext http)
    {
        var read = RequestParameters.ReadQuery(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, "public.k_line");
        var period = new CandlePeriod(checks.Integer("period", 1, 1, int.MaxValue));
        if (!period.IsKept) checks.Refuse("public.k_line.invalid_period");
        var limit = checks.Integer("limit", DefaultLimit, 1, IMarketData.MaxCandles);
        var from = checks.Moment("time_from");
        var to = checks.Moment("time_to");
        if (from > to) checks.Refuse("public.k_line.invalid_time_from");
        var found = PublicMarket.TryFind(http, catalog, out var market);
        var error = found ? read.Error ?? checks.Error : PublicMarket.Unknown;
        if (error is not null)
        {
            await error.WriteAsync(http);
            return;
        }

        Complete(period, limit, ref from, ref to);
        var candles = await data.CandlesAsync(market!.Id, period, from, to, limit, http.RequestAborted);
        await ApiResponse.WriteAsync(http, 200, (candles, market), static (json, state) =>
        {
            json.WriteStartArray();
            foreach (var candle in state.candles)
            {
                json.WriteStartArray();
                json.WriteNumberValue(candle.OpenTimeSeconds);
                json.WriteRawNumberValue(state.market.AmountOf(candle.Open));
                json.WriteRawNumberValue(state.market.AmountOf(candle.High));
                json.WriteRawNumberValue(state.market.AmountOf(candle.Low));
                json.WriteRawNumberValue(state.market.AmountOf(candle.Close));
                json.WriteRawNumberValue(state.market.AmountOf(candle.Volume));
                json.WriteEndArray();
            }

            json.WriteEndArray();
        });
    }

    /// <summary>With one bound, the other is <paramref name="limit"/> periods away, but not in the future.</summary>
    private void Complete(CandlePeriod period, int limit, ref DateTimeOffset? from, ref DateTimeOffset? to)
    {
        if (from is null == to is null) return;
        var seconds = (long)period.Minutes * 60 * (limit - 1);
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (from is { } start)
        {
            var first = start.ToUnixTimeSeconds();
            to = DateTimeOffset.FromUnixTimeSeconds(Math.Max(first, Math.Min(now, first + seconds)));
        }
        else
        {
            from = DateTimeOffset.FromUnixTimeSeconds(Math.Max(0, to!.Value.ToUnixTimeSeconds() - seconds));
        }
    }
}
