using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Api;

/// <summary>A shape as text, with links to the named shapes in it.</summary>
public sealed partial class ShapeText
{
    private string[] _parts = [];

    /// <summary>The shape.</summary>
    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    /// <summary>Within a line, instead of a block.</summary>
    [Parameter]
    public bool IsInline { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet() => _parts = NamesAndRest().Split(Text);

    [GeneratedRegex("([A-Z][A-Za-z]+)")]
    private static partial Regex NamesAndRest();
}
