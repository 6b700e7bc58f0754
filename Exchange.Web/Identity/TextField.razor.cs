using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Identity;

/// <summary>A labelled line of text in a form, with what to know before typing and what was wrong after.</summary>
public sealed partial class TextField
{
    /// <summary>Name in the form, and id on the page.</summary>
    [Parameter, EditorRequired]
    public required string Name { get; set; }

    /// <summary>What to type.</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary><c>text</c>, <c>email</c> or <c>password</c>.</summary>
    [Parameter]
    public string Type { get; set; } = "text";

    /// <summary>What browsers and password managers may fill in.</summary>
    [Parameter]
    public string Autocomplete { get; set; } = "off";

    /// <summary>What is there already; never given for passwords.</summary>
    [Parameter]
    public string? Value { get; set; }

    /// <summary>The rule, said before typing.</summary>
    [Parameter]
    public string? Hint { get; set; }

    /// <summary>What was wrong, or null.</summary>
    [Parameter]
    public string? Error { get; set; }

    /// <summary>Most characters.</summary>
    [Parameter]
    public int MaxLength { get; set; } = 256;

    /// <summary>Fewest characters, or null.</summary>
    [Parameter]
    public int? MinLength { get; set; }

    /// <summary>Whether the browser insists on it.</summary>
    [Parameter]
    public bool Required { get; set; } = true;

    /// <summary>Whether typing begins here.</summary>
    [Parameter]
    public bool Autofocus { get; set; }

    private string HintId => Name + "-hint";

    private string ErrorId => Name + "-error";

    private string? DescribedBy => (Hint, Error) switch
    {
        (null, null) => null,
        (null, _) => ErrorId,
        (_, null) => HintId,
        _ => $"{HintId} {ErrorId}",
    };
}
