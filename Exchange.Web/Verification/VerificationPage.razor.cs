using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Verification;

/// <summary>Where I stand, what each level gives me, and what is missing.</summary>
public sealed partial class VerificationPage
{
    private MemberId _member;
    private LevelStanding _standing = null!;

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [Inject]
    private LevelStatus Levels { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _member = MemberClaims.MemberIdOf(Http.User) ?? throw new InvalidOperationException("Nobody is signed in.");
        _standing = await Levels.OfAsync(_member, Http.RequestAborted);
    }
}
