using Exchange.Core.Notifications;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>Sends codes by way of the outbox, so that a code that was promised is sent, and one that was undone is not.</summary>
internal sealed class OutboxPhoneCodes(Outbox outbox) : IPhoneCodes
{
    private const string Template = "phone-code";

    /// <summary>An installation that sends no short messages says so instead of letting people wait.</summary>
    public bool IsAvailable => outbox.HasSms;

    public async Task AddAsync(
        ExchangeDbContext db, MemberId member, PhoneNumber number, string code, CancellationToken cancellationToken)
    {
        var language = await db.Members.Where(m => m.Id == member.Value).Select(m => m.Language).SingleAsync(cancellationToken);
        outbox.AddSms(db, member.Value, number.Value, language, Template, ("digits", code));
    }
}
