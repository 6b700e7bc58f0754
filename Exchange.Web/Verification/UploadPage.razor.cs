using Exchange.Core.Compliance;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Verification;

/// <summary>The page that a link opens on another device: one picture, and nothing about the member.</summary>
public sealed partial class UploadPage
{
    private DocumentType? _purpose;
    private string _side = "";

    /// <summary>What opens it.</summary>
    [Parameter]
    public string Token { get; set; } = "";

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "upload")]
    private string? Uploaded { get; set; }

    [Inject]
    private UploadLinks Links { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Http.Response.Headers.CacheControl = "no-store";
        if (await Links.FindAsync(Token, Http.RequestAborted) is not { } link) return;
        (_purpose, _side) = (DocumentType.Find(link.Type), link.Side);
    }
}
