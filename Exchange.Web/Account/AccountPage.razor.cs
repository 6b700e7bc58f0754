using System.Globalization;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Account;

/// <summary>Who I am here, where I am signed in, and what was done in my name.</summary>
public sealed partial class AccountPage
{
    private const int ActivitiesShown = 20;

    private MemberId _member;
    private long _current;
    private MemberProfile? _profile;
    private IReadOnlyList<MemberSession> _sessions = [];
    private IReadOnlyList<Activity> _activities = [];
    private string? _done;

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [SupplyParameterFromForm(Name = "session", FormName = "sessions")]
    private long? Revoked { get; set; }

    [Inject]
    private Sessions Sessions { get; set; } = null!;

    [Inject]
    private MemberQueries Queries { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _member = MemberClaims.MemberIdOf(Http.User) ?? throw new InvalidOperationException("Nobody is signed in.");
        _ = long.TryParse(Http.User.FindFirst(MemberClaims.SessionId)?.Value, NumberStyles.None,
            CultureInfo.InvariantCulture, out _current);
        _profile = await Queries.ProfileAsync(_member, Http.RequestAborted);
        _activities = await Queries.ActivitiesAsync(_member, ActivitiesShown, Http.RequestAborted);
        await LoadSessionsAsync();
    }

    private async Task RevokeAsync()
    {
        if (Revoked is not { } session) return;
        var ended = await Sessions.RevokeAsync(_member, session, Http.RequestAborted);
        _done = ended ? "That browser is signed out." : "That sign-in had ended already.";
        await LoadSessionsAsync();
    }

    private async Task LoadSessionsAsync() => _sessions = await Sessions.ListAsync(_member, Http.RequestAborted);
}
