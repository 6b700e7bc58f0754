using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Exchange.Core.Audit;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>A passkey as its member sees it.</summary>
/// <param name="Id">The credential's id.</param>
/// <param name="Name">The member's name for it.</param>
/// <param name="CreatedAt">When it was added.</param>
public sealed record PasskeyView(string Id, string Name, DateTimeOffset CreatedAt);

/// <summary>
/// Keeps members' passkeys: the framework checks the answers of authenticators, this room decides who may add and remove one. Adding one
/// and removing one end all other sessions.
/// </summary>
public sealed class Passkeys
{
    /// <summary>Most a member can have.</summary>
    public const int MaxPerMember = 10;

    /// <summary>Most characters of a name.</summary>
    public const int MaxNameLength = 50;

    /// <summary>For so long a question waits for its answer.</summary>
    public static readonly TimeSpan CeremonyLifetime = TimeSpan.FromMinutes(5);

    private const int KeyBytes = 32;
    private const string AddAction = "passkey.add";
    private const string RemoveAction = "passkey.remove";
    private static readonly SensitiveAct Adding = SensitiveAct.Of(AddAction);
    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly StepUp _stepUp;
    private readonly NewPassword _newPassword;
    private readonly MemberMails _mails;
    private readonly IAuditLog _audit;
    private readonly TimeProvider _time;

    internal Passkeys(
        IDbContextFactory<ExchangeDbContext> contexts, StepUp stepUp, NewPassword newPassword, MemberMails mails, IAuditLog audit,
        TimeProvider time)
    {
        (_contexts, _stepUp, _newPassword) = (contexts, stepUp, newPassword);
        (_mails, _audit, _time) = (mails, audit, time);
    }

    /// <summary>A member's passkeys, the newest first.</summary>
    public async Task<IReadOnlyList<PasskeyView>> ListAsync(MemberId member, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.Passkeys.AsNoTracking().Where(p => p.UserId == member.Value).ToListAsync(cancellationToken);
        return [.. rows.OrderByDescending(p => p.Data.CreatedAt)
            .Select(p => new PasskeyView(Base64Url.EncodeToString(p.CredentialId), p.Data.Name ?? "", p.Data.CreatedAt))];
    }

    /// <summary>Approves that a member adds one; before the browser is asked to make it.</summary>
    public Task<StepUpOutcome> ApproveAddingAsync(
        MemberId member, StepUpProof proof, RequestOrigin origin, CancellationToken cancellationToken) =>
        _stepUp.ApproveAsync(member, Adding, proof, origin, cancellationToken);

