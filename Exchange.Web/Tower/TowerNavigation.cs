using Exchange.Core.Members;

namespace Exchange.Web.Tower;

/// <summary>An entry of Tower's navigation.</summary>
/// <param name="Label">What it says.</param>
/// <param name="Path">Where it leads.</param>
/// <param name="Permission">Who sees it; null for all of the staff.</param>
/// <param name="Key">The key after <c>g</c> that leads there.</param>
/// <param name="Icon">The strokes of its picture, in a square of 20.</param>
internal sealed record TowerNavigationItem(string Label, string Path, string? Permission, string Key, string Icon)
{
    /// <summary>Whether a path belongs to it.</summary>
    public bool IsAt(string path) => Path == TowerGate.Home
        ? string.Equals(path.TrimEnd('/'), Path, StringComparison.OrdinalIgnoreCase)
        : path.StartsWith(Path, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Where one can go in Tower.</summary>
internal static class TowerNavigation
{
    public static IReadOnlyList<TowerNavigationItem> Items { get; } =
    [
        new("Home", TowerGate.Home, null, "h", "M3 9l7-6 7 6v8h-5v-5H8v5H3z"),
        new("Members", "/tower/members", Permission.MembersRead, "m",
            "M7.5 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6M2 17c0-3 2.5-5 5.5-5s5.5 2 5.5 5M13 3.3a3 3 0 0 1 0 5.4M15 12.4c1.8.7 3 2.400 3 4.600"),
        new("Reviews", "/tower/reviews", Permission.KycReview, "r", "M4 3h8l4 4v10H4zM12 3v4h4M7 12l2 2 4-4"),
        new("Cases", "/tower/cases", Permission.ScreeningCases, "c",
            "M8.500 3a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11M12.500 12.500L17 17M8.500 6v3.500M8.500 11v.4"),
        new("Lists", "/tower/lists", Permission.ScreeningLists, "l", "M4 5h1M8 5h8M4 10h1M8 10h8M4 15h1M8 15h8"),
        new("Markets", "/tower/markets", Permission.MarketsRead, "k", "M3 17V3M3 17h14M7 13v-4M11 13V5M15 13v-6"),
        new("Audit log", "/tower/audit", Permission.AuditRead, "a", "M4 3h12v14H4zM7 7h6M7 10h6M7 13h4"),
        new("Permissions", "/tower/permissions", Permission.PermissionsEdit, "p", "M10 2l7 3v5c0 4-3 7-7 8-4-1-7-4-7-8V5zM7 10l2 2 4-4"),
        new("Announcements", "/tower/announcements", Permission.AnnouncementsEdit, "n", "M3 8v4h3l7 4V4L6 8zM16 8v4"),
        new("Settings", "/tower/settings", Permission.SettingsEdit, "s", "M3 6h8M15 6h2M3 14h2M9 14h8M13 4v4M7 12v4"),
    ];
}
