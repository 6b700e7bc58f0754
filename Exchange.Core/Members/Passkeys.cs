using System.Globalization;
using System.Text;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>Why a change of passkeys was refused.</summary>
public enum PasskeyRejectReason
{
    /// <summary>Done.</summary>
    None = 0,

    /// <summary>This site has no passkeys: it lacks https, or a name.</summary>
    NotOffered,

    /// <summary>The name is empty, too long, or has characters that nobody can see.</summary>
    NameInvalid,

    /// <summary>There are as many as there can be.</summary>
    TooMany,

    /// <summary>The member has not shown that it is really them.</summary>
    ProofRefused,

    /// <summary>The answer of the device is wrong, too late, or was taken before.</summary>
    NotAccepted,

    /// <summary>There is no such passkey of this member any more.</summary>
    Unknown,
}

/// <summary>What became of a change.</summary>
/// <param name="Reason">None when done.</param>
public sealed record PasskeyOutcome(PasskeyRejectReason Reason)
{
    /// <summary>What the step-up found.</summary>
    public StepUpVerdict Verdict { get; init; }

    /// <summary>What the browser must ask the device now.</summary>
    public PasskeyQuestion? Question { get; init; }

    /// <summary>Recovery codes that came with the first second factor, to be shown this once.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(PasskeyOutcome)} {Reason}";
}

/// <summary>
/// Adds, renames and removes members' passkeys. One is added in two steps: the member shows that it is them, and then their device makes
/// it, within minutes, in the same session, under the same name.
/// </summary>
public sealed class Passkeys
{
    private const string AddAction = "passkey.add";
    private const string RemoveAction = "passkey.remove";
    private const int MaxTransports = 10;
    private const int MaxTransportLength = 20;

    private static readonly FactorStep Adding =
        new(AddAction, Activity.PasskeyAdded, MemberMails.PasskeyAdded) { Event = MemberEvents.PasskeyAdded };

    private static readonly FactorStep Removing =
        new(RemoveAction, Activity.PasskeyRemoved, MemberMails.PasskeyRemoved) { Event = MemberEvents.PasskeyRemoved };

    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly PasskeyCeremonies _ceremonies;
    private readonly PasskeySite _site;
    private readonly StepUp _stepUp;
    private readonly FactorChange _change;
    private readonly TimeProvider _time;

    internal Passkeys(
        IDbContextFactory<ExchangeDbContext> contexts, PasskeyCeremonies ceremonies, PasskeySite site, StepUp stepUp, FactorChange change,
        TimeProvider time)
    {
        (_contexts, _ceremonies, _site) = (contexts, ceremonies, site);
        (_stepUp, _change, _time) = (stepUp, change, time);
    }

    /// <summary>Whether this site has passkeys at all.</summary>
    public bool AreOffered => _site.IsUsable;

    /// <summary>A member's passkeys, the oldest first.</summary>
    public async Task<IReadOnlyList<Passkey>> ListAsync(MemberId member, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        return await db.Passkeys.AsNoTracking().Where(p => p.MemberId == member.Value).OrderBy(p => p.Id).ToListAsync(cancellationToken);
    }

