using System.Globalization;
using Exchange.Core.Audit;
using Exchange.Core.Notifications;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Members;

/// <summary>Why a change of the second factor was refused.</summary>
public enum SecondFactorRejectReason
{
    /// <summary>Done.</summary>
    None = 0,

    /// <summary>It is on already.</summary>
    AlreadyOn,

    /// <summary>It is not on.</summary>
    NotOn,

    /// <summary>There was no password, and the sign-in is too long ago.</summary>
    PasswordMissing,

    /// <summary>Not the password, or too many wrong ones.</summary>
    PasswordWrong,

    /// <summary>There was no code.</summary>
    CodeMissing,

    /// <summary>The code is wrong or was used before, or there were too many wrong ones.</summary>
    CodeWrong,
}

/// <summary>What became of it.</summary>
/// <param name="Reason">None when done.</param>
/// <param name="Codes">New recovery codes, to be shown this once; empty when refused.</param>
public sealed record SecondFactorOutcome(SecondFactorRejectReason Reason, IReadOnlyList<string> Codes)
{
    /// <summary>Whether the step-up was refused, and not what the act itself was given.</summary>
    public bool IsOfProof { get; private init; }

    /// <summary>Refused.</summary>
    public static SecondFactorOutcome Refused(SecondFactorRejectReason reason) => new(reason, []);

    /// <summary>Refused for what a step-up found.</summary>
    public static SecondFactorOutcome Refused(StepUpVerdict verdict) => Refused(verdict switch
    {
        StepUpVerdict.Confirmed or StepUpVerdict.Missing => SecondFactorRejectReason.PasswordMissing,
        StepUpVerdict.Wrong => SecondFactorRejectReason.PasswordWrong,
        StepUpVerdict.CodeMissing => SecondFactorRejectReason.CodeMissing,
        StepUpVerdict.CodeWrong => SecondFactorRejectReason.CodeWrong,
    }) with
    { IsOfProof = true };

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(SecondFactorOutcome)} {Reason}";
}

/// <summary>A secret for an authenticator that is not on yet.</summary>
/// <param name="Secret">As people type it.</param>
/// <param name="Url">As the QR code says it.</param>
public sealed record TotpSetup(string Secret, string Url)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(TotpSetup);
}

/// <summary>
/// Turns the authenticator on: a secret is made, it takes the secret, and the first right code, with a step-up beside it, makes it count.
/// All other sign-ins end.
/// </summary>
public sealed class EnableSecondFactor
{
    private const string Action = "second_factor.enable";
    private static readonly SensitiveAct Act = SensitiveAct.Of(Action);
    private static readonly FactorStep Step = new(Action, Activity.SecondFactorOn, MemberMails.SecondFactorOn);
    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly StepUp _stepUp;
    private readonly SecondFactors _factors;
    private readonly FactorChange _change;
    private readonly string _issuer;
    private readonly TimeProvider _time;

    internal EnableSecondFactor(
        IDbContextFactory<ExchangeDbContext> contexts, StepUp stepUp, SecondFactors factors, FactorChange change,
        IOptions<SiteOptions> site, TimeProvider time)
    {
        (_contexts, _stepUp, _factors, _change) = (contexts, stepUp, factors, change);
        (_issuer, _time) = (site.Value.Name, time);
    }

    /// <summary>Makes a secret in place of one that is not on yet; null when the authenticator is on.</summary>
    public async Task<TotpSetup?> BeginAsync(MemberId member, RequestOrigin origin, CancellationToken cancellationToken)
    {
        var (id, bytes, now) = (Guid.NewGuid(), System.Security.Cryptography.RandomNumberGenerator.GetBytes(Totp.SecretBytes),
            _time.GetUtcNow());
        var secret = await _factors.ProtectAsync(id, bytes, cancellationToken);
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var made = await db.Database.ExecuteSqlAsync(
            $"""
            insert into totp_factors as f ("MemberId", "Id", "Secret", "LastStep", "CreatedAt", "EnabledAt")
            values ({member.Value}, {id}, {secret}, 0, {now}, null)
            on conflict ("MemberId") do update set "Id" = {id}, "Secret" = {secret}, "LastStep" = 0, "CreatedAt" = {now}
            where f."EnabledAt" is null
            """,
            cancellationToken);
        if (made == 0) return null;
        db.Activities.Add(Activity.Of(
            member.Value, Activity.SecondFactorTopic, Activity.SecondFactorRequest, succeeded: true, origin, now));
        await db.SaveChangesAsync(cancellationToken);
        return await SetupAsync(db, member, bytes, cancellationToken);
    }

