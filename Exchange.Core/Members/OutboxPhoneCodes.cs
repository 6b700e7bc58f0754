using Exchange.Core.Notifications;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;

namespace Exchange.Core.Members;

/// <summary>Sends codes for telephones through the outbox; where nothing sends short messages, the member hears so at once.</summary>
internal sealed class OutboxPhoneCodes(Outbox outbox) : IPhoneCodes
{
    private const string Template = "phone-code";

    public bool IsAvailable => outbox.HasSms;

    public void Add(ExchangeDbContext db, MemberId member, PhoneNumber number, string code)
    {
        var language = db.Members.Where(m => m.Id == member.Value).Select(m => m.Language).Single();
        outbox.AddSms(db, member.Value, number.Value, language, Template, ("digits", code));
    }
}
