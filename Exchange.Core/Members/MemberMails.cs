using System.Globalization;
using Exchange.Core.Notifications;
using Exchange.Core.Storage;

namespace Exchange.Core.Members;

/// <summary>Writes mails to members about their accounts: to the stored address, in their language, with their code.</summary>
internal sealed class MemberMails(Outbox outbox, TimeProvider time)
{
    public const string ConfirmAddress = "confirm-address";
    public const string AddressTaken = "address-taken";

    /// <summary>Adds a mail to the caller's transaction; it says when and by which device.</summary>
    public void Add(
        ExchangeDbContext db, Member member, string template, RequestOrigin origin,
        params IEnumerable<(string Name, string Value)> values) => outbox.AddMail(
            db, RecipientOf(member), template,
            [("when", Moment(time.GetUtcNow())), ("device", origin.Device), .. values]);

    /// <summary>Whether an address may get one more mail that anyone can ask for.</summary>
    public Task<bool> MayAddAsync(ExchangeDbContext db, Member member, string template, CancellationToken cancellationToken) =>
        outbox.MayMailAsync(db, member.Email!, template, cancellationToken);

    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    public static MailRecipient RecipientOf(Member member) =>
        new(member.Id, member.Email!, member.Language, member.AntiPhishingCode);
}
