using Exchange.Core.Compliance;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Verification;

/// <summary>Where I stand, what each level gives me, and what is missing; and the forms for it.</summary>
public sealed partial class VerificationPage
{
    private static readonly IReadOnlyList<DocumentType> Types =
        [.. DocumentType.All.Where(type => type.Purpose != DocumentPurpose.Company)];

    private MemberId _member;
    private LevelStanding? _standing;
    private OwnReview? _review;
    private ProviderStanding? _provider;

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [Inject]
    private LevelStatus Levels { get; set; } = null!;

    [Inject]
    private DocumentQueries Documents { get; set; } = null!;

    [Inject]
    private ProviderConsents Consents { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _member = MemberClaims.MemberIdOf(Http.User) ?? throw new InvalidOperationException("Nobody is signed in.");
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        _standing = await Levels.OfAsync(_member, Http.RequestAborted);
        _review = await Documents.OfAsync(_member, Http.RequestAborted);
        _provider = await Consents.OfAsync(_member, Http.RequestAborted);
    }
}
