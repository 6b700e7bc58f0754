using Exchange.Core.Engine;
using Exchange.Core.Primitives;

namespace Exchange.Bench;

/// <summary>
/// Commands for every engine alike: first those that fill the book, then those that are measured. All are accepted but the
/// cancels of orders already gone, and no order ever meets one of its own member. Order ids are 1, 2, 3 … in order of
/// placement.
/// </summary>
internal sealed record CommandStream(string Name, string Mix, int Members, Command[] Fill, Command[] Measured)
{
    /// <summary>How many orders are placed in all: the highest order id.</summary>
    public int Orders => Fill.Length + Measured.Count(c => c.Kind == CommandKind.PlaceOrder);

    /// <summary>About 5,000 live orders near the middle.</summary>
    public static CommandStream Active(int members, int count) =>
        new CommandMix(seed: 1, members, restingOrders: 5_000, fillTicks: CommandMix.NearTicks).Create("active", count);

    /// <summary>A million resting orders, spread over 30,000 ticks each side of the middle.</summary>
    public static CommandStream Deep(int members, int count, int resting) =>
        new CommandMix(seed: 2, members, resting, fillTicks: 30_000).Create("deep", count);
}
