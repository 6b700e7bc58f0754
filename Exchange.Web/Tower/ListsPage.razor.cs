using Exchange.Core.Members;
using Exchange.Core.Screening;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Tower;

/// <summary>The lists that members are compared with: their versions, and a new file of one.</summary>
public sealed partial class ListsPage
{
    private const string Form = "load";
    private const int FormOverhead = 64 << 10;
    private const long MaxRequestBytes = ListFile.MaxBytes + FormOverhead;

    private const int MaxMegabytes = ListFile.MaxBytes >> 20;

    private IReadOnlyList<ListVersionView> _versions = [];

    [SupplyParameterFromForm(Name = "source", FormName = Form)]
    private string? SourceWord { get; set; }

    [SupplyParameterFromForm(Name = "reason", FormName = Form)]
    private string? Reason { get; set; }

    [SupplyParameterFromForm(Name = "odd", FormName = Form)]
    private bool EvenIfOdd { get; set; }

    [Inject]
    private ListQueries Lists { get; set; } = null!;

    [Inject]
    private LoadList Loader { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => _versions = (await Lists.ListAsync(Actor, Aborted)).Value ?? [];

    private static string FormatOf(ListSource source) => source switch
    {
        ListSource.Ofac => "sdn.xml or sdn.csv",
        ListSource.Pep => "CSV",
        ListSource.UnitedNations or ListSource.EuropeanUnion => "XML",
        ListSource.Provider => "no file",
    };

    private async Task LoadAsync()
    {
        if (ListSources.Find(SourceWord) is not { } source || Http.Request.Form.Files is not [var file])
        {
            Alert = "Choose a list and its file.";
            return;
        }

        if (file.Length > ListFile.MaxBytes)
        {
            Alert = $"The file is larger than {MaxMegabytes} MiB. Nothing was changed.";
            return;
        }

        using var bytes = new MemoryStream((int)file.Length);
        await file.CopyToAsync(bytes, Aborted);
        var load = await Loader.ExecuteAsync(Actor, source, bytes.ToArray(), EvenIfOdd, Reason, Aborted);
        if (load.Problem is null) Finish(load.Outcome, "/tower/lists", "list");
        else Alert = load.Problem + " Nothing was changed.";
    }
}
