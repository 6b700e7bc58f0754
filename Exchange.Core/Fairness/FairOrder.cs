using Exchange.Core.Matching;

namespace Exchange.Core.Fairness;

/// <summary>Where an open order is.</summary>
internal enum FairPlace
{
    /// <summary>Outside the book, for its trigger.</summary>
    Waiting,

    /// <summary>It has just come and is taking what it can.</summary>
    Entering,

    /// <summary>In the queue of its price.</summary>
    Resting,
}

/// <summary>An open order as the checker knows it, from events alone.</summary>
internal sealed class FairOrder
{
    public FairOrder() => Node = new LinkedListNode<FairOrder>(this);

    public required long Id { get; init; }

    public required long Member { get; init; }

    public required int Market { get; init; }

    public required Side Side { get; init; }

    /// <summary>The limit, or the worst price.</summary>
    public required long Price { get; set; }

    public required long Quantity { get; set; }

    public required long Remaining { get; set; }

    /// <summary>What an iceberg order shows at a time; 0 shows everything.</summary>
    public required long Display { get; init; }

    public required long ExpiresMicroseconds { get; init; }

    public required SelfTradePrevention Prevention { get; init; }

    public FairPlace Place { get; set; }

    /// <summary>The part of the remainder that stands in the queue now.</summary>
    public long Shown { get; set; }

    public LinkedListNode<FairOrder> Node { get; }

    /// <summary>True when the order may trade at a price.</summary>
    public bool Allows(long price) => Side == Side.Buy ? price <= Price : price >= Price;

    /// <summary>What it shows when it takes a new place.</summary>
    public long NextShown => Display > 0 ? Math.Min(Display, Remaining) : Remaining;
}
