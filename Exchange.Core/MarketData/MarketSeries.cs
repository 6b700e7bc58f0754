using Exchange.Core.Engine;
using Exchange.Core.Primitives;

namespace Exchange.Core.MarketData;

/// <summary>Tape, ticker and candles of one market, behind one lock.</summary>
internal sealed class MarketSeries(MarketId market)
{
    private readonly Lock _gate = new();
    private readonly MarketTape _tape = new(IMarketData.MaxRecentTrades);
    private readonly TickerWindow _ticker = new(market);
    private readonly CandleBook _candles = new();
    private TradeId _newest;

    /// <summary>Fills the series from the tables; called once, before any event.</summary>
    public void Seed(MarketHistory history)
    {
        lock (_gate)
        {
            foreach (var trade in history.Trades) _tape.Add(trade);
            foreach (var (period, candle) in history.Candles) _candles.Seed(period, candle);
            if (history.LastPrice.IsSet) _ticker.SetLast(history.LastPrice);
            foreach (var minute in history.Minutes)
                _ticker.AddMinute(minute.Candle.OpenTimeSeconds / 60, minute.Candle, minute.QuoteVolume);
            if (history.Trades.Count > 0) _newest = history.Trades[^1].Id;
        }
    }

    /// <summary>Counts a trade, unless it was counted before: replay may bring a trade again.</summary>
    public void Add(in EngineEvent traded)
    {
        lock (_gate)
        {
            if (traded.Trade.Value <= _newest.Value) return;
            _newest = traded.Trade;
            _tape.Add(new PublicTrade(
                traded.Trade, market, traded.Price, traded.Quantity, traded.Side, traded.AtMicroseconds));
            var seconds = traded.AtMicroseconds / 1_000_000;
            _ticker.Add(seconds / 60, traded.Price, traded.Quantity, traded.Amount);
            _candles.Add(seconds, traded.Price, traded.Quantity);
        }
    }

    /// <summary>The last 24 hours.</summary>
    public Ticker Ticker(long nowMinute)
    {
        lock (_gate) return _ticker.At(nowMinute);
    }

    /// <summary>The newest trades, newest first.</summary>
    public IReadOnlyList<PublicTrade> Newest(int limit)
    {
        lock (_gate) return _tape.Newest(limit);
    }

    /// <summary>The newest candle with a trade.</summary>
    public Candle? Running(CandlePeriod period)
    {
        lock (_gate) return _candles.Running(period);
    }

    /// <summary>The candles at hand, ascending.</summary>
    public IReadOnlyList<Candle> NewestCandles(CandlePeriod period)
    {
        lock (_gate) return _candles.Newest(period);
    }
}
