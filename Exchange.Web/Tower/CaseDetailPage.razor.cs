using Exchange.Core.Members;
using Exchange.Core.Screening;
using Exchange.Core.Tower;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace Exchange.Web.Tower;

/// <summary>One case: the member beside the entry, what speaks for it, and the decision.</summary>
public sealed partial class CaseDetailPage
{
    private const int MaxAliases = 40;

    private CaseDetails? _details;
    private bool _isRevealed;

    /// <summary>Which case.</summary>
    [Parameter]
    public long Id { get; set; }

    [SupplyParameterFromQuery(Name = "decide")]
    private string? Decide { get; set; }

    [SupplyParameterFromQuery(Name = "act")]
    private string? Act { get; set; }

    [SupplyParameterFromForm(Name = "seen", FormName = "decide")]
    private string? Seen { get; set; }

    [SupplyParameterFromForm(Name = "orders", FormName = "decide")]
    private bool CancelsOrders { get; set; }

    [SupplyParameterFromForm(Name = "text", FormName = "note")]
    private string? Text { get; set; }

    [Inject]
    private CaseQueue Queue { get; set; } = null!;

    [Inject]
    private WorkOnCase Work { get; set; } = null!;

    [Inject]
    private ConcludeCase Decisions { get; set; } = null!;

    [Inject]
    private IOptions<ScreeningOptions> Screening { get; set; } = null!;

    private string Here => $"/tower/cases/{Id}";

    private bool IsOpen => _details?.Row.State == CaseState.Open;

    private string? OwnUid => Http.User.FindFirst(MemberClaims.Uid)?.Value;

    private bool IsMine => _details?.Row.AssignedTo is { } uid && uid == OwnUid;

    private CaseState? Decision => Decide switch
    {
        "false" => CaseState.FalsePositive,
        "match" => CaseState.TrueMatch,
        _ => null,
    };

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _details = (await Queue.FindAsync(Actor, Id, Aborted)).Value;
        if (_details is null) Http.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    private static string OrDash(IEnumerable<string> texts) => string.Join(", ", texts) is { Length: > 0 } text ? text : "–";

    private List<Difference> DifferencesOf(CaseState decision)
    {
        List<Difference> all = [new("Case", ScreeningTexts.State(CaseState.Open).Word, ScreeningTexts.State(decision).Word)];
        if (decision == CaseState.TrueMatch && _details!.LocksMember)
            all.Add(new("Member", TowerTexts.State(_details.MemberState), TowerTexts.State(MemberState.Locked)));
        return all;
    }

    /// <summary>Whether a decision waits for a second person.</summary>
    private bool IsFirst(CaseState decision) =>
        decision == CaseState.FalsePositive && Screening.Value.TwoPersons && _details!.ClearedOnceByUid is null;

    private string ExplanationOf(CaseState decision) => decision switch
    {
        CaseState.TrueMatch when _details!.LocksMember =>
            "The member is locked: all their sessions end, and their API keys stop working.",
        CaseState.TrueMatch => "The member's risk is raised. Nothing else changes.",
        _ when IsFirst(decision) =>
            "The case stays open until another person says so, too. Then the pair is quiet until the member or the entry changes.",
        _ => "The pair stays quiet until the member or the entry changes.",
    };

    /// <summary>Shown in this answer alone: to see it again takes a reason again.</summary>
    private async Task RevealAsync(string? reason)
    {
        var (outcome, revealed) = await Queue.RevealAsync(Actor, Id, reason, Aborted);
        (_details, _isRevealed) = (revealed ?? _details, revealed is not null);
        Alert = outcome.IsDone ? null : TowerTexts.Refusal(outcome);
    }

    private async Task AssignAsync() =>
        Finish(await Work.AssignAsync(Actor, Id, IsMine ? null : OwnUid, Aborted), Here, IsMine ? "case-released" : "case-taken");

    private async Task NoteAsync() => Finish(await Work.NoteAsync(Actor, Id, Text, Aborted), Here, "note");

    private async Task DecideAsync(string? reason)
    {
        var result = await Decisions.ExecuteAsync(Actor, Id, Decision!.Value, Seen, CancelsOrders, reason, Aborted);
        var mark = IsFirst(Decision.Value) ? "case-first" : "case-decided" + TowerTexts.OrdersMark(result.Orders);
        Finish(result.Outcome, Here, mark);
    }
}
