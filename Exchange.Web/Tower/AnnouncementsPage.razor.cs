using System.Globalization;
using Exchange.Core.Members;
using Exchange.Core.Tower;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Tower;

/// <summary>Announcements: write, schedule, publish, withdraw.</summary>
public sealed partial class AnnouncementsPage
{
    private const string ConfirmForm = "confirm";

    private IReadOnlyList<Announcement> _rows = [];
    private Announcement? _target;
    private AnnouncementTerms? _terms;

    [SupplyParameterFromQuery(Name = "edit")]
    private string? Edit { get; set; }

    [SupplyParameterFromQuery(Name = "withdraw")]
    private string? Withdraw { get; set; }

    [SupplyParameterFromForm(Name = "title")]
    private string? Title { get; set; }

    [SupplyParameterFromForm(Name = "text")]
    private string? Text { get; set; }

    [SupplyParameterFromForm(Name = "kind")]
    private string? Kind { get; set; }

    [SupplyParameterFromForm(Name = "from")]
    private string? From { get; set; }

    [SupplyParameterFromForm(Name = "until")]
    private string? Until { get; set; }

    [SupplyParameterFromForm(Name = "now", FormName = "draft")]
    private bool Now { get; set; }

    [SupplyParameterFromForm(Name = "version", FormName = ConfirmForm)]
    private int? Version { get; set; }

    [Inject]
    private EditAnnouncements Editor { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    private bool IsEditing => Edit is not null;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _rows = (await Editor.ListAsync(Actor, Aborted)).Value ?? [];
        _target = _rows.FirstOrDefault(r => r.Id.ToString(CultureInfo.InvariantCulture) == (Edit ?? Withdraw));
        if (Version is not null) _terms = Typed();
        else if (_target is not null && Withdraw is not null) _terms = Withdrawn(_target);
        else if (_target is not null && !HttpMethods.IsPost(Http.Request.Method)) Fill(_target);
    }

    private void Fill(Announcement row)
    {
        (Title, Text, Kind) = (row.Title, row.Text, row.Kind == AnnouncementKind.Warning ? "warning" : "information");
        (From, Until) = (TowerTexts.Field(row.PublishAt), TowerTexts.Field(row.EndsAt));
    }

    /// <summary>A live one ends now; one that nobody has seen yet is a draft again.</summary>
    private AnnouncementTerms Withdrawn(Announcement row) => row.PhaseAt(Time.GetUtcNow()) == AnnouncementPhase.Live
        ? AnnouncementTerms.Of(row) with { EndsAt = Time.GetUtcNow() }
        : AnnouncementTerms.Of(row) with { PublishAt = null };

    private void Review()
    {
        if (Typed() is not { } terms) return;
        if (Now) terms = terms with { PublishAt = Time.GetUtcNow() };
        var problem = EditAnnouncements.Check(terms);
        if (problem == StaffRejectReason.None) _terms = terms;
        else if (problem == StaffRejectReason.TextInvalid) Alert = "Give it a title, and keep to the lengths.";
        else Alert = "It must end after it begins.";
    }

    private AnnouncementTerms? Typed()
    {
        if (!TowerTexts.TryField(From, out var from) || !TowerTexts.TryField(Until, out var until))
        {
            Alert = "A time cannot be read.";
            return null;
        }

        return new AnnouncementTerms(
            Title, Text, Kind == "warning" ? AnnouncementKind.Warning : AnnouncementKind.Information, from, until);
    }

    private IReadOnlyList<Difference> Differences(AnnouncementTerms after)
    {
        var before = _target is null ? null : AnnouncementTerms.Of(_target);
        Difference[] all =
        [
            new("Title", before?.Title, after.Title), new("Text", before?.Text, after.Text),
            new("Kind", before?.Kind.ToString(), after.Kind.ToString()),
            new("From", Moment(before?.PublishAt), Moment(after.PublishAt)), new("Until", Moment(before?.EndsAt), Moment(after.EndsAt)),
        ];
        return [.. all.Where(d => (d.Before ?? "") != (d.After ?? ""))];
    }

    private static string? Moment(DateTimeOffset? at) => at is { } set ? TowerTexts.Time(set) + " UTC" : null;

    private async Task SaveAsync(string? reason)
    {
        if (_terms is null) return;
        var outcome = await Editor.SaveAsync(Actor, _target?.Id, Version ?? 0, _terms, reason, Aborted);
        Finish(outcome, "/tower/announcements", "announcement");
    }
}
