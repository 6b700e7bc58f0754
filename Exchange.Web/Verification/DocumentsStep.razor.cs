using System.Globalization;
using Exchange.Core.Compliance;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Verification;

/// <summary>Shows how far each picture of a document is, and takes those that are missing or must be sent again.</summary>
public sealed partial class DocumentsStep
{
    private DocumentType _type = null!;
    private NewUploadLink? _link;
    private string? _alert;
    private string? _number;
    private string? _expires;

    /// <summary>Whose.</summary>
    [Parameter, EditorRequired]
    public MemberId Member { get; set; }

    /// <summary>What they sent.</summary>
    [Parameter, EditorRequired]
    public OwnReview Review { get; set; } = null!;

    /// <summary>The kinds that are offered.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<DocumentType> Types { get; set; } = [];

    /// <summary>The heading.</summary>
    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>The address of the page.</summary>
    [Parameter, EditorRequired]
    public string Page { get; set; } = "";

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "type")]
    private string? Chosen { get; set; }

    [SupplyParameterFromQuery(Name = "upload")]
    private string? Uploaded { get; set; }

    [SupplyParameterFromForm(Name = "side", FormName = "handoff")]
    private string? Side { get; set; }

    [SupplyParameterFromForm(Name = "number", FormName = "handoff")]
    private string? Number { get; set; }

    [SupplyParameterFromForm(Name = "expires", FormName = "handoff")]
    private string? Expires { get; set; }

    [Inject]
    private UploadLinks Links { get; set; } = null!;

    private string Here => $"{Page}?type={Uri.EscapeDataString(_type.Name)}";

    private string LinkAddress => $"{Http.Request.Scheme}://{Http.Request.Host}{VerificationEndpoints.Upload}/{_link!.Token}";

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        _type = Types.FirstOrDefault(type => type.Name == Chosen)
            ?? Types.FirstOrDefault(type => Review.Documents.Any(d => d.Document.Type == type.Name)) ?? Types[0];
        var known = Review.Documents.LastOrDefault(d => d.Document.Type == _type.Name);
        _number = Number ?? known?.Facts.Number;
        _expires = Expires ?? known?.Document.ExpiresOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private async Task HandOffAsync()
    {
        var upload = new DocumentUpload(
            _type.Name, Side ?? "", new DocumentFacts(Number?.Trim() ?? ""), UploadFields.DayOf(Expires));
        var (reason, link) = await Links.CreateAsync(Member, upload, Http.RequestAborted);
        (_link, _alert) = (link, reason == UploadRejectReason.None ? null : UploadTexts.Of(reason.ToString()));
    }

    private OwnDocument? SentOf(string side) =>
        Review.Documents.LastOrDefault(d => d.Document.Type == _type.Name && d.Document.Side == side);

    private static string? StateOf(OwnDocument? sent) => sent?.Document.State switch
    {
        DocumentState.Pending => LabelKeys.Pending,
        DocumentState.Verified => LabelKeys.Verified,
        DocumentState.Rejected => LabelKeys.Rejected,
        _ => null,
    };
}
