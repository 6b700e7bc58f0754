using Exchange.Core.Members;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Tower;

/// <summary>Asks for a reason and shows the difference before something is changed.</summary>
public sealed partial class ChangeDialog
{
    /// <summary>The name of the form, one on its page.</summary>
    [Parameter, EditorRequired]
    public string FormName { get; set; } = "";

    /// <summary>What is asked.</summary>
    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>What changes.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<Difference> Differences { get; set; } = [];

    /// <summary>Where to go without changing anything.</summary>
    [Parameter, EditorRequired]
    public string Cancel { get; set; } = "";

    /// <summary>What follows from it, or null.</summary>
    [Parameter]
    public string? Explanation { get; set; }

    /// <summary>What the button says.</summary>
    [Parameter]
    public string ConfirmText { get; set; } = "Change it";

    /// <summary>Whether it takes something away.</summary>
    [Parameter]
    public bool Dangerous { get; set; }

    /// <summary>Why it was not done, or null.</summary>
    [Parameter]
    public string? Alert { get; set; }

    /// <summary>What the reason is for.</summary>
    [Parameter]
    public string ReasonLabel { get; set; } = "Reason, for the audit log";

    /// <summary>Most characters of the reason.</summary>
    [Parameter]
    public int MaxLength { get; set; } = StaffReason.MaxLength;

    /// <summary>What stands there before anything is written, or null.</summary>
    [Parameter]
    public string? Default { get; set; }

    /// <summary>Usual reasons, put in by a click.</summary>
    [Parameter]
    public IReadOnlyList<string> Suggestions { get; set; } = [];

    /// <summary>More fields, perhaps hidden.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>Called with the reason.</summary>
    [Parameter, EditorRequired]
    public EventCallback<string?> OnConfirm { get; set; }

    [SupplyParameterFromForm(Name = "reason")]
    private string? Reason { get; set; }
}
