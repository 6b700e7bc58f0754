using Exchange.Core.Members;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Account;

/// <summary>Who I am here.</summary>
public sealed partial class AccountPage
{
    private MemberProfile? _profile;

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [Inject]
    private MemberQueries Queries { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        var member = MemberClaims.MemberIdOf(Http.User) ?? throw new InvalidOperationException("Nobody is signed in.");
        _profile = await Queries.ProfileAsync(member, Http.RequestAborted);
    }
}
