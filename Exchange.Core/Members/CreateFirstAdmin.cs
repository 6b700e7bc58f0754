using Exchange.Core.Audit;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>Why the first admin was not made, in the order of the checks.</summary>
public enum SetupRejectReason
{
    /// <summary>Made.</summary>
    None = 0,

    /// <summary>There is an admin already; setup is over for good.</summary>
    AlreadyDone,

    /// <summary>Not the token of this start.</summary>
    TokenInvalid,

    /// <summary>The address or password is refused; the outcome says why.</summary>
    CredentialsRefused,
}

/// <summary>What became of the setup.</summary>
/// <param name="Reason">None when the admin was made.</param>
/// <param name="Credentials">What is wrong with the address or password.</param>
/// <param name="Member">The admin; nobody when refused.</param>
public sealed record SetupOutcome(SetupRejectReason Reason, SignUpRejectReason Credentials, MemberId Member);

/// <summary>Makes the first admin of a new exchange, a superadmin with a password of their own. Works once.</summary>
public sealed class CreateFirstAdmin(
    IDbContextFactory<ExchangeDbContext> contexts, SetupToken token, IPasswordHasher<Member> hasher, Labels labels,
    IAuditLog audit, TimeProvider time)
{
    /// <summary>True while there is no admin.</summary>
    public async Task<bool> IsNeededAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await IsNeededAsync(db, cancellationToken);
    }

    /// <summary>Makes the admin, or says why not and changes nothing.</summary>
    public async Task<SetupOutcome> ExecuteAsync(
        string? setupToken, string? email, string? password, RequestOrigin origin, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await IsNeededAsync(db, cancellationToken)) return Refused(SetupRejectReason.AlreadyDone);
        if (!token.Matches(setupToken)) return Refused(SetupRejectReason.TokenInvalid);
        var problem = SignUp.Check(email, password, out var address);
        if (problem != SignUpRejectReason.None) return Refused(SetupRejectReason.CredentialsRefused, problem);

        var now = time.GetUtcNow();
        var admin = Member.Create(address!, now);
        admin.Role = Roles.Superadmin;
        admin.Confirm(now); // who reads the program's console needs no mail to show who they are
        admin.PasswordHash = hasher.HashPassword(admin, password!);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        db.SetupCompletions.Add(new SetupCompletion { At = now });
        if (!await TrySaveAsync(db, cancellationToken)) return Refused(SetupRejectReason.AlreadyDone);
        db.Members.Add(admin);
        if (!await TrySaveAsync(db, cancellationToken))
            return Refused(SetupRejectReason.CredentialsRefused, SignUpRejectReason.EmailTaken);
        await RecordAsync(db, admin, origin, now, cancellationToken);
        await labels.SetAsync(db, admin.MemberId, LabelChange.Verified(LabelKeys.Email), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new SetupOutcome(SetupRejectReason.None, SignUpRejectReason.None, admin.MemberId);
    }

    private async Task RecordAsync(
        ExchangeDbContext db, Member admin, RequestOrigin origin, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        db.Activities.Add(Activity.Of(admin.Id, Activity.AccountTopic, "signup", succeeded: true, origin, now));
        var change = new AuditRecord(admin.Id, "member.first_admin", admin.Uid)
        {
            After = Roles.Superadmin,
            Reason = "First-run setup",
            Address = origin.Address,
        };
        await audit.AppendAsync(db, change, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }

    private static async Task<bool> IsNeededAsync(ExchangeDbContext db, CancellationToken cancellationToken) =>
        !await db.SetupCompletions.AnyAsync(cancellationToken)
        && !await db.Members.AnyAsync(m => m.Role == Roles.Superadmin, cancellationToken);

    private static async Task<bool> TrySaveAsync(ExchangeDbContext db, CancellationToken cancellationToken)
    {
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

    private static SetupOutcome Refused(
        SetupRejectReason reason, SignUpRejectReason credentials = SignUpRejectReason.None) =>
        new(reason, credentials, default);
}
