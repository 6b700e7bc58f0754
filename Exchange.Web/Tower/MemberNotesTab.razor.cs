using Exchange.Core.Members;
using Exchange.Web.Identity;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Tower;

/// <summary>What the staff wrote of a member: write, change and remove, the last two with the difference and a reason.</summary>
public sealed partial class MemberNotesTab
{
    private const string NewForm = "note";
    private const string DraftForm = "draft";
    private const string ChangeForm = "note-change";

    private IReadOnlyList<MemberNoteView> _notes = [];
    private MemberNoteView? _chosen;
    private (string Title, string Text)? _draft;
    private string? _alert;

    /// <summary>The page that shows it, to which everything leads back.</summary>
    [Parameter, EditorRequired]
    public string Home { get; set; } = "";

    [SupplyParameterFromQuery(Name = "edit")]
    private long? EditId { get; set; }

    [SupplyParameterFromQuery(Name = "remove")]
    private long? RemoveId { get; set; }

    [SupplyParameterFromForm(Name = "title", FormName = NewForm)]
    private string? Title { get; set; }

    [SupplyParameterFromForm(Name = "text", FormName = NewForm)]
    private string? Text { get; set; }

    [SupplyParameterFromForm(Name = "title", FormName = DraftForm)]
    private string? DraftTitle { get; set; }

    [SupplyParameterFromForm(Name = "text", FormName = DraftForm)]
    private string? DraftText { get; set; }

    [SupplyParameterFromForm(Name = "title", FormName = ChangeForm)]
    private string? NewTitle { get; set; }

    [SupplyParameterFromForm(Name = "text", FormName = ChangeForm)]
    private string? NewText { get; set; }

    private bool MayEdit => Visit.Standing.May(Permission.NotesEdit);

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _notes = (await Notes.ListAsync(Actor, Member.Uid, Aborted)).Value ?? [];
        _chosen = _notes.FirstOrDefault(n => n.Id == (EditId ?? RemoveId));
        if (NewTitle is not null && NewText is not null) _draft = (NewTitle, NewText);
    }

    private string Href(string act, long note) => $"{Home}{(Home.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{act}={note}";

    private static IReadOnlyList<Difference> Differences(MemberNoteView before, (string Title, string Text) after)
    {
        Difference[] all = [new("Title", before.Title, after.Title.Trim()), new("Note", before.Text, after.Text.Trim())];
        return [.. all.Where(d => d.Before != d.After)];
    }

    private void Review(MemberNoteView before)
    {
        if (string.IsNullOrWhiteSpace(DraftTitle) || string.IsNullOrWhiteSpace(DraftText)) _alert = "Write a title and a text.";
        else if (Differences(before, (DraftTitle, DraftText)).Count == 0) _alert = "Nothing is different.";
        else _draft = (DraftTitle, DraftText);
    }

    private async Task AddAsync() => Finish(await Notes.AddAsync(Actor, Member.Uid, Title, Text, Aborted), "note");

    private async Task ChangeAsync(string? reason) =>
        Finish(await Notes.ChangeAsync(Actor, _chosen!.Id, NewTitle, NewText, reason, Aborted), "note-changed");

    private async Task RemoveAsync(string? reason) =>
        Finish(await Notes.RemoveAsync(Actor, _chosen!.Id, reason, Aborted), "note-removed");

    private void Finish(StaffOutcome outcome, string mark)
    {
        if (outcome.IsDone)
            BrowserSession.SeeOther(Http, Navigation, $"{Home}{(Home.Contains('?', StringComparison.Ordinal) ? '&' : '?')}done={mark}");
        else _alert = TowerTexts.Refusal(outcome);
    }
}
