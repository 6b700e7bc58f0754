using Exchange.Core.Audit;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>
/// Shuts an account at its owner's wish: sign-ins, orders, withdrawals and API keys are refused until the staff readmits them. It asks
/// for nothing but the session: who fears a thief must not search for a password. About open orders the Trading room decides, which is
/// the door.
/// </summary>
internal sealed class FreezeAccount
{
    private const string Action = "member.freeze";
    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly NewPassword _newPassword;
    private readonly MemberMails _mails;
    private readonly IAuditLog _audit;
    private readonly TimeProvider _time;

    internal FreezeAccount(
        IDbContextFactory<ExchangeDbContext> contexts, NewPassword newPassword, MemberMails mails, IAuditLog audit, TimeProvider time) =>
        (_contexts, _newPassword, _mails, _audit, _time) = (contexts, newPassword, mails, audit, time);

    /// <summary>Freezes the account. The last superadmin cannot: nobody could thaw them.</summary>
    public async Task<StaffRejectReason> ExecuteAsync(
        MemberId member, RequestOrigin origin, bool cancelsOrders, CancellationToken cancellationToken)
    {
        var outcome = await StaffTransaction.RunAsync(
            _contexts, async db => new StaffOutcome(await FreezeAsync(db, member, origin, cancelsOrders, cancellationToken)),
            cancellationToken);
        if (outcome.IsDone) _newPassword.Forget(member);
        return outcome.Reason;
    }

    private async Task<StaffRejectReason> FreezeAsync(
        ExchangeDbContext db, MemberId member, RequestOrigin origin, bool cancelsOrders, CancellationToken cancellationToken)
    {
        var row = await db.Members.SingleAsync(m => m.Id == member.Value, cancellationToken);
        if (!row.MaySignIn) return StaffRejectReason.Unchanged;
        if (await ChangeMemberRole.IsLastSuperadminAsync(db, row, cancellationToken)) return StaffRejectReason.LastSuperadmin;
        var before = MemberStanding.StateName(row.State);
        (row.State, row.UpdatedAt) = (MemberState.Locked, _time.GetUtcNow());
        await StaffActs.EndSessionsAsync(db, row, cancellationToken);
        db.Activities.Add(Activity.Of(row.Id, Activity.AccountTopic, Activity.Freeze, succeeded: true, origin, row.UpdatedAt));
        await _mails.NotifyAsync(db, row, MemberMails.AccountFrozen, origin, cancellationToken);
        var record = new AuditRecord(row.Id, Action, row.Uid)
        {
            Before = before,
            After = MemberStanding.StateName(row.State),
            Address = origin.Address,
        };
        await _audit.AppendAsync(db, record, cancellationToken);
        if (cancelsOrders)
        {
            var asked = new AuditRecord(row.Id, OrderCancelActions.Asked, row.Uid) { Address = origin.Address };
            await _audit.AppendAsync(db, asked, cancellationToken);
        }

        return StaffRejectReason.None;
    }
}
