using Exchange.Core.Notifications;
using Exchange.Core.Storage;

namespace Exchange.Core.Members;

/// <summary>Tells other systems of members, with Barong's names and records.</summary>
internal sealed class MemberEvents(EventOutbox events)
{
    public const string Created = "model.user.created";
    public const string EmailConfirmed = "system.user.email.confirmed";
    public const string PasswordReset = "system.user.password.reset";
    public const string PasswordChange = "system.user.password.change";
    public const string SessionCreate = "system.session.create";
    public const string AccountDeleted = "system.user.account.deleted";
    public const string PasskeyAdded = "system.user.passkey.added";
    public const string PasskeyRemoved = "system.user.passkey.removed";

    /// <summary>Adds an event about a member to the caller's transaction.</summary>
    public void Add(ExchangeDbContext db, string name, Member member) =>
        events.Add(db, member.Id, name, name == Created ? Record(member) : new { user = Record(member) });

    /// <summary>Adds a sign-in to the caller's transaction.</summary>
    public void AddSession(ExchangeDbContext db, Member member, RequestOrigin origin) => events.Add(
        db, member.Id, SessionCreate,
        new { user = Record(member), user_ip = origin.Address, user_agent = origin.UserAgent });

    private static object Record(Member member) => new
    {
        uid = member.Uid,
        email = member.Email,
        role = member.Role,
        level = member.Level,
        otp = member.TwoFactorEnabled,
        state = MemberStanding.StateName(member.State),
        language = member.Language,
        created_at = member.CreatedAt,
        updated_at = member.UpdatedAt,
    };
}