    /// <summary>Keeps a question until it is answered, and gives the key for the page.</summary>
    public async Task<string> AskAsync(string state, MemberId? member, CancellationToken cancellationToken)
    {
        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes));
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        db.PasskeyCeremonies.Add(new PasskeyCeremony
        {
            KeyHash = HashOf(key),
            MemberId = member?.Value,
            State = state,
            ExpiresAt = _time.GetUtcNow() + CeremonyLifetime,
        });
        await db.SaveChangesAsync(cancellationToken);
        return key;
    }

    /// <summary>Takes a question away for its answer; null when there is none, or it was somebody else's, or another answer came first.</summary>
    public async Task<string?> AnswerAsync(string? key, MemberId? member, CancellationToken cancellationToken)
    {
        if (key is not { Length: KeyBytes * 2 }) return null;
        var (hash, now, asked) = (HashOf(key), _time.GetUtcNow(), member?.Value);
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var ceremony = await db.PasskeyCeremonies.AsNoTracking().SingleOrDefaultAsync(
            c => c.KeyHash == hash && c.MemberId == asked && c.ExpiresAt > now, cancellationToken);
        if (ceremony is null) return null;
        var taken = await db.PasskeyCeremonies.Where(c => c.KeyHash == hash).ExecuteDeleteAsync(cancellationToken);
        return taken == 1 ? ceremony.State : null;
    }

    /// <summary>Adds a passkey that the framework has checked, with the approval that was given before. False when that is not good.</summary>
    public Task<bool> AddAsync(
        MemberId member, UserPasskeyInfo passkey, string? name, StepUpProof proof, RequestOrigin origin,
        CancellationToken cancellationToken) => ChangeAsync(
            member, AddAction, MemberMails.PasskeyAdded, proof, origin,
            async db =>
            {
                if (await db.Passkeys.CountAsync(p => p.UserId == member.Value, cancellationToken) >= MaxPerMember) return false;
                var approval = await ApproveAddingAsync(member, proof, origin, cancellationToken);
                if (!await _stepUp.UseAsync(db, member, Adding, proof, approval, cancellationToken)) return false;
                db.Passkeys.Add(RowOf(member, passkey, NameOf(name)));
                return true;
            },
            cancellationToken);

    /// <summary>Removes one. False when there is none, or the proof is not good.</summary>
    public async Task<StepUpVerdict> RemoveAsync(
        MemberId member, string? id, StepUpProof proof, RequestOrigin origin, CancellationToken cancellationToken)
    {
        var act = SensitiveAct.Of(RemoveAction, id ?? "");
        var approval = await _stepUp.ApproveAsync(member, act, proof, origin, cancellationToken);
        if (!approval.IsConfirmed) return approval.Verdict;
        var credential = Base64Url.IsValid(id) ? Base64Url.DecodeFromChars(id) : [];
        await ChangeAsync(
            member, RemoveAction, MemberMails.PasskeyRemoved, proof, origin,
            async db => await _stepUp.UseAsync(db, member, act, proof, approval, cancellationToken)
                && await db.Passkeys.Where(p => p.UserId == member.Value && p.CredentialId == credential)
                    .ExecuteDeleteAsync(cancellationToken) == 1,
            cancellationToken);
        return StepUpVerdict.Confirmed;
    }

    /// <summary>Remembers how often an authenticator has signed, by which a copied one is found.</summary>
    public async Task CountUseAsync(UserPasskeyInfo used, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.Passkeys.SingleAsync(p => p.CredentialId == used.CredentialId, cancellationToken);
        (row.Data.SignCount, row.Data.IsBackedUp, row.Data.IsUserVerified) = (used.SignCount, used.IsBackedUp, used.IsUserVerified);
        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task<bool> ChangeAsync(
        MemberId member, string action, string mail, StepUpProof proof, RequestOrigin origin, Func<ExchangeDbContext, Task<bool>> change,
        CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var row = await db.Members.FromSql($"select * from members where \"Id\" = {member.Value} for update")
            .SingleAsync(cancellationToken);
        if (!await change(db)) return false;
        await _newPassword.EndSessionsAsync(db, row, proof.SessionId, cancellationToken);
        var activity = action == AddAction ? Activity.PasskeyAdded : Activity.PasskeyRemoved;
        db.Activities.Add(Activity.Of(row.Id, Activity.SecondFactorTopic, activity, succeeded: true, origin, _time.GetUtcNow()));
        await _mails.NotifyAsync(db, row, mail, origin, cancellationToken);
        await _audit.AppendAsync(db, new AuditRecord(row.Id, action, row.Uid) { Address = origin.Address }, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        _newPassword.Forget(member);
        return true;
    }

    private static IdentityUserPasskey<long> RowOf(MemberId member, UserPasskeyInfo passkey, string name) => new()
    {
        UserId = member.Value,
        CredentialId = passkey.CredentialId,
        Data = new IdentityPasskeyData
        {
            PublicKey = passkey.PublicKey,
            Name = name,
            CreatedAt = passkey.CreatedAt,
            SignCount = passkey.SignCount,
            Transports = passkey.Transports,
            IsUserVerified = passkey.IsUserVerified,
            IsBackupEligible = passkey.IsBackupEligible,
            IsBackedUp = passkey.IsBackedUp,
            AttestationObject = passkey.AttestationObject,
            ClientDataJson = passkey.ClientDataJson,
        },
    };

    private static string NameOf(string? name)
    {
        var clean = string.Concat((name ?? "").Where(c => !char.IsControl(c))).Trim();
        return clean.Length == 0 ? "Passkey" : clean[..Math.Min(clean.Length, MaxNameLength)];
    }

    private static string HashOf(string key) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
