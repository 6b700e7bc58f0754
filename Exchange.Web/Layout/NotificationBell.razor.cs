using Exchange.Core.Members;
using Exchange.Core.Notifications;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Exchange.Web.Layout;

/// <summary>Leads to the notices, and says how many are new.</summary>
public sealed partial class NotificationBell
{
    private const int MostShown = 9;
    private int _unread;

    [CascadingParameter]
    private Task<AuthenticationState> State { get; set; } = null!;

    [Inject]
    private MemberNotifications Notifications { get; set; } = null!;

    private string Label => _unread switch
    {
        0 => "Notifications",
        1 => "Notifications, 1 new",
        _ => $"Notifications, {_unread} new",
    };

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (MemberClaims.MemberIdOf((await State).User) is { } member)
            _unread = await Notifications.UnreadAsync(member, CancellationToken.None);
    }
}
