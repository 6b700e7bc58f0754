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
        _amendment = new OrderAmendment(state, closing, execution);
        _triggers = new Triggers(state, closing, execution);
        _transfers = new Transfers(state, settlement);
        _definitions = new Definitions(state);
        Auction = new CallAuction(state, closing, execution, selfTrades);
        Timers = new Timers(state, closing, _cancellation);
    }

    public CallAuction Auction { get; }

    public Timers Timers { get; }

    public void Dispatch(
        in Command command, long sequence, long atMicroseconds, EventBuffer output, ref CommandResult result)
    {
        switch (command.Kind)
        {
            case CommandKind.PlaceOrder:
                result.Reason = _placement.Apply(command, sequence, atMicroseconds, output, ref result);
                AfterTrading(command.MarketIndex, ref result, sequence, atMicroseconds, output);
                break;
            case CommandKind.CancelOrder: result.Reason = _cancellation.One(command, output, ref result); break;
            case CommandKind.AmendOrder: Amend(command, sequence, atMicroseconds, output, ref result); break;
            default: result = DispatchRare(command, sequence, atMicroseconds, output); break;
        }
    }

    private CommandResult DispatchRare(in Command command, long sequence, long atMicroseconds, EventBuffer output) =>
        command.Kind switch
        {
            CommandKind.CancelAllOrders => _cancellation.All(command, output),
            CommandKind.PlaceOneCancelsOther => _pairs.Apply(command, sequence, atMicroseconds, output),
            CommandKind.SetCancelTimer => Timers.Set(command, atMicroseconds, output),
            CommandKind.Advance => Advance(sequence, atMicroseconds, output),
            CommandKind.Transfer => _transfers.Apply(command, output),
            CommandKind.DefineCurrency => _definitions.DefineCurrency(command, output),
            CommandKind.DefineMarket => _definitions.DefineMarket(command, output),
            CommandKind.SetMarketState => SetMarketState(command, sequence, atMicroseconds, output),
            CommandKind.SetMarketProtection => _definitions.SetMarketProtection(command, output),
            CommandKind.SetFee => _definitions.SetFee(command, output),
            CommandKind.SetMemberGroup => _definitions.SetMemberGroup(command, output),
            CommandKind.PlaceOrder or CommandKind.CancelOrder or CommandKind.AmendOrder or CommandKind.None =>
                CommandResult.Refused(RejectReason.Malformed),
            _ => CommandResult.Refused(RejectReason.Malformed),
        };

    private void Amend(in Command command, long sequence, long atMicroseconds, EventBuffer output, ref CommandResult result)
    {
        var market = _state.Pool.TryFind(command.Order, out var slot) ? _state.Pool[slot].Market : -1;
        result.Reason = _amendment.Apply(command, sequence, atMicroseconds, output, ref result);
        AfterTrading(market, ref result, sequence, atMicroseconds, output);
    }

    private void AfterTrading(
        int marketIndex, ref CommandResult result, long sequence, long atMicroseconds, EventBuffer output)
    {
        if (!result.IsAccepted || result.IsPending) return;
        var market = _state.MarketAt(marketIndex);
        var told = output.Count;
        if (result.TradeCount > 0) _triggers.Run(market, sequence, atMicroseconds, output);
        CheckNotCrossed(market);
        if (output.Count > told) ResultAfterTriggers.Fold(ref result, output.Events[told..]);
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
        var before = market.State;
        if (before == command.MarketState) return default;
        if (command.MarketState == MarketState.Open) Open(market, sequence, atMicroseconds, output);
        else if (command.MarketState == MarketState.Auction) Auction.Begin(market, atMicroseconds, output);
        else Auction.SetState(market, command.MarketState, output);
        return new CommandResult { StateBefore = before };
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
