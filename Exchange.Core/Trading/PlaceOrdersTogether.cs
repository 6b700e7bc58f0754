using Exchange.Core.Engine;
using Exchange.Core.Members;
using Exchange.Core.Primitives;

namespace Exchange.Core.Trading;

/// <summary>Places several orders with no other command between them. Each is accepted or refused by itself.</summary>
public sealed class PlaceOrdersTogether(IEngine engine, IMemberAccess access)
{
    /// <summary>Most orders of one call.</summary>
    public const int MaxOrders = 100;

    /// <summary>Places the orders; the results are durable when this returns.</summary>
    /// <param name="member">Whose.</param>
    /// <param name="requests">At most <see cref="MaxOrders"/>, in the order in which they take effect.</param>
    /// <param name="cancellationToken">Stops the waiting, not the orders.</param>
    /// <returns>A result for each request.</returns>
    public async ValueTask<PlaceOrderResult[]> ExecuteAsync(
        MemberId member, IReadOnlyList<PlaceOrderRequest> requests, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(requests.Count, MaxOrders);
        var results = new PlaceOrderResult[requests.Count];
        var verdict = await access.MayAsync(member, Capability.Trade, cancellationToken);
        if (verdict != CapabilityVerdict.Allowed)
        {
            Array.Fill(results, PlaceOrder.Refused(PlaceOrder.Translate(verdict)));
            return results;
        }

        var commands = new List<Command>(requests.Count);
        var places = new List<int>(requests.Count);
        HashSet<ClientOrderId> names = [];
        for (var i = 0; i < results.Length; i++)
        {
            var reason = PlaceOrder.TryCommand(member, requests[i], out var command);
            if (reason == OrderRejectReason.None && requests[i].ClientOrderId is { IsSet: true } name && !names.Add(name))
                reason = OrderRejectReason.ClientOrderIdTaken;
            if (reason != OrderRejectReason.None)
            {
                results[i] = PlaceOrder.Refused(reason);
                continue;
            }

            commands.Add(command);
            places.Add(i);
        }

        if (commands.Count == 0) return results;
        var answers = await engine.SubmitTogetherAsync(commands.ToArray(), cancellationToken);
        var accepted = answers.Where(answer => answer.IsAccepted).Select(answer => answer.Order).ToList();
        if (accepted.Count > 0) await LateOrders.WithdrawAsync(engine, access, member, accepted);
        for (var i = 0; i < answers.Length; i++) results[places[i]] = PlaceOrder.ToResult(commands[i], answers[i]);
        return results;
    }
}
