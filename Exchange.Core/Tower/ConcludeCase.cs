using Exchange.Core.Members;
using Exchange.Core.Screening;

namespace Exchange.Core.Tower;

/// <summary>
/// Concludes a case of screening: the decision, which locks who is listed, and then their open orders, so that none comes between. The
/// decision and the lock hold, whatever the engine says.
/// </summary>
public sealed class ConcludeCase
{
    private readonly DecideCase _decisions;
    private readonly ShutOutMember _shutOut;

    internal ConcludeCase(DecideCase decisions, ShutOutMember shutOut) => (_decisions, _shutOut) = (decisions, shutOut);

    /// <summary>Decides, and cancels the open orders of who is locked by it, if wanted.</summary>
    /// <param name="actor">Who decides. For a match they must be allowed to lock members too.</param>
    /// <param name="id">Which case.</param>
    /// <param name="decision">A false positive or a true match.</param>
    /// <param name="seen"><see cref="ScreeningCase.Seen"/> of what they looked at.</param>
    /// <param name="cancelsOrders">Whether the orders of who is locked go.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">The end of the request; not looked at any more once the member is locked.</param>
    public async Task<ShutOutResult> ExecuteAsync(
        Actor actor, long id, CaseState decision, string? seen, bool cancelsOrders, string? reason, CancellationToken cancellationToken)
    {
        var (outcome, locked) = await _decisions.ExecuteAsync(actor, id, decision, seen, cancelsOrders, reason, cancellationToken);
        return cancelsOrders && locked is not null
            ? await _shutOut.FinishAsync(outcome, actor, locked, reason)
            : new ShutOutResult(outcome);
    }
}
