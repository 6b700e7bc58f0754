using Exchange.Core.Audit;
using Exchange.Core.Engine;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Exchange.Core.Trading;
using Exchange.Core.Wallets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Privacy;

/// <summary>Why an account was not closed, in the order of the checks.</summary>
public enum CloseRejectReason
{
    /// <summary>Closed.</summary>
    None = 0,

    /// <summary>The reason is longer than <see cref="AccountClosing.MaxReasonLength"/>, or no text.</summary>
    ReasonInvalid,

    /// <summary>There are open orders.</summary>
    OpenOrders,

    /// <summary>There is more left than dust, or something that has no price.</summary>
    BalanceLeft,

    /// <summary>The only superadmin would be gone.</summary>
    LastSuperadmin,

    /// <summary>There was no password.</summary>
    PasswordMissing,

    /// <summary>The password is wrong.</summary>
    PasswordWrong,

    /// <summary>They have a second factor and gave no code.</summary>
    CodeMissing,

    /// <summary>The code is wrong or was used.</summary>
    CodeWrong,

    /// <summary>It is closed or shut already.</summary>
    NotOpen,
}

/// <summary>
/// Closes an account at its member's wish. Sessions, sockets and API keys end with the transaction; what is kept afterwards, and how long,
/// says <see cref="DataRegister"/>.
/// </summary>
public sealed class CloseAccount
{
    /// <summary>The action in the audit log.</summary>
    public const string Action = "member.close";

    /// <summary>The label that the contract names.</summary>
    public static readonly LabelChange Label = new("delete", "by_user");

    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly SignIn _signIn;
    private readonly StepUp _stepUp;
    private readonly ClosingEffects _effects;
    private readonly BalanceQueries _balances;
    private readonly IEngineReadState _live;
    private readonly CancelOrders _cancel;
    private readonly PrivacyOptions _options;

    internal CloseAccount(
        IDbContextFactory<ExchangeDbContext> contexts, SignIn signIn, StepUp stepUp, ClosingEffects effects, BalanceQueries balances,
        IEngineReadState live, CancelOrders cancel, IOptions<PrivacyOptions> options)
    {
        (_contexts, _signIn, _stepUp, _effects) = (contexts, signIn, stepUp, effects);
        (_balances, _live, _cancel, _options) = (balances, live, cancel, options.Value);
    }

    /// <summary>What keeps an account from being closed now; none when nothing.</summary>
    public CloseRejectReason Obstacle(MemberId member)
    {
        if (_live.OpenOrders(member).Any()) return CloseRejectReason.OpenOrders;
        return IsDust(_balances.Overview(member, _balances.QuoteOrFirst(null))) ? CloseRejectReason.None : CloseRejectReason.BalanceLeft;
    }

    /// <summary>Closes it, or says why not and changes nothing.</summary>
    public async Task<CloseRejectReason> ExecuteAsync(
        MemberId member, string? reason, StepUpProof proof, RequestOrigin origin, CancellationToken cancellationToken)
    {
        var why = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();
        if (why?.Length > AccountClosing.MaxReasonLength || why?.Any(char.IsControl) == true) return CloseRejectReason.ReasonInvalid;
        if (Obstacle(member) is var obstacle and not CloseRejectReason.None) return obstacle;
        if (await IsLastSuperadminAsync(member, cancellationToken)) return CloseRejectReason.LastSuperadmin;
        // Who brings both must have both right; the step-up of who has a second factor asks for the code alone.
        if (!string.IsNullOrEmpty(proof.Password) && !await _signIn.ConfirmPasswordAsync(member, proof.Password, cancellationToken))
            return CloseRejectReason.PasswordWrong;
        var act = SensitiveAct.Of(Action, why ?? "");
        var approval = await _stepUp.ApproveAsync(member, act, proof, origin, cancellationToken);
        if (!approval.IsConfirmed) return RefusalOf(approval.Verdict);

        var refused = CloseRejectReason.None;
        await StaffTransaction.RunAsync(
            _contexts,
            async db =>
            {
                refused = await CloseAsync(db, member, act, proof, approval, why, origin, cancellationToken);
                return refused == CloseRejectReason.None ? StaffOutcome.Done : new StaffOutcome(StaffRejectReason.Unchanged);
            },
            cancellationToken);
        if (refused != CloseRejectReason.None) return refused;
        _effects.Forget(member);
        // An order that was on its way while the account was closed does not stay; canceling is allowed whatever the state.
        await _cancel.AllAsync(member, market: null, side: null, CancellationToken.None);
        return CloseRejectReason.None;
    }

