using System.Globalization;
using Exchange.Core.Compliance;
using Exchange.Core.Members;
using Exchange.Core.Privacy;
using Exchange.Core.Screening;
using Exchange.Core.Tower;
using Exchange.Web.Account;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace Exchange.Web.Tower;

/// <summary>Everything about one member that the visitor may see, and what may be done with them.</summary>
public sealed partial class MemberDetailPage
{
    private static readonly (string Name, string Label, string Permission)[] AllTabs =
    [
        ("profile", "Profile", Permission.MembersRead), ("documents", "Documents", Permission.KycReview),
        ("labels", "Labels", Permission.MembersRead), ("sessions", "Sessions", Permission.ActivityRead),
        ("activity", "Activity", Permission.ActivityRead), ("keys", "API keys", Permission.ActivityRead),
        ("balances", "Balances", Permission.AccountsRead), ("orders", "Orders", Permission.AccountsRead),
        ("risk", "Risk", Permission.ScreeningCases), ("notes", "Notes", Permission.MembersRead), ("audit", "Audit", Permission.AuditRead),
    ];

    private MemberRow? _member;
    private (string Name, string Label)[] _tabs = [];
    private (string Before, string After) _roles;
    private RevealedProfile? _revealed;
    private ErasureStanding _erasure = new(null, null);

    /// <summary>Whose page it is.</summary>
    [Parameter]
    public string Uid { get; set; } = "";

    [SupplyParameterFromQuery(Name = "tab")]
    private string? Tab { get; set; }

    [SupplyParameterFromQuery(Name = "act")]
    private string? Act { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    private string? To { get; set; }

    [SupplyParameterFromQuery(Name = "key")]
    private string? Key { get; set; }

    [SupplyParameterFromQuery(Name = "was")]
    private string? Was { get; set; }

    [SupplyParameterFromForm(Name = "before", FormName = "change")]
    private string? Before { get; set; }

    [SupplyParameterFromForm(Name = "orders", FormName = "change")]
    private bool CancelsOrders { get; set; }

    [Inject]
    private MemberDirectory Directory { get; set; } = null!;

    [Inject]
    private ShutOutMember ShutOut { get; set; } = null!;

    [Inject]
    private ChangeMemberRole ChangeRole { get; set; } = null!;

    [Inject]
    private EndMemberSessions EndSessions { get; set; } = null!;

    [Inject]
    private RemoveSecondFactor RemoveFactor { get; set; } = null!;

    [Inject]
    private EditLabels Labels { get; set; } = null!;

    [Inject]
    private EditPermissions Permissions { get; set; } = null!;

    [Inject]
    private RevealProfile Reveals { get; set; } = null!;

    [Inject]
    private RestoreAccount Restores { get; set; } = null!;

    [Inject]
    private AskProviderAgain Asks { get; set; } = null!;

    [Inject]
    private HoldMember Holds { get; set; } = null!;

    [Inject]
    private IOptions<PrivacyOptions> Terms { get; set; } = null!;

    private bool CanRestore => _erasure.Closing is { Stage: ClosingStage.CoolingOff } && May(Permission.MembersRestore) && !IsSelf;

    private string Shown => _tabs.Any(t => t.Name == Tab) ? Tab! : _tabs[0].Name;

    private bool IsSelf => _member?.Id == Actor.Member;

    private string PagePath => $"/tower/members/{Uri.EscapeDataString(Uid)}";

    private MemberState? StateTo =>
        Enum.GetValues<MemberState>().Cast<MemberState?>().FirstOrDefault(s => MemberStanding.StateName(s!.Value) == To);

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _member = (await Directory.FindAsync(Actor, Uid, Aborted)).Value;
        _tabs = [.. AllTabs.Where(t => May(t.Permission)).Select(t => (t.Name, t.Label))];
        if (_member is not null) _erasure = (await Holds.StandingAsync(Actor, _member, Aborted)).Value ?? _erasure;
        if (_member is null) Http.Response.StatusCode = StatusCodes.Status404NotFound;
        else if (Act == "role" && To is not null) await CompareRolesAsync(_member.Role, To);
    }

