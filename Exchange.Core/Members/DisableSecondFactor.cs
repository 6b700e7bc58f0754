using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>Turns the second factor off, with one last code of it. All other sign-ins end and API keys rest.</summary>
public sealed class DisableSecondFactor
{
    private const string Action = "second_factor.disable";
    private static readonly SensitiveAct Act = SensitiveAct.Of(Action);
    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly StepUp _stepUp;
    private readonly FactorChange _change;

    internal DisableSecondFactor(IDbContextFactory<ExchangeDbContext> contexts, StepUp stepUp, FactorChange change) =>
        (_contexts, _stepUp, _change) = (contexts, stepUp, change);

    /// <summary>Turns it off, or says why not and changes nothing.</summary>
    public async Task<SecondFactorOutcome> ExecuteAsync(
        MemberId member, StepUpProof proof, RequestOrigin origin, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        if (!await FactorChange.IsOnAsync(db, member, cancellationToken))
            return SecondFactorOutcome.Refused(SecondFactorRejectReason.NotOn);
        var approval = await _stepUp.ApproveAsync(member, Act, proof, origin, cancellationToken);
        if (!approval.IsConfirmed)
        {
            await _change.RecordFailureAsync(member, Activity.SecondFactorOff, origin, cancellationToken);
            return SecondFactorOutcome.Refused(approval.Verdict);
        }

        return await _change.RunAsync(
            member, proof.SessionId, Action, Activity.SecondFactorOff, MemberMails.SecondFactorOff, origin,
            async (inner, row) =>
            {
                if (!await _stepUp.UseAsync(inner, member, Act, proof, approval, cancellationToken)) return StepUpVerdict.Missing;
                await _change.RemoveAsync(inner, row, cancellationToken);
                return StepUpVerdict.Confirmed;
            },
            cancellationToken);
    }
}
