using Exchange.Core.Audit;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>Why an address was not confirmed.</summary>
public enum ConfirmAddressRejectReason
{
    /// <summary>Confirmed.</summary>
    None = 0,

    /// <summary>There is no such link, or a later one took its place.</summary>
    Unknown,

    /// <summary>The link's time is over.</summary>
    Expired,

    /// <summary>The link was used before.</summary>
    Used,
}

/// <summary>What became of a confirmation.</summary>
/// <param name="Reason">None when confirmed.</param>
/// <param name="Member">Whose address; nobody when refused.</param>
public sealed record ConfirmAddressOutcome(ConfirmAddressRejectReason Reason, MemberId Member);

/// <summary>Has a member show that the address they signed up with is theirs.</summary>
public sealed class AddressConfirmation
{
    private static readonly EmailTokenPurpose[] Purposes = [EmailTokenPurpose.ConfirmAddress];
    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly EmailTokens _tokens;
    private readonly MemberMails _mails;
    private readonly MemberAccess _access;
    private readonly Labels _labels;
    private readonly IAuditLog _audit;
    private readonly TimeProvider _time;

    internal AddressConfirmation(
        IDbContextFactory<ExchangeDbContext> contexts, EmailTokens tokens, MemberMails mails, MemberAccess access, Labels labels,
        IAuditLog audit, TimeProvider time) =>
        (_contexts, _tokens, _mails, _access, _labels, _audit, _time) = (contexts, tokens, mails, access, labels, audit, time);

    /// <summary>Sends another link to an address whose member has not confirmed it. Nobody learns whether there is one.</summary>
    public async Task ResendAsync(string? email, RequestOrigin origin, CancellationToken cancellationToken)
    {
        var key = EmailAddress.TryParse(email, out var address) ? address.Key : "";
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var member = await db.Members.SingleOrDefaultAsync(m => m.NormalizedEmail == key, cancellationToken);
        if (member is { EmailConfirmed: false, State: MemberState.Pending }
            && await _mails.MayAddAsync(db, member, MemberMails.ConfirmAddress, cancellationToken))
            await AskAsync(db, member, origin, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>What a link is good for, without using it.</summary>
    public async Task<ConfirmAddressRejectReason> LookAsync(string? key, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var (problem, _) = await _tokens.LookAsync(db, key, Purposes, cancellationToken);
        return ReasonOf(problem);
    }

    /// <summary>Uses a link.</summary>
    public async Task<ConfirmAddressOutcome> ConfirmAsync(string? key, RequestOrigin origin, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var (problem, token) = await _tokens.UseAsync(db, key, Purposes, cancellationToken);
        if (problem != EmailTokenProblem.None) return new ConfirmAddressOutcome(ReasonOf(problem), default);
        var member = await db.Members.SingleAsync(m => m.Id == token!.MemberId, cancellationToken);
        await ApplyAsync(db, member, origin, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        _access.Invalidate(member.MemberId);
        return new ConfirmAddressOutcome(ConfirmAddressRejectReason.None, member.MemberId);
    }

    /// <summary>Adds a link and its mail to the caller's transaction.</summary>
    internal async Task AskAsync(ExchangeDbContext db, Member member, RequestOrigin origin, CancellationToken cancellationToken)
    {
        var (key, until) = await _tokens.IssueAsync(
            db, member.Id, EmailTokenPurpose.ConfirmAddress, member.Email!, cancellationToken);
        _mails.Add(db, member, MemberMails.ConfirmAddress, origin, ("token", key), ("until", MemberMails.Moment(until)));
    }

    /// <summary>Takes the address for the member's, in the caller's transaction.</summary>
    internal async Task ApplyAsync(ExchangeDbContext db, Member member, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (member.EmailConfirmed) return;
        var now = _time.GetUtcNow();
        member.Confirm(now);
        db.Activities.Add(Activity.Of(member.Id, Activity.AccountTopic, "email confirmation", succeeded: true, origin, now));
        await _audit.AppendAsync(
            db, new AuditRecord(member.Id, "member.email_confirmed", member.Uid) { Address = origin.Address }, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await _labels.SetAsync(db, member.MemberId, LabelChange.Verified(LabelKeys.Email), cancellationToken);
    }

    private static ConfirmAddressRejectReason ReasonOf(EmailTokenProblem problem) => problem switch
    {
        EmailTokenProblem.None => ConfirmAddressRejectReason.None,
        EmailTokenProblem.Unknown => ConfirmAddressRejectReason.Unknown,
        EmailTokenProblem.Expired => ConfirmAddressRejectReason.Expired,
        EmailTokenProblem.Used => ConfirmAddressRejectReason.Used,
    };
}
