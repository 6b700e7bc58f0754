using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

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
