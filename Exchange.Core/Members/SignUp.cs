using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>Why a sign-up was refused, in the order of the checks.</summary>
public enum SignUpRejectReason
{
    /// <summary>Accepted.</summary>
    None = 0,

    /// <summary>Not an e-mail address we take.</summary>
    EmailInvalid,

    /// <summary>Shorter than <see cref="PasswordPolicy.MinLength"/>.</summary>
    PasswordTooShort,

    /// <summary>Longer than <see cref="PasswordPolicy.MaxLength"/>.</summary>
    PasswordTooLong,

    /// <summary>Too easy to guess.</summary>
    PasswordCommon,

    /// <summary>Someone has this address. Only told to who has shown the setup token.</summary>
    EmailTaken,
}

/// <summary>What became of a sign-up.</summary>
/// <param name="Reason">None when accepted, and also when the address has an account already: a mail says so, the answer never.</param>
/// <param name="Member">The new member, for the program itself: whoever signs up must not learn whether there is one.</param>
public sealed record SignUpOutcome(SignUpRejectReason Reason, MemberId Member);

/// <summary>
/// Makes a member of someone who brings an address and a password. The member may enter when the address is confirmed. A sign-up with
/// an address that has an account gets the same answer after the same work, and the account's owner a mail.
/// </summary>
public sealed class SignUp
{
    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly IPasswordHasher<Member> _hasher;
    private readonly AddressConfirmation _confirmation;
    private readonly MemberMails _mails;
    private readonly TimeProvider _time;

    internal SignUp(
        IDbContextFactory<ExchangeDbContext> contexts, IPasswordHasher<Member> hasher, AddressConfirmation confirmation,
        MemberMails mails, TimeProvider time) =>
        (_contexts, _hasher, _confirmation, _mails, _time) = (contexts, hasher, confirmation, mails, time);

    /// <summary>Takes the sign-up, or says what is wrong with what was typed and changes nothing.</summary>
    public async Task<SignUpOutcome> ExecuteAsync(
        string? email, string? password, RequestOrigin origin, CancellationToken cancellationToken)
    {
        var reason = Check(email, password, out var address);
        if (reason != SignUpRejectReason.None) return new SignUpOutcome(reason, default);

        var member = NewMember(address!, password!, origin);
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var isNew = await TryInsertAsync(db, member, cancellationToken);
        if (isNew) await WelcomeAsync(db, member, origin, cancellationToken);
        else await RemindAsync(db, member, origin, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new SignUpOutcome(SignUpRejectReason.None, isNew ? member.MemberId : default);
    }

    /// <summary>Makes a member whose address needs no confirmation, for the program itself: the demo's members.</summary>
    public async Task<SignUpOutcome> MakeConfirmedAsync(
        string email, string password, RequestOrigin origin, CancellationToken cancellationToken)
    {
        var reason = Check(email, password, out var address);
        if (reason != SignUpRejectReason.None) return new SignUpOutcome(reason, default);
        var member = NewMember(address!, password, origin);
        member.Confirm(_time.GetUtcNow());
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        if (!await TryInsertAsync(db, member, cancellationToken)) return new SignUpOutcome(SignUpRejectReason.EmailTaken, default);
        AddActivity(db, member, origin);
        await db.SaveChangesAsync(cancellationToken);
        return new SignUpOutcome(SignUpRejectReason.None, member.MemberId);
    }

    /// <summary>The first thing that is wrong with what someone typed, without asking the database.</summary>
    internal static SignUpRejectReason Check(string? email, string? password, out EmailAddress? address)
    {
        if (!EmailAddress.TryParse(email, out address)) return SignUpRejectReason.EmailInvalid;
        return PasswordPolicy.Check(password, address) switch
        {
            PasswordProblem.None => SignUpRejectReason.None,
            PasswordProblem.TooShort => SignUpRejectReason.PasswordTooShort,
            PasswordProblem.TooLong => SignUpRejectReason.PasswordTooLong,
            PasswordProblem.Common => SignUpRejectReason.PasswordCommon,
        };
    }

    private Member NewMember(EmailAddress address, string password, RequestOrigin origin)
    {
        var member = Member.Create(address, _time.GetUtcNow());
        member.Language = origin.Language;
        member.PasswordHash = _hasher.HashPassword(member, password);
        return member;
    }

    private async Task WelcomeAsync(
        ExchangeDbContext db, Member member, RequestOrigin origin, CancellationToken cancellationToken)
    {
        AddActivity(db, member, origin);
        await _confirmation.AskAsync(db, member, origin, cancellationToken);
    }

    /// <summary>
    /// Someone has the address. Who never confirmed it may have mistyped the password: the last one counts, and the link of its mail.
    /// </summary>
    private async Task RemindAsync(
        ExchangeDbContext db, Member tried, RequestOrigin origin, CancellationToken cancellationToken)
    {
        var key = tried.NormalizedEmail;
        var owner = await db.Members.SingleAsync(m => m.NormalizedEmail == key, cancellationToken);
        if (!owner.EmailConfirmed && owner.State == MemberState.Pending)
        {
            if (!await _mails.MayAddAsync(db, owner, MemberMails.ConfirmAddress, cancellationToken)) return;
            owner.PasswordHash = tried.PasswordHash;
            await _confirmation.AskAsync(db, owner, origin, cancellationToken);
        }
        else if (await _mails.MayAddAsync(db, owner, MemberMails.AddressTaken, cancellationToken))
        {
            _mails.Add(db, owner, MemberMails.AddressTaken, origin);
        }
    }

    private void AddActivity(ExchangeDbContext db, Member member, RequestOrigin origin) => db.Activities.Add(
        Activity.Of(member.Id, Activity.AccountTopic, "signup", succeeded: true, origin, _time.GetUtcNow()));

    /// <summary>The unique index decides, not a question asked before: two sign-ups at once make one member.</summary>
    private static async Task<bool> TryInsertAsync(
        ExchangeDbContext db, Member member, CancellationToken cancellationToken)
    {
        var key = member.NormalizedEmail;
        if (await db.Members.AnyAsync(m => m.NormalizedEmail == key, cancellationToken)) return false;
        db.Members.Add(member);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException e) when (UniqueViolation.Is(e))
        {
            // The transaction goes on from the savepoint that EF made before.
            db.ChangeTracker.Clear();
            return false;
        }
    }
}
