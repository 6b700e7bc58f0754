using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>
/// Turns the authenticator off, with one last code of it or another factor. All other sign-ins end; when no passkey is left either, API
/// keys rest.
/// </summary>
public sealed class DisableSecondFactor
{
    private const string Action = "second_factor.disable";
    private static readonly SensitiveAct Act = SensitiveAct.Of(Action);
    private static readonly FactorStep Step = new(Action, Activity.SecondFactorOff, MemberMails.AuthenticatorOff);
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
        if (!(await SecondFactors.OfAsync(db, member.Value, cancellationToken)).HasAuthenticator)
            return SecondFactorOutcome.Refused(SecondFactorRejectReason.NotOn);
        var approval = await _stepUp.ApproveAsync(member, Act, proof, origin, cancellationToken);
        if (!approval.IsConfirmed)
        {
            if (!proof.IsAsking) await _change.RecordFailureAsync(member, Activity.SecondFactorOff, origin, cancellationToken);
            return SecondFactorOutcome.Refused(approval.Verdict);
        }

        var codes = await _change.RunAsync(
            member, proof.SessionId, Step, origin,
            async (inner, row) => await _stepUp.UseAsync(inner, member, Act, proof, approval, cancellationToken)
                && await inner.TotpFactors.Where(f => f.MemberId == row.Id).ExecuteDeleteAsync(cancellationToken) == 1,
            cancellationToken);
        return codes is null
            ? SecondFactorOutcome.Refused(StepUpVerdict.Missing)
            : new SecondFactorOutcome(SecondFactorRejectReason.None, codes);
    }
}
