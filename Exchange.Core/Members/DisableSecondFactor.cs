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

/// <summary>Makes new recovery codes in place of all earlier ones, for who shows a code of the second factor.</summary>
public sealed class MakeRecoveryCodes
{
    private const string Action = "recovery_codes.make";
    private static readonly SensitiveAct Act = SensitiveAct.Of(Action);
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
        return await _change.RunAsync(
            member, proof.SessionId, Action, Activity.RecoveryCodesMade, MemberMails.RecoveryCodesMade, origin,
            async (inner, row) => row.TwoFactorEnabled
                && await _stepUp.UseAsync(inner, member, Act, proof, approval, cancellationToken)
                    ? StepUpVerdict.Confirmed
                    : StepUpVerdict.CodeMissing,
            cancellationToken);
    }
}

/// <summary>Checks a code for its own sake, for programs that ask. It is used up like any other.</summary>
public sealed class VerifySecondFactor
{
    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly SecondFactors _factors;
    private readonly TimeProvider _time;

    internal VerifySecondFactor(IDbContextFactory<ExchangeDbContext> contexts, SecondFactors factors, TimeProvider time) =>
        (_contexts, _factors, _time) = (contexts, factors, time);

    /// <summary>Whether the code is right.</summary>
    public async Task<SecondFactorRejectReason> ExecuteAsync(
        MemberId member, string? code, RequestOrigin origin, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        if (!await db.Members.AnyAsync(m => m.Id == member.Value && m.TwoFactorEnabled, cancellationToken))
            return SecondFactorRejectReason.NotOn;
        var isRight = await _factors.TakeAsync(member.Value, code, origin, cancellationToken);
        db.Activities.Add(Activity.Of(
            member.Value, Activity.SecondFactorTopic, Activity.SecondFactorCheck, isRight, origin, _time.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
        return isRight ? SecondFactorRejectReason.None : SecondFactorRejectReason.CodeWrong;
    }
}
