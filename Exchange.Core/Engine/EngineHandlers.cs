using Exchange.Core.Markets;
using Exchange.Core.Primitives;

namespace Exchange.Core.Engine;

/// <summary>The engine's use cases, one class each, and which command goes to which.</summary>
internal sealed class EngineHandlers
{
    private readonly EngineState _state;
    private readonly OrderPlacement _placement;
    private readonly PairPlacement _pairs;
    private readonly OrderCancellation _cancellation;
    private readonly OrderAmendment _amendment;
    private readonly Triggers _triggers;
    private readonly Transfers _transfers;
    private readonly Definitions _definitions;

    public EngineHandlers(EngineState state)
    {
        _state = state;
        var settlement = new Settlement(state);
        var closing = new OrderClosing(state);
        var selfTrades = new SelfTrades(state, closing);
        var execution = new OrderExecution(state, settlement, closing, selfTrades);
        _placement = new OrderPlacement(state, execution);
        _pairs = new PairPlacement(state, _placement, execution);
        _cancellation = new OrderCancellation(state, closing);
        _amendment = new OrderAmendment(state, closing, execution, _placement);
        _triggers = new Triggers(state, closing, execution);
        _transfers = new Transfers(state, settlement);
        _definitions = new Definitions(state);
        Auction = new CallAuction(state, closing, execution, selfTrades);
        Timers = new Timers(state, closing, _cancellation);
    }

    public CallAuction Auction { get; }

    public Timers Timers { get; }

    public CommandResult Dispatch(in Command command, long sequence, long atMicroseconds, EventBuffer output)
    {
        switch (command.Kind)
        {
            case CommandKind.PlaceOrder:
                return AfterTrading(command.MarketIndex, _placement.Apply(command, sequence, atMicroseconds, output),
                    sequence, atMicroseconds, output);
            case CommandKind.CancelOrder: return _cancellation.One(command, output);
            case CommandKind.CancelAllOrders: return _cancellation.All(command, output);
            case CommandKind.PlaceOneCancelsOther: return _pairs.Apply(command, sequence, atMicroseconds, output);
            case CommandKind.AmendOrder: return Amend(command, sequence, atMicroseconds, output);
            case CommandKind.SetCancelTimer: return Timers.Set(command, atMicroseconds, output);
            case CommandKind.Advance: return Advance(sequence, atMicroseconds, output);
            case CommandKind.Transfer: return _transfers.Apply(command, output);
            case CommandKind.DefineCurrency: return _definitions.DefineCurrency(command, output);
            case CommandKind.DefineMarket: return _definitions.DefineMarket(command, output);
            case CommandKind.SetMarketState: return SetMarketState(command, sequence, atMicroseconds, output);
            case CommandKind.SetMarketProtection: return _definitions.SetMarketProtection(command, output);
            case CommandKind.SetFee: return _definitions.SetFee(command, output);
            case CommandKind.SetMemberGroup: return _definitions.SetMemberGroup(command, output);
            case CommandKind.None:
            default: return CommandResult.Refused(RejectReason.Malformed);
        }
    }

    private CommandResult Amend(in Command command, long sequence, long atMicroseconds, EventBuffer output)
    {
        var market = _state.Pool.TryFind(command.Order, out var slot) ? _state.Pool[slot].Market : -1;
        var result = _amendment.Apply(command, sequence, atMicroseconds, output);
        return AfterTrading(market, result, sequence, atMicroseconds, output);
    }

    private CommandResult AfterTrading(
        int marketIndex, in CommandResult result, long sequence, long atMicroseconds, EventBuffer output)
    {
        if (!result.IsAccepted || result.IsPending) return result;
        var market = _state.MarketAt(marketIndex);
        var told = output.Count;
        if (result.TradeCount > 0) _triggers.Run(market, sequence, atMicroseconds, output);
        CheckNotCrossed(market);
        return output.Count == told ? result : ResultAfterTriggers.Of(result, output.Events[told..]);
    }

    private CommandResult Advance(long sequence, long atMicroseconds, EventBuffer output)
    {
        Timers.Expire(atMicroseconds, output);
        Timers.RunOut(atMicroseconds, output);
        for (var i = 0; i < _state.MarketCount; i++)
        {
            var market = _state.MarketAt(i);
            if (market.State == MarketState.Auction && market.AuctionEnds <= atMicroseconds)
                Open(market, sequence, atMicroseconds, output);
        }

        return default;
    }

    private CommandResult SetMarketState(in Command command, long sequence, long atMicroseconds, EventBuffer output)
    {
        if (!_state.TryMarket(command.MarketIndex, out var market)) return CommandResult.Refused(RejectReason.MarketUnknown);
        if (!Enum.IsDefined(command.MarketState)) return CommandResult.Refused(RejectReason.Malformed);
        if (market.State == command.MarketState) return default;
        if (command.MarketState == MarketState.Open) Open(market, sequence, atMicroseconds, output);
        else if (command.MarketState == MarketState.Auction) Auction.Begin(market, atMicroseconds, output);
        else Auction.SetState(market, command.MarketState, output);
        return default;
    }

    private void Open(LiveMarket market, long sequence, long atMicroseconds, EventBuffer output)
    {
        Auction.OpenMarket(market, atMicroseconds, output);
        _triggers.Run(market, sequence, atMicroseconds, output);
        CheckNotCrossed(market);
    }

    private static void CheckNotCrossed(LiveMarket market)
    {
        if (market.State == MarketState.Open && market.Book.IsCrossed)
            throw new InvariantViolation($"Market {market.Market.Code} is crossed.");
    }
}
