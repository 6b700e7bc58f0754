using System.Globalization;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>
/// Takes codes and passkeys, wherever a second factor is asked for: sign-in by page and by program, step-up, verify. There is one way in,
/// so that a used one is used everywhere and a wrong one is counted everywhere. It is taken whatever becomes of what it was for.
/// </summary>
internal sealed class SecondFactors(
    IDbContextFactory<ExchangeDbContext> contexts, FieldCipher cipher, PasswordGuesses guesses, RecoveryCodes recovery,
    PasskeyCeremonies passkeys, TimeProvider time)
{
    /// <summary>The table of secrets.</summary>
    public const string Table = "totp_factors";

    /// <summary>
    /// Whether a code of a member's authenticator, or one of their recovery codes, is right and was not used before. Guesses are
    /// counted before anything is compared, in PostgreSQL: parallel ones get no more comparisons than others.
    /// </summary>
    public async Task<bool> TakeAsync(long member, string? code, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(code) || code.Length > RecoveryCodes.MaxTextLength) return false;
        var isTotp = Totp.IsCode(code);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await guesses.TakeAsync(db, isTotp ? TotpKey(member) : RecoveryKey(member), cancellationToken)) return false;
        var isRight = isTotp
            ? await TakeTotpAsync(db, member, code, cancellationToken)
            : await recovery.UseAsync(db, member, code, origin, cancellationToken);
        if (isRight) await ForgetAsync(db, member, cancellationToken);
        return isRight;
    }

    /// <summary>Asks a passkey; see <see cref="PasskeyCeremonies.AskAsync"/>.</summary>
    public Task<PasskeyQuestion?> AskPasskeyAsync(
        MemberId? member, long? session, SensitiveAct act, CancellationToken cancellationToken) =>
        passkeys.AskAsync(member, session, act, cancellationToken);

    /// <summary>
    /// Whose passkey has answered, or null. Where a member was asked, wrong answers are counted like wrong codes; else nobody is known
    /// whom they could be counted against.
    /// </summary>
    public async Task<MemberId?> TakePasskeyAsync(
        MemberId? member, long? session, SensitiveAct act, PasskeyExchange given, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (member is { } known && !await guesses.TakeAsync(db, PasskeyKey(known.Value), cancellationToken)) return null;
        var owner = await passkeys.ConfirmAsync(member, session, act, given, cancellationToken);
        if (owner is { } right) await ForgetAsync(db, right.Value, cancellationToken);
        return owner;
    }

    /// <summary>Which second factors a member has.</summary>
    public static async Task<MemberFactors> OfAsync(ExchangeDbContext db, long member, CancellationToken cancellationToken) => new(
        await db.TotpFactors.AnyAsync(f => f.MemberId == member && f.EnabledAt != null, cancellationToken),
        await db.Passkeys.AnyAsync(p => p.MemberId == member, cancellationToken));

    /// <summary>Forgets wrong ones, after a right one or with the factor itself.</summary>
    public static async Task ForgetAsync(ExchangeDbContext db, long member, CancellationToken cancellationToken)
    {
        await PasswordGuesses.ForgetAsync(db, TotpKey(member), cancellationToken);
        await PasswordGuesses.ForgetAsync(db, RecoveryKey(member), cancellationToken);
        await PasswordGuesses.ForgetAsync(db, PasskeyKey(member), cancellationToken);
    }

    /// <summary>The secret of an authenticator.</summary>
    public async Task<byte[]> SecretAsync(TotpFactor factor, CancellationToken cancellationToken) =>
        Convert.FromHexString(await cipher.RevealAsync(PlaceOf(factor.Id), factor.Secret, cancellationToken));

    /// <summary>A secret as it stands in the table.</summary>
    public ValueTask<string> ProtectAsync(Guid id, byte[] secret, CancellationToken cancellationToken) =>
        cipher.ProtectAsync(PlaceOf(id), Convert.ToHexString(secret), cancellationToken);

    internal static FieldPlace PlaceOf(Guid id) => new(Table, "secret", id);

    private async Task<bool> TakeTotpAsync(ExchangeDbContext db, long member, string code, CancellationToken cancellationToken)
    {
        var factor = await db.TotpFactors.AsNoTracking()
            .SingleOrDefaultAsync(f => f.MemberId == member && f.EnabledAt != null, cancellationToken);
        if (factor is null) return false;
        if (Totp.FindStep(await SecretAsync(factor, cancellationToken), code, time.GetUtcNow()) is not { } step) return false;
        // One statement decides: of fifty uses at once, in whatever processes, one moves the step forward.
        return await db.TotpFactors.Where(f => f.Id == factor.Id && f.EnabledAt != null && f.LastStep < step)
            .ExecuteUpdateAsync(set => set.SetProperty(f => f.LastStep, step), cancellationToken) == 1;
    }

    /// <summary>No address has these keys: an address has an at sign.</summary>
    private static string TotpKey(long member) => string.Create(CultureInfo.InvariantCulture, $"totp {member}");

    private static string RecoveryKey(long member) => string.Create(CultureInfo.InvariantCulture, $"recovery {member}");

    private static string PasskeyKey(long member) => string.Create(CultureInfo.InvariantCulture, $"passkey {member}");
}