    private async Task CompareRolesAsync(string from, string to)
    {
        var (before, after) = (await Permissions.OfRoleAsync(from, Aborted), await Permissions.OfRoleAsync(to, Aborted));
        _roles = (string.Join(", ", before.Order(StringComparer.Ordinal)), string.Join(", ", after.Order(StringComparer.Ordinal)));
    }

    private static string? StateExplanation(MemberState to) => to == MemberState.Active
        ? "They can sign in again."
        : "All their sessions end at once, their API keys stop working, and they cannot sign in.";

    private string TabHref(string name) => $"{PagePath}?tab={name}";

    private string ActHref(string act, string? to) =>
        $"{PagePath}?tab={Shown}&act={act}{(to is null ? "" : "&to=" + to)}";

    private async Task ChangeStateAsync(string? reason)
    {
        var from = Enum.GetValues<MemberState>().Cast<MemberState?>().FirstOrDefault(s => MemberStanding.StateName(s!.Value) == Before);
        var result = await ShutOut.ChangeAsync(
            Actor, Uid, from ?? _member!.State, StateTo ?? _member!.State, CancelsOrders, reason, Aborted);
        Finish(result.Outcome, TabHref(Shown), "state" + TowerTexts.OrdersMark(result.Orders));
    }

    private async Task CancelOrdersAsync(string? reason)
    {
        var result = await ShutOut.CancelAsync(Actor, Uid, reason);
        Finish(result.Outcome, TabHref(Shown), "orders" + TowerTexts.OrdersMark(result.Orders));
    }

    private async Task ChangeRoleAsync(string? reason) =>
        Finish(await ChangeRole.ExecuteAsync(Actor, Uid, Before, To, reason, Aborted), TabHref(Shown), "role");

    private async Task ChangeLabelAsync(string? reason) => Finish(
        await Labels.ExecuteAsync(Actor, Uid, Key?.Trim(), OrNull(Was), OrNull(To?.Trim()), reason, Aborted), TabHref("labels"), "label");

    private async Task RestoreAsync(string? reason) =>
        Finish(await Restores.ExecuteAsync(Actor, Uid, reason, Aborted), TabHref(Shown), "restore");

    private async Task AskProviderAsync(string? reason) =>
        Finish(await Asks.ExecuteAsync(Actor, Uid, reason, Aborted), TabHref("risk"), "provider");

    private async Task HoldAsync(string? reason) =>
        Finish(await Holds.ExecuteAsync(Actor, Uid, _erasure.Hold is null, reason, Aborted), TabHref(Shown), "hold");

    private string ErasureWords(AccountClosing closing) => closing.Stage switch
    {
        ClosingStage.CoolingOff => $"what no law keeps on {AccountTexts.Day(Terms.Value.ReducedAt(closing.ClosedAt))}",
        ClosingStage.Retained => $"the rest on {AccountTexts.Day(Terms.Value.ErasedAt(closing.ClosedAt))}",
        ClosingStage.Erased => $"done, {AccountTexts.Day(closing.ErasedAt!.Value)}",
    };

    private async Task RemoveFactorAsync(string? reason) =>
        Finish(await RemoveFactor.ExecuteAsync(Actor, Uid, reason, Aborted), TabHref(Shown), "factor");

    /// <summary>Shown in this answer alone: to see it again takes a reason again.</summary>
    private async Task RevealAsync(string? reason)
    {
        (var refusal, _revealed) = await Reveals.ExecuteAsync(Actor, _member!.Id, reason, Aborted);
        Alert = refusal == ReviewRejectReason.None ? null : TowerTexts.Refusal(refusal);
    }

    private static string? OrNull(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private async Task EndSessionsAsync(string? reason)
    {
        long? session = To is null ? null : long.TryParse(To, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;
        Finish(await EndSessions.ExecuteAsync(Actor, Uid, session, reason, Aborted), TabHref("sessions"), "sessions");
    }
}
