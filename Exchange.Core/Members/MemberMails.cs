using System.Globalization;
using Exchange.Core.Notifications;
using Exchange.Core.Storage;

namespace Exchange.Core.Members;

/// <summary>
/// Writes to members about their accounts: to the stored address, in their language, with their code. What concerns the safety of the
/// account they also read on the site.
/// </summary>
internal sealed class MemberMails(Outbox outbox, Notifier notifier, TimeProvider time)
{
    public const string ConfirmAddress = "confirm-address";
    public const string AddressTaken = "address-taken";
    public const string ResetPassword = "reset-password";
    public const string PasswordChanged = "password-changed";
    public const string NewDevice = "new-device";
    public const string ChangeAddressOld = "change-address-old";
    public const string ChangeAddressNew = "change-address-new";
    public const string AddressChanged = "address-changed";
    public const string SecondFactorOn = "second-factor-on";
    public const string SecondFactorOff = "second-factor-off";
    public const string AuthenticatorOff = "authenticator-off";
    public const string RecoveryCodesMade = "recovery-codes-made";
    public const string RecoveryCodeUsed = "recovery-code-used";
    public const string PasskeyAdded = "passkey-added";
    public const string PasskeyRemoved = "passkey-removed";
    public const string AccountFrozen = "account-frozen";
    public const string AccountClosed = "account-closed";
    public const string AccountRestored = "account-restored";
    public const string DataExported = "data-exported";

    /// <summary>Adds a mail to the caller's transaction; it says when and by which device.</summary>
    public void Add(
        ExchangeDbContext db, Member member, string template, RequestOrigin origin,
        params IEnumerable<(string Name, string Value)> values) =>
        outbox.AddMail(db, RecipientOf(member), template, [.. Circumstances(origin), .. values]);

    /// <summary>Adds a mail to an address that is not, or not any more, the member's.</summary>
    public void AddTo(
        ExchangeDbContext db, Member member, string address, string template, RequestOrigin origin,
        params IEnumerable<(string Name, string Value)> values) =>
        outbox.AddMail(
            db, RecipientOf(member) with { Address = address }, template, [.. Circumstances(origin), .. values]);

    /// <summary>Adds a mail, and the same for the member's eyes on the site.</summary>
    public Task NotifyAsync(
        ExchangeDbContext db, Member member, string template, RequestOrigin origin, CancellationToken cancellationToken,
        params IEnumerable<(string Name, string Value)> values) =>
        notifier.NotifyAsync(
            db, RecipientOf(member), NotificationTopic.Security, template, "/account", [.. Circumstances(origin), .. values],
            cancellationToken);

    /// <summary>Whether an address may get one more mail that anyone can ask for.</summary>
    public Task<bool> MayAddAsync(ExchangeDbContext db, string address, string template, CancellationToken cancellationToken) =>
        outbox.MayMailAsync(db, address, template, cancellationToken);

    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    public static MailRecipient RecipientOf(Member member) =>
        new(member.Id, member.Email!, member.Language, member.AntiPhishingCode);

    private IEnumerable<(string Name, string Value)> Circumstances(RequestOrigin origin) =>
        [("when", Moment(time.GetUtcNow())), ("device", origin.Device)];
}
