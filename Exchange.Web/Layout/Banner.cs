using System.Globalization;
using Exchange.Core.Tower;

namespace Exchange.Web.Layout;

/// <summary>An announcement as browsers see it.</summary>
/// <param name="Key">Its number and version; who dismissed it sees it again when it is worded anew.</param>
/// <param name="Title">In a few words.</param>
/// <param name="Text">All of it.</param>
/// <param name="IsWarning">Whether somebody may have to act.</param>
internal sealed record Banner(string Key, string Title, string Text, bool IsWarning)
{
    /// <summary>Where a browser keeps the keys of what was dismissed, with dots between.</summary>
    public const string Cookie = "exchange-dismissed";

    /// <summary>Where scripts look for news.</summary>
    public const string Path = "/announcements";

    /// <summary>The banner of an announcement.</summary>
    public static Banner Of(Announcement announcement) => new(
        string.Create(CultureInfo.InvariantCulture, $"{announcement.Id}-{announcement.Version}"),
        announcement.Title, announcement.Text, announcement.Kind == AnnouncementKind.Warning);

    /// <summary>The keys in the cookie.</summary>
    public static IReadOnlySet<string> DismissedIn(string? cookie) => (cookie ?? "").Split('.').ToHashSet(StringComparer.Ordinal);

    /// <summary>Maps what scripts ask.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(
        Path, async (LiveAnnouncements announcements) => Results.Ok((await announcements.NowAsync()).Select(Of)));
}
