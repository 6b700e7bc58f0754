using Exchange.Core.Primitives;
using Exchange.Core.Settings;
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

    /// <summary>Someone has this address.</summary>
    EmailTaken,

    /// <summary>The operator has closed sign-up.</summary>
    Closed,
}

/// <summary>What became of a sign-up.</summary>
/// <param name="Reason">None when accepted.</param>
/// <param name="Member">The new member; nobody when refused.</param>
public sealed record SignUpOutcome(SignUpRejectReason Reason, MemberId Member);

/// <summary>Makes a member of someone who brings an address and a password.</summary>
public sealed class SignUp(
    IDbContextFactory<ExchangeDbContext> contexts, IPasswordHasher<Member> hasher, RuntimeSettings settings, TimeProvider time)
{
    /// <summary>Makes the member, or says why not and changes nothing.</summary>
    public async Task<SignUpOutcome> ExecuteAsync(
        string? email, string? password, RequestOrigin origin, CancellationToken cancellationToken)
    {
        var reason = Check(email, password, out var address);
        if (reason != SignUpRejectReason.None) return new SignUpOutcome(reason, default);
        if (!await settings.IsOnAsync(Setting.SignUpOpen)) return new SignUpOutcome(SignUpRejectReason.Closed, default);

        var now = time.GetUtcNow();
        var member = Member.Create(address!, now);
        member.PasswordHash = hasher.HashPassword(member, password!);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await TryInsertAsync(db, member, cancellationToken))
            return new SignUpOutcome(SignUpRejectReason.EmailTaken, default);
        db.Activities.Add(Activity.Of(member.Id, Activity.AccountTopic, "signup", succeeded: true, origin, now));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
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
            return false;
        }
    }
}
