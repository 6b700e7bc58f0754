using Exchange.Core.Engine;
using Exchange.Core.Markets;
using Exchange.Core.Matching;

namespace Exchange.Tests.Oracle;

/// <summary>What time alone brings about.</summary>
internal sealed partial class NaiveExchange
{
    private readonly Dictionary<(long Member, CancelTimerSource Source), long> _timers = [];

    public long NextDue
    {
        get
        {
            var next = long.MaxValue;
            foreach (var time in _timers.Values) next = Math.Min(next, time);
            foreach (var market in _markets)
            {
                if (market.State == MarketState.Auction) next = Math.Min(next, market.AuctionEnds);
                foreach (var order in market.Resting)
                    if (order.Expires != 0) next = Math.Min(next, order.Expires);
                foreach (var order in market.Waiting)
                    if (order.Expires != 0) next = Math.Min(next, order.Expires);
            }

            return next;
        }
    }

    private RejectReason SetCancelTimer(Command command)
    {
        if (command.Member.Value <= 0 || !Enum.IsDefined(command.TimerSource)) return RejectReason.Malformed;
        var key = (command.Member.Value, command.TimerSource);
        var duration = command.DurationMicroseconds;
        if (duration != 0 && duration is < Second or > 86_400 * Second) return RejectReason.TimeoutInvalid;
        if (duration == 0)
        {
            if (_timers.Remove(key)) _outcome.Notices.Add(new TimerFact(key.Value, key.TimerSource, 0));
            return RejectReason.None;
        }

        _timers[key] = _now + duration;
        _outcome.Notices.Add(new TimerFact(key.Value, key.TimerSource, _now + duration));
        return RejectReason.None;
    }

    /// <summary>Expiries, then cancel timers, then auctions.</summary>
    private RejectReason Advance()
    {
        var expired = _markets.SelectMany(m => m.Open).Where(o => o.Expires != 0 && o.Expires <= _now)
            .OrderBy(o => o.Expires).ThenBy(o => o.Id).ToList();
        foreach (var order in expired)
            if (!order.IsClosed) Close(order, CloseReason.Expired);

        var ended = _timers.Where(t => t.Value <= _now)
            .OrderBy(t => t.Value).ThenBy(t => t.Key.Member).ThenBy(t => t.Key.Source).Select(t => t.Key).ToList();
        foreach (var timer in ended)
        {
            _timers.Remove(timer);
            _outcome.Notices.Add(new TimerFact(timer.Member, timer.Source, 0));
            CloseAll(_markets.SelectMany(m => m.Open).Where(o => o.Member == timer.Member), CloseReason.CancelTimer);
        }

        foreach (var market in _markets)
            if (market.State == MarketState.Auction && market.AuctionEnds <= _now) OpenMarket(market);
        return RejectReason.None;
    }

    /// <summary>Market by market, oldest first.</summary>
    private void CloseAll(IEnumerable<NaiveOrder> orders, CloseReason reason)
    {
        foreach (var order in orders.OrderBy(o => o.Market.Index).ThenBy(o => o.Id).ToList())
            if (!order.IsClosed) Close(order, reason);
    }
}