    /// <summary>The first step: takes the proof and gives the question for the device; or says why not.</summary>
    public async Task<PasskeyOutcome> BeginAsync(
        MemberId member, string? name, StepUpProof proof, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (!_site.IsUsable) return new(PasskeyRejectReason.NotOffered);
        if (!TryName(name, out var clean)) return new(PasskeyRejectReason.NameInvalid);
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        if (await IsFullAsync(db, member, cancellationToken)) return new(PasskeyRejectReason.TooMany);
        var act = SensitiveAct.Of(AddAction, clean);
        var approval = await _stepUp.ApproveAsync(member, act, proof, origin, cancellationToken);
        if (!approval.IsConfirmed) return Refused(approval.Verdict);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await _stepUp.UseAsync(db, member, act, proof, approval, cancellationToken)) return Refused(StepUpVerdict.Missing);
        var question = await _ceremonies.AskForNewAsync(db, member, proof.SessionId, act);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new(PasskeyRejectReason.None) { Question = question };
    }

    /// <summary>The second step: adds what the device made, ends all other sessions and tells the member; or changes nothing.</summary>
    public async Task<PasskeyOutcome> AddAsync(
        MemberId member, string? name, PasskeyExchange given, long? session, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (!TryName(name, out var clean)) return new(PasskeyRejectReason.NameInvalid);
        var made = await _ceremonies.ReadNewAsync(member, session, SensitiveAct.Of(AddAction, clean), given, cancellationToken);
        if (made is null) return new(PasskeyRejectReason.NotAccepted);
        var row = RowOf(member, made, clean);
        var isFull = false;
        try
        {
            var codes = await _change.RunAsync(member, session, Adding, origin, InsertAsync, cancellationToken);
            return codes is null
                ? new(isFull ? PasskeyRejectReason.TooMany : PasskeyRejectReason.NotAccepted)
                : new(PasskeyRejectReason.None) { Codes = codes };
        }
        catch (DbUpdateException exception) when (UniqueViolation.Is(exception))
        {
            return new(PasskeyRejectReason.NotAccepted); // the device has told the same one twice at once
        }

        async Task<bool> InsertAsync(ExchangeDbContext db, Member owner)
        {
            // Under the lock: two last ones at once are one too many.
            isFull = await IsFullAsync(db, owner.MemberId, cancellationToken);
            if (isFull) return false;
            db.Passkeys.Add(row);
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
    }

    /// <summary>Gives one another name. It opens nothing, so it takes no more than the session.</summary>
    public async Task<PasskeyOutcome> RenameAsync(MemberId member, long id, string? name, CancellationToken cancellationToken)
    {
        if (!TryName(name, out var clean)) return new(PasskeyRejectReason.NameInvalid);
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var renamed = await db.Passkeys.Where(p => p.Id == id && p.MemberId == member.Value)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.Name, clean), cancellationToken);
        return new(renamed == 1 ? PasskeyRejectReason.None : PasskeyRejectReason.Unknown);
    }

    /// <summary>Removes one, ends all other sessions and tells the member; or changes nothing.</summary>
    public async Task<PasskeyOutcome> RemoveAsync(
        MemberId member, long id, StepUpProof proof, RequestOrigin origin, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        if (!await db.Passkeys.AnyAsync(p => p.Id == id && p.MemberId == member.Value, cancellationToken))
            return new(PasskeyRejectReason.Unknown);
        var act = SensitiveAct.Of(RemoveAction, id.ToString(CultureInfo.InvariantCulture));
        var approval = await _stepUp.ApproveAsync(member, act, proof, origin, cancellationToken);
        if (!approval.IsConfirmed) return Refused(approval.Verdict);
        var codes = await _change.RunAsync(
            member, proof.SessionId, Removing, origin,
            async (inner, _) => await _stepUp.UseAsync(inner, member, act, proof, approval, cancellationToken)
                && await inner.Passkeys.Where(p => p.Id == id && p.MemberId == member.Value).ExecuteDeleteAsync(cancellationToken) == 1,
            cancellationToken);
        return codes is null ? Refused(StepUpVerdict.Missing) : new(PasskeyRejectReason.None);
    }

    private static PasskeyOutcome Refused(StepUpVerdict verdict) => new(PasskeyRejectReason.ProofRefused) { Verdict = verdict };

    private static async Task<bool> IsFullAsync(ExchangeDbContext db, MemberId member, CancellationToken cancellationToken) =>
        await db.Passkeys.CountAsync(p => p.MemberId == member.Value, cancellationToken) >= Passkey.MaxPerMember;

    private Passkey RowOf(MemberId member, UserPasskeyInfo made, string name) => new()
    {
        MemberId = member.Value,
        CredentialId = made.CredentialId,
        PublicKey = made.PublicKey,
        Name = name,
        SignCount = made.SignCount,
        // Words of whoever answered; the browser of this member gets them back, and ignores what it does not know.
        Transports = [.. (made.Transports ?? []).Where(t => t is { Length: > 0 and <= MaxTransportLength }).Take(MaxTransports)],
        IsBackupEligible = made.IsBackupEligible,
        IsBackedUp = made.IsBackedUp,
        CreatedAt = _time.GetUtcNow(),
    };

    private static bool TryName(string? name, out string clean)
    {
        clean = name?.Trim() ?? "";
        return clean.Length is > 0 and <= Passkey.MaxNameLength
            && clean.EnumerateRunes().All(c => c != Rune.ReplacementChar && !Rune.IsControl(c));
    }
}
