using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>Makes new recovery codes in place of all earlier ones, for who shows a code of the second factor.</summary>
public sealed class MakeRecoveryCodes
{
    private const string Action = "recovery_codes.make";
    private static readonly SensitiveAct Act = SensitiveAct.Of(Action);
    private static readonly FactorStep Step = new(Action, Activity.RecoveryCodesMade, MemberMails.RecoveryCodesMade) { IsOnlyCodes = true };

    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly StepUp _stepUp;
    private readonly FactorChange _change;

    internal MakeRecoveryCodes(IDbContextFactory<ExchangeDbContext> contexts, StepUp stepUp, FactorChange change) =>
        (_contexts, _stepUp, _change) = (contexts, stepUp, change);

    /// <summary>Makes them, or says why not and changes nothing.</summary>
    public async Task<SecondFactorOutcome> ExecuteAsync(
        MemberId member, StepUpProof proof, RequestOrigin origin, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        if (!await FactorChange.IsOnAsync(db, member, cancellationToken))
            return SecondFactorOutcome.Refused(SecondFactorRejectReason.NotOn);
        var approval = await _stepUp.ApproveAsync(member, Act, proof, origin, cancellationToken);
        if (!approval.IsConfirmed) return SecondFactorOutcome.Refused(approval.Verdict);
        var codes = await _change.RunAsync(
            member, proof.SessionId, Step, origin,
            async (inner, row) => row.TwoFactorEnabled
                && await _stepUp.UseAsync(inner, member, Act, proof, approval, cancellationToken),
            cancellationToken);
        return codes is null
            ? SecondFactorOutcome.Refused(StepUpVerdict.CodeMissing)
            : new SecondFactorOutcome(SecondFactorRejectReason.None, codes);
    }
}