    /// <summary>The secret that was made last and is not on yet, or null.</summary>
    public async Task<TotpSetup?> PendingAsync(MemberId member, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        return await FindPendingAsync(db, member, cancellationToken) is { } factor
            ? await SetupAsync(db, member, await _factors.SecretAsync(factor, cancellationToken), cancellationToken)
            : null;
    }

    /// <summary>Turns it on with the first code, gives recovery codes, and ends all other sessions; or changes nothing.</summary>
    public async Task<SecondFactorOutcome> ExecuteAsync(
        MemberId member, string? code, StepUpProof proof, RequestOrigin origin, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        if ((await SecondFactors.OfAsync(db, member.Value, cancellationToken)).HasAuthenticator)
            return SecondFactorOutcome.Refused(SecondFactorRejectReason.AlreadyOn);
        if (string.IsNullOrEmpty(code)) return SecondFactorOutcome.Refused(SecondFactorRejectReason.CodeMissing);
        if (await FindPendingAsync(db, member, cancellationToken) is not { } factor || await StepOfAsync(factor) is not { } step)
        {
            await _change.RecordFailureAsync(member, Activity.SecondFactorOn, origin, cancellationToken);
            return SecondFactorOutcome.Refused(SecondFactorRejectReason.CodeWrong);
        }

        var approval = await _stepUp.ApproveAsync(member, Act, proof, origin, cancellationToken);
        if (!approval.IsConfirmed) return SecondFactorOutcome.Refused(approval.Verdict);
        DateTimeOffset? now = _time.GetUtcNow();
        var codes = await _change.RunAsync(
            member, proof.SessionId, Step, origin,
            async (inner, _) => await _stepUp.UseAsync(inner, member, Act, proof, approval, cancellationToken)
                && await inner.TotpFactors.Where(f => f.Id == factor.Id && f.EnabledAt == null).ExecuteUpdateAsync(
                    set => set.SetProperty(f => f.EnabledAt, now).SetProperty(f => f.LastStep, step), cancellationToken) == 1,
            cancellationToken);
        return codes is null
            ? SecondFactorOutcome.Refused(StepUpVerdict.Missing)
            : new SecondFactorOutcome(SecondFactorRejectReason.None, codes);

        async Task<long?> StepOfAsync(TotpFactor found) =>
            Totp.FindStep(await _factors.SecretAsync(found, cancellationToken), code, _time.GetUtcNow());
    }

    private static Task<TotpFactor?> FindPendingAsync(ExchangeDbContext db, MemberId member, CancellationToken cancellationToken) =>
        db.TotpFactors.AsNoTracking().SingleOrDefaultAsync(f => f.MemberId == member.Value && f.EnabledAt == null, cancellationToken);

    private async Task<TotpSetup> SetupAsync(
        ExchangeDbContext db, MemberId member, byte[] secret, CancellationToken cancellationToken)
    {
        var email = await db.Members.Where(m => m.Id == member.Value).Select(m => m.Email!).SingleAsync(cancellationToken);
        var (text, issuer) = (Totp.ToBase32(secret), Uri.EscapeDataString(_issuer));
        var url = string.Create(
            CultureInfo.InvariantCulture,
            $"otpauth://totp/{issuer}:{Uri.EscapeDataString(email)}?secret={text}&issuer={issuer}&digits={Totp.Digits}"
            + $"&period={Totp.PeriodSeconds}");
        return new TotpSetup(text, url);
    }
}
