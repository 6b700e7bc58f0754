namespace Exchange.Core.Members;

/// <summary>What members can be, in Barong's words, and which permissions each role is shipped with.</summary>
public static class Roles
{
    /// <summary>Holds every permission, also those that later versions bring; nobody can take them away.</summary>
    public const string Superadmin = "superadmin";

    /// <summary>Runs the exchange, but says neither who is who nor who may what.</summary>
    public const string Admin = "admin";

    /// <summary>Reviews who members are.</summary>
    public const string Compliance = "compliance";

    /// <summary>Answers members' questions.</summary>
    public const string Support = "support";

    /// <summary>Reads what members own and did with it.</summary>
    public const string Accountant = "accountant";

    /// <summary>Keeps the machinery and the markets.</summary>
    public const string Technical = "technical";

    /// <summary>Reads how the exchange is doing.</summary>
    public const string Reporter = "reporter";

    /// <summary>Trades; what everyone is who signs up.</summary>
    public const string Member = "member";

    /// <summary>Trades; kept apart for fees and reports.</summary>
    public const string Trader = "trader";

    /// <summary>Trades for others.</summary>
    public const string Broker = "broker";

    /// <summary>Makes markets.</summary>
    public const string Maker = "maker";

    /// <summary>Most characters of a role's name.</summary>
    public const int MaxLength = 20;

    /// <summary>The roles that can hold permissions, the most powerful first.</summary>
    public static IReadOnlyList<string> Staff { get; } =
        [Superadmin, Admin, Compliance, Support, Accountant, Technical, Reporter];

    /// <summary>The roles that never hold a permission: so no slip in the editor opens Tower to everyone who signs up.</summary>
    public static IReadOnlyList<string> Traders { get; } = [Member, Trader, Broker, Maker];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Staff, .. Traders];

    private static readonly IReadOnlySet<string> Nothing = new HashSet<string>();

    private static readonly Dictionary<string, IReadOnlySet<string>> Shipped = new()
    {
        [Superadmin] = Permission.Names,
        [Admin] = Permission.Names.Except([Permission.PermissionsEdit, Permission.MembersRoleChange]).ToHashSet(),
        [Compliance] = new HashSet<string>
        {
            Permission.MembersRead, Permission.MembersStateChange, Permission.MembersRestore, Permission.MembersHold,
            Permission.SessionsEnd, Permission.FactorRemove, Permission.NotesEdit, Permission.ActivityRead, Permission.AccountsRead,
            Permission.LabelsEdit, Permission.KycReview,
            Permission.PiiRead, Permission.PiiReveal, Permission.ScreeningLists, Permission.ScreeningCases, Permission.AuditRead,
        },
        [Support] = new HashSet<string>
        {
            Permission.MembersRead, Permission.SessionsEnd, Permission.FactorRemove, Permission.NotesEdit,
            Permission.ActivityRead, Permission.AccountsRead,
        },
        [Accountant] = new HashSet<string> { Permission.MembersRead, Permission.AccountsRead, Permission.SystemRead },
        [Technical] = new HashSet<string>
        {
            Permission.SystemRead, Permission.MarketsRead, Permission.MarketsManage, Permission.AnnouncementsEdit,
        },
        [Reporter] = new HashSet<string> { Permission.SystemRead },
    };

    /// <summary>True for a role of <see cref="Staff"/>.</summary>
    public static bool IsStaff(string role) => Staff.Contains(role);

    /// <summary>What a role may do while nobody has edited it.</summary>
    public static IReadOnlySet<string> ShippedPermissionsOf(string role) => Shipped.GetValueOrDefault(role, Nothing);
}
