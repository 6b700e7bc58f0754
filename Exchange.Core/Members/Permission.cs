using System.Collections.Frozen;

namespace Exchange.Core.Members;

/// <summary>One thing that someone of the staff may do.</summary>
/// <param name="Name">The name that is stored and asked for.</param>
/// <param name="Meaning">What it allows, for the editor.</param>
public sealed record PermissionInfo(string Name, string Meaning);

/// <summary>
/// The permissions by name. They are constants, so that a page can name its own in an attribute; an act in Core demands one of
/// <see cref="PermissionChecks"/> before it does anything.
/// </summary>
public static class Permission
{
    /// <summary>See members.</summary>
    public const string MembersRead = "members.read";

    /// <summary>Lock, ban and readmit members.</summary>
    public const string MembersStateChange = "members.state.change";

    /// <summary>Give members another role.</summary>
    public const string MembersRoleChange = "members.role.change";

    /// <summary>End members' sessions.</summary>
    public const string SessionsEnd = "members.sessions.end";

    /// <summary>Take a lost second factor from members.</summary>
    public const string FactorRemove = "members.factor.remove";

    /// <summary>Give closed accounts back.</summary>
    public const string MembersRestore = "members.restore";

    /// <summary>Keep what is known of a member from being erased.</summary>
    public const string MembersHold = "members.hold";

    /// <summary>Write notes on members.</summary>
    public const string NotesEdit = "members.notes.edit";

    /// <summary>See sessions, activity and API keys.</summary>
    public const string ActivityRead = "activity.read";

    /// <summary>See balances and orders.</summary>
    public const string AccountsRead = "accounts.read";

    /// <summary>Set and remove labels.</summary>
    public const string LabelsEdit = "labels.edit";

    /// <summary>Review profiles and documents.</summary>
    public const string KycReview = "kyc.review";

    /// <summary>See e-mail and network addresses.</summary>
    public const string PiiRead = "pii.read";

    /// <summary>See what is masked.</summary>
    public const string PiiReveal = "pii.reveal";

    /// <summary>Load lists that members are compared with.</summary>
    public const string ScreeningLists = "screening.lists";

    /// <summary>See and decide cases of screening, and members' risk.</summary>
    public const string ScreeningCases = "screening.cases";

    /// <summary>Accept what a member sent although screening stands in the way.</summary>
    public const string ScreeningOverride = "screening.override";

    /// <summary>Read the audit log.</summary>
    public const string AuditRead = "audit.read";

    /// <summary>Say which role may do what.</summary>
    public const string PermissionsEdit = "permissions.edit";

    /// <summary>Write announcements.</summary>
    public const string AnnouncementsEdit = "announcements.edit";

    /// <summary>Change settings.</summary>
    public const string SettingsEdit = "settings.edit";

    /// <summary>See markets as the staff sees them.</summary>
    public const string MarketsRead = "markets.read";

    /// <summary>Halt and reopen markets, and set what protects them.</summary>
    public const string MarketsManage = "markets.manage";

    /// <summary>See how the machinery does.</summary>
    public const string SystemRead = "system.read";

    /// <summary>Most characters of a name.</summary>
    public const int MaxLength = 40;

    /// <summary>All of them, in the order of the editor.</summary>
    public static IReadOnlyList<PermissionInfo> All { get; } =
    [
        new(MembersRead, "See the list of members, their accounts and notes"),
        new(MembersStateChange, "Lock, ban and readmit members"),
        new(MembersRoleChange, "Give members another role"),
        new(SessionsEnd, "End members' sessions"),
        new(FactorRemove, "Take a lost second factor from members"),
        new(MembersRestore, "Give members back the accounts that they have closed"),
        new(MembersHold, "Keep what is known of members from being erased"),
        new(NotesEdit, "Write notes on members"),
        new(ActivityRead, "See members' sessions, activity and API keys"),
        new(AccountsRead, "See members' balances, orders and trades"),
        new(LabelsEdit, "Set and remove labels, and with them levels"),
        new(KycReview, "Review profiles and documents"),
        new(PiiRead, "See e-mail and network addresses without masks"),
        new(PiiReveal, "See masked personal data, for a reason"),
        new(ScreeningLists, "Load the lists of sanctions and politically exposed persons"),
        new(ScreeningCases, "See and decide cases of screening, and members' risk"),
        new(ScreeningOverride, "Accept what a member sent although screening is outstanding or a case is open"),
        new(AuditRead, "Read the audit log"),
        new(PermissionsEdit, "Say which role may do what"),
        new(AnnouncementsEdit, "Write and withdraw announcements"),
        new(SettingsEdit, "Change the settings of the running exchange"),
        new(MarketsRead, "See markets with their state and protection"),
        new(MarketsManage, "Halt and reopen markets, call auctions, set price bands and circuit breakers"),
        new(SystemRead, "See the state of engine, jobs and feeds"),
    ];

    /// <summary>The names of all.</summary>
    public static IReadOnlySet<string> Names { get; } = All.Select(p => p.Name).ToFrozenSet();
}
