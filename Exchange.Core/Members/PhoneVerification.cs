using System.Globalization;
using System.Security.Cryptography;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>Takes the code for a telephone in the caller's transaction, and sends it after the commit.</summary>
public interface IPhoneCodes
{
    /// <summary>Whether there is a provider at all.</summary>
    bool IsAvailable { get; }

    /// <summary>Adds the message to the caller's context.</summary>
    Task AddAsync(ExchangeDbContext db, MemberId member, PhoneNumber number, string code, CancellationToken cancellationToken);
}

/// <summary>Why a telephone was not taken or not verified, in the order of the checks.</summary>
public enum PhoneRejectReason
{
    /// <summary>Done.</summary>
    None = 0,

    /// <summary>No telephone number with its country's code.</summary>
    NumberInvalid,

    /// <summary>This installation sends no short messages.</summary>
    NotAvailable,

    /// <summary>The member has verified a number already.</summary>
    AlreadyVerified,

    /// <summary>The member gave another number, or none.</summary>
    NumberUnknown,

    /// <summary>Somebody has verified this number.</summary>
    NumberTaken,

    /// <summary>Too many codes were sent; the wait says when another may be.</summary>
    TooManyCodes,

    /// <summary>The code is wrong, used, superseded, too old, or was guessed at too often.</summary>
    CodeInvalid,
}

/// <summary>What became of a request about a telephone.</summary>
/// <param name="Reason">None when done.</param>
/// <param name="Wait">With <see cref="PhoneRejectReason.TooManyCodes"/>: how long to wait.</param>
public readonly record struct PhoneOutcome(PhoneRejectReason Reason, TimeSpan Wait = default)
{
    /// <summary>A reason without a wait.</summary>
    public static implicit operator PhoneOutcome(PhoneRejectReason reason) => new(reason);
}

/// <summary>A telephone as its member sees it.</summary>
/// <param name="Country">Where it belongs.</param>
/// <param name="Masked">The number, most of it hidden.</param>
/// <param name="ValidatedAt">When it was shown to be theirs, or null.</param>
public sealed record PhoneView(string Country, string Masked, DateTimeOffset? ValidatedAt);

