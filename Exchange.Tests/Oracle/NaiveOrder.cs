using System.Numerics;
using Exchange.Core.Engine;
using Exchange.Core.Matching;

namespace Exchange.Tests.Oracle;

/// <summary>An order of the naive exchange. Everything is plain numbers: ticks, lots, units.</summary>
internal sealed class NaiveOrder
{
    public required long Id { get; init; }

    public required long Member { get; init; }

    public required NaiveMarket Market { get; init; }

    public required Command Command { get; init; }

    /// <summary>Limit price, or the worst price of a market order.</summary>
    public required long Ticks { get; init; }

    public required BigInteger LockedAtStart { get; init; }

    public required int MakerRate { get; init; }

    public required int TakerRate { get; init; }

    public required long Remaining { get; set; }

    /// <summary>What is still set aside for this order, in the currency it pays with.</summary>
    public required BigInteger Locked { get; set; }

    public CloseReason Close { get; set; }

    public Side Side => Command.Side!.Value;

    public bool IsBuy => Side == Side.Buy;

    public int PaysWith => IsBuy ? Market.Quote : Market.Base;

    public OpenFact ToFact() => new(
        Id, Member, Market.Index, Side, Command.Type, Command.TimeInForce, Command.PostOnly, Ticks,
            Command.Quantity.Lots,
        Command.ClientOrderId, LockedAtStart, MakerRate, TakerRate);
}
