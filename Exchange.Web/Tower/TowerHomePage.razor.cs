using Exchange.Core.Compliance;
using Exchange.Core.Members;
using Exchange.Core.Screening;
using Exchange.Core.Tower;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Tower;

/// <summary>How many wait for someone, how the machinery does, and what was changed last; each for who may see it.</summary>
public sealed partial class TowerHomePage
{
    private const int LastChanges = 8;
    private static readonly MemberState[] Shown = [MemberState.Active, MemberState.Pending, MemberState.Locked, MemberState.Banned];

    private IReadOnlyDictionary<MemberState, int>? _states;
    private ReviewCounts? _reviews;
    private int? _cases;
    private ProviderHealth? _provider;
    private IReadOnlyList<HealthTile>? _health;
    private IReadOnlyList<AuditLine>? _changes;

    [Inject]
    private MemberQueries Members { get; set; } = null!;

    [Inject]
    private ReviewQueue Reviews { get; set; } = null!;

    [Inject]
    private CaseQueue Cases { get; set; } = null!;

    [Inject]
    private ProviderQueries Providers { get; set; } = null!;

    [Inject]
    private ReadAudit Audit { get; set; } = null!;

    [Inject]
    private IServiceProvider Services { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (May(Permission.KycReview)) _reviews = await Reviews.CountAsync(Actor, Aborted);
        if (May(Permission.KycReview)) _provider = await Providers.HealthAsync(Aborted);
        if (May(Permission.ScreeningCases)) _cases = await Cases.CountOpenAsync(Actor, Aborted);
        if (May(Permission.MembersRead)) _states = await Members.CountByStateAsync(Aborted);
        if (May(Permission.SystemRead)) _health = await Services.GetRequiredService<HealthTiles>().LookAsync(Aborted);
        if (!May(Permission.AuditRead)) return;
        var page = await Audit.PageAsync(Actor, new AuditRequest(), Aborted);
        _changes = [.. (page.Value?.Lines ?? []).Take(LastChanges)];
    }
}