    private async Task<CloseRejectReason> CloseAsync(
        ExchangeDbContext db, MemberId member, SensitiveAct act, StepUpProof proof, StepUpOutcome approval, string? why,
        RequestOrigin origin, CancellationToken cancellationToken)
    {
        var row = await db.LockedMemberAsync(member, cancellationToken);
        if (!row.MaySignIn) return CloseRejectReason.NotOpen;
        if (await ChangeMemberRole.IsLastSuperadminAsync(db, row, cancellationToken)) return CloseRejectReason.LastSuperadmin;
        if (Obstacle(member) is var obstacle and not CloseRejectReason.None) return obstacle;
        if (!await _stepUp.UseAsync(db, member, act, proof, approval, cancellationToken)) return CloseRejectReason.PasswordMissing;
        await _effects.ApplyAsync(db, row, why, origin, cancellationToken);
        return CloseRejectReason.None;
    }

    /// <summary>Told before the code is used up; decided in the transaction.</summary>
    private async Task<bool> IsLastSuperadminAsync(MemberId member, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.Members.AsNoTracking().SingleAsync(m => m.Id == member.Value, cancellationToken);
        return await ChangeMemberRole.IsLastSuperadminAsync(db, row, cancellationToken);
    }

    private bool IsDust(WalletOverview overview)
    {
        if (overview.UnvaluedCount > 0) return false;
        if (overview.Balances.All(b => b.Total.IsZero)) return true;
        return overview.TotalValue is { } worth && worth <= Amount.FromWhole(_options.Dust);
    }

    private static CloseRejectReason RefusalOf(StepUpVerdict verdict) => verdict switch
    {
        StepUpVerdict.Wrong => CloseRejectReason.PasswordWrong,
        StepUpVerdict.CodeMissing => CloseRejectReason.CodeMissing,
        StepUpVerdict.CodeWrong => CloseRejectReason.CodeWrong,
        StepUpVerdict.Missing or StepUpVerdict.Confirmed => CloseRejectReason.PasswordMissing,
    };
}

/// <summary>What closing an account does to its rows.</summary>
internal sealed class ClosingEffects(
    NewPassword newPassword, ApiKeyVerifier keys, Labels labels, MemberMails mails, MemberEvents events, IAuditLog audit,
    IOptions<PrivacyOptions> options, TimeProvider time)
{
    public async Task ApplyAsync(
        ExchangeDbContext db, Member row, string? why, RequestOrigin origin, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var before = row.State;
        await labels.SetAsync(db, row.MemberId, CloseAccount.Label with { Actor = row.Id }, cancellationToken);
        (row.State, row.UpdatedAt) = (MemberState.Deleted, now);
        await StaffActs.EndSessionsAsync(db, row, cancellationToken);
        await EmailTokens.RevokeOthersAsync(db, row.Id, cancellationToken);
        // Disabled, not only refused with their owner: to give the account back is not to give a forgotten program its power back.
        await db.ApiKeys.Where(k => k.MemberId == row.Id && k.IsActive).ExecuteUpdateAsync(
            set => set.SetProperty(k => k.IsActive, false).SetProperty(k => k.Version, k => k.Version + 1)
                .SetProperty(k => k.UpdatedAt, now),
            cancellationToken);
        db.AccountClosings.Add(new AccountClosing { MemberId = row.Id, ClosedAt = now, StateBefore = before, Reason = why });
        db.Activities.Add(Activity.Of(row.Id, Activity.AccountTopic, Activity.Closing, succeeded: true, origin, now));
        await mails.NotifyAsync(
            db, row, MemberMails.AccountClosed, origin, cancellationToken, ("until", MemberMails.Moment(options.Value.ReducedAt(now))));
        events.Add(db, MemberEvents.AccountDeleted, row);
        var record = new AuditRecord(row.Id, CloseAccount.Action, row.Uid)
        {
            Before = MemberStanding.StateName(before),
            After = MemberStanding.StateName(row.State),
            Address = origin.Address,
        };
        await audit.AppendAsync(db, record, cancellationToken);
    }

    /// <summary>After the commit: what was read before it counts no more.</summary>
    public void Forget(MemberId member)
    {
        newPassword.Forget(member);
        keys.InvalidateAll();
    }
}