/// <summary>Shows that a telephone is the member's, by a code that is sent to it.</summary>
public sealed class PhoneVerification(
    IDbContextFactory<ExchangeDbContext> contexts, FieldCipher cipher, Labels labels, IPhoneCodes codes, MemberAccess access,
    TimeProvider time)
{
    /// <summary>Digits of a code.</summary>
    public const int CodeDigits = 6;

    /// <summary>Most codes that are compared with the one that was sent.</summary>
    public const int MaxAttempts = 5;

    /// <summary>Most codes for a member, and for a number, in <see cref="CountedTime"/>.</summary>
    public const int MaxCodes = 5;

    /// <summary>How long codes are counted.</summary>
    public static readonly TimeSpan CountedTime = TimeSpan.FromDays(1);

    /// <summary>How long a code can be used.</summary>
    public static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(10);

    /// <summary>How long a member waits for the next code.</summary>
    public static readonly TimeSpan ResendTime = TimeSpan.FromMinutes(1);

    private const string Table = "phones";
    private const int CodeLimit = 1_000_000;

    /// <summary>A member's telephone, or null.</summary>
    public async Task<PhoneView?> FindAsync(MemberId member, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var phone = await db.Phones.AsNoTracking().SingleOrDefaultAsync(p => p.MemberId == member.Value, cancellationToken);
        if (phone is null) return null;
        var text = await cipher.RevealAsync(PlaceOf(phone), phone.Number, cancellationToken);
        return new PhoneView(phone.Country, PhoneNumber.TryParse(text, out var number) ? number!.Masked : "", phone.ValidatedAt);
    }

    /// <summary>A member's whole number, for who has said why; or null.</summary>
    internal async Task<string?> NumberAsync(MemberId member, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var phone = await db.Phones.AsNoTracking().SingleOrDefaultAsync(p => p.MemberId == member.Value, cancellationToken);
        return phone is null ? null : await cipher.RevealAsync(PlaceOf(phone), phone.Number, cancellationToken);
    }

    /// <summary>Takes a number in place of one that is not verified yet, and sends a code to it.</summary>
    public Task<PhoneOutcome> AddAsync(MemberId member, string? text, CancellationToken cancellationToken) =>
        SendAsync(member, text, mustBeKnown: false, cancellationToken);

    /// <summary>Sends another code to the number that the member gave.</summary>
    public Task<PhoneOutcome> ResendAsync(MemberId member, string? text, CancellationToken cancellationToken) =>
        SendAsync(member, text, mustBeKnown: true, cancellationToken);

    /// <summary>The same, without saying the number again.</summary>
    public async Task<PhoneOutcome> ResendAsync(MemberId member, CancellationToken cancellationToken) =>
        await NumberAsync(member, cancellationToken) is { } number
            ? await SendAsync(member, number, mustBeKnown: true, cancellationToken)
            : PhoneRejectReason.NumberUnknown;

    /// <summary>Verifies the number that the member gave, without saying it again.</summary>
    public async Task<PhoneOutcome> VerifyAsync(MemberId member, string? code, CancellationToken cancellationToken) =>
        await NumberAsync(member, cancellationToken) is { } number
            ? await VerifyAsync(member, number, code, cancellationToken)
            : PhoneRejectReason.NumberUnknown;

    /// <summary>Verifies the member's number with a code. Each comparison counts before it is made, so parallel guesses gain
    /// nothing.</summary>
    public async Task<PhoneOutcome> VerifyAsync(MemberId member, string? text, string? code, CancellationToken cancellationToken)
    {
        if (!PhoneNumber.TryParse(text, out var number)) return PhoneRejectReason.NumberInvalid;
        var index = await IndexAsync(number!, cancellationToken);
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var phone = await db.Phones.AsNoTracking().SingleOrDefaultAsync(p => p.MemberId == member.Value, cancellationToken);
        if (phone?.NumberIndex != index) return PhoneRejectReason.NumberUnknown;
        if (phone.ValidatedAt is not null) return PhoneRejectReason.AlreadyVerified;
        var open = db.PhoneCodes.Where(c => c.MemberId == member.Value && c.NumberIndex == index && c.ClosedAt == null
            && c.ExpiresAt > now && c.Attempts < MaxAttempts);
        if (await open.ExecuteUpdateAsync(set => set.SetProperty(c => c.Attempts, c => c.Attempts + 1), cancellationToken) == 0)
            return PhoneRejectReason.CodeInvalid;
        if (code?.Length != CodeDigits || !code.All(char.IsAsciiDigit)) return PhoneRejectReason.CodeInvalid;
        var hash = await HashAsync(member, index, code, cancellationToken);
        return await ApplyAsync(db, phone, hash, now, cancellationToken);
    }

    private async Task<PhoneOutcome> ApplyAsync(
        ExchangeDbContext db, Phone phone, string hash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var member = new MemberId(phone.MemberId);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var used = await db.PhoneCodes
            .Where(c => c.MemberId == phone.MemberId && c.Hash == hash && c.ClosedAt == null && c.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.ClosedAt, (DateTimeOffset?)now), cancellationToken);
        if (used == 0) return PhoneRejectReason.CodeInvalid;
        try
        {
            await db.Phones.Where(p => p.Id == phone.Id && p.NumberIndex == phone.NumberIndex).ExecuteUpdateAsync(
                set => set.SetProperty(p => p.ValidatedAt, (DateTimeOffset?)now).SetProperty(p => p.VerifiedIndex, p => p.NumberIndex),
                cancellationToken);
        }
        catch (Exception e) when (UniqueViolation.Is(e))
        {
            return PhoneRejectReason.NumberTaken;
        }

        await labels.SetAsync(db, member, LabelChange.Verified(LabelKeys.Phone), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        access.Invalidate(member);
        return PhoneRejectReason.None;
    }

    private async Task<PhoneOutcome> SendAsync(MemberId member, string? text, bool mustBeKnown, CancellationToken cancellationToken)
    {
        if (!PhoneNumber.TryParse(text, out var number)) return PhoneRejectReason.NumberInvalid;
        if (!codes.IsAvailable) return PhoneRejectReason.NotAvailable;
        var index = await IndexAsync(number!, cancellationToken);
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // The member's row is the lock under which codes are counted: requests at once get no more of them.
        await db.Members.Where(m => m.Id == member.Value)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.UpdatedAt, now), cancellationToken);
        var phone = await db.Phones.SingleOrDefaultAsync(p => p.MemberId == member.Value, cancellationToken);
        if (phone?.ValidatedAt is not null) return PhoneRejectReason.AlreadyVerified;
        if (mustBeKnown && phone?.NumberIndex != index) return PhoneRejectReason.NumberUnknown;
        if (await db.Phones.AnyAsync(p => p.VerifiedIndex == index, cancellationToken)) return PhoneRejectReason.NumberTaken;
        if (await WaitAsync(db, member, index, now, cancellationToken) is { } wait)
            return new PhoneOutcome(PhoneRejectReason.TooManyCodes, wait);
        await StoreAsync(db, member, phone, number!, index, cancellationToken);
        await AddCodeAsync(db, member, number!, index, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return PhoneRejectReason.None;
    }

    private async Task StoreAsync(
        ExchangeDbContext db, MemberId member, Phone? phone, PhoneNumber number, string index, CancellationToken cancellationToken)
    {
        if (phone is null)
        {
            phone = new Phone
            {
                MemberId = member.Value,
                Country = number.Country.Alpha2,
                Number = "",
                NumberIndex = index,
                CreatedAt = time.GetUtcNow(),
            };
            db.Phones.Add(phone);
        }

        (phone.Country, phone.NumberIndex) = (number.Country.Alpha2, index);
        phone.Number = await cipher.ProtectAsync(PlaceOf(phone), number.Value, cancellationToken);
    }

    private async Task AddCodeAsync(
        ExchangeDbContext db, MemberId member, PhoneNumber number, string index, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var forgotten = now - CountedTime;
        await db.PhoneCodes.Where(c => c.MemberId == member.Value && c.SentAt < forgotten).ExecuteDeleteAsync(cancellationToken);
        await db.PhoneCodes.Where(c => c.MemberId == member.Value && c.ClosedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.ClosedAt, (DateTimeOffset?)now), cancellationToken);
        var code = RandomNumberGenerator.GetInt32(CodeLimit).ToString("D6", CultureInfo.InvariantCulture);
        db.PhoneCodes.Add(new PhoneCode
        {
            MemberId = member.Value,
            NumberIndex = index,
            Hash = await HashAsync(member, index, code, cancellationToken),
            SentAt = now,
            ExpiresAt = now + CodeLifetime,
        });
        await codes.AddAsync(db, member, number, code, cancellationToken);
    }

    /// <summary>How long to wait for the next code, or null: short messages cost money, and strangers are not to be pestered.</summary>
    private static async Task<TimeSpan?> WaitAsync(
        ExchangeDbContext db, MemberId member, string index, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var since = now - CountedTime;
        var sent = await db.PhoneCodes.Where(c => c.SentAt > since && (c.MemberId == member.Value || c.NumberIndex == index))
            .Select(c => new { c.MemberId, c.NumberIndex, c.SentAt }).ToListAsync(cancellationToken);
        var byMember = sent.Where(c => c.MemberId == member.Value).Select(c => c.SentAt).Order().ToList();
        var byNumber = sent.Where(c => c.NumberIndex == index).Select(c => c.SentAt).Order().ToList();
        var next = now;
        foreach (var times in (List<DateTimeOffset>[])[byMember, byNumber])
            if (times.Count >= MaxCodes && times[^MaxCodes] + CountedTime > next) next = times[^MaxCodes] + CountedTime;
        if (byMember.Count > 0 && byMember[^1] + ResendTime > next) next = byMember[^1] + ResendTime;
        return next > now ? next - now : null;
    }

    private ValueTask<string> IndexAsync(PhoneNumber number, CancellationToken cancellationToken) =>
        cipher.BlindIndexAsync(Table + "/number", number.Value, cancellationToken);

    private ValueTask<string> HashAsync(MemberId member, string index, string code, CancellationToken cancellationToken) =>
        cipher.BlindIndexAsync(
            "phone_codes/hash", string.Create(CultureInfo.InvariantCulture, $"{member.Value}/{index}/{code}"), cancellationToken);

    internal static FieldPlace PlaceOf(Phone phone) => new(Table, "number", phone.Id);
}
