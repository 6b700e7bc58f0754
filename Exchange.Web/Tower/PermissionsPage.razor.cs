using Exchange.Core.Members;
using Microsoft.AspNetCore.Components;

namespace Exchange.Web.Tower;

/// <summary>The matrix of roles and permissions: change boxes, see the difference, say why.</summary>
public sealed partial class PermissionsPage
{
    private IReadOnlyDictionary<string, IReadOnlySet<string>>? _matrix;
    private IReadOnlyList<PermissionChange> _changes = [];

    [SupplyParameterFromForm(Name = "granted", FormName = "matrix")]
    private string[]? Granted { get; set; }

    [SupplyParameterFromForm(Name = "change", FormName = "confirm")]
    private string[]? Changes { get; set; }

    [Inject]
    private EditPermissions Editor { get; set; } = null!;

    private IReadOnlyList<Difference> Differences =>
    [
        .. _changes.GroupBy(c => c.Role).Select(group => new Difference(
            group.Key, List(group.Where(c => !c.IsGranted)), List(group.Where(c => c.IsGranted)))),
    ];

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _matrix = (await Editor.MatrixAsync(Actor, Aborted)).Value;
        _changes = [.. (Changes ?? []).Select(Parse).OfType<PermissionChange>()];
    }

    /// <summary>What boxes were changed, of those that the visitor could change.</summary>
    private void Review()
    {
        var granted = (Granted ?? []).ToHashSet();
        _changes =
        [
            .. from role in Roles.Staff
               from permission in Permission.All
               where MayEdit(role, permission.Name)
               let wanted = granted.Contains($"{role}:{permission.Name}")
               where wanted != Holds(role, permission.Name)
               select new PermissionChange(role, permission.Name, wanted),
        ];
        if (_changes.Count == 0) Alert = "Nothing is different.";
    }

    private async Task SaveAsync(string? reason) =>
        Finish(await Editor.ExecuteAsync(Actor, _changes, reason, Aborted), "/tower/permissions", "permissions");

    private bool Holds(string role, string permission) => _matrix![role].Contains(permission);

    private bool IsChecked(string role, string permission) =>
        _changes.FirstOrDefault(c => c.Role == role && c.Permission == permission)?.IsGranted ?? Holds(role, permission);

    private bool MayEdit(string role, string permission) =>
        role != Roles.Superadmin && role != Visit.Standing.Role && Visit.Standing.Covers(role, _matrix![role]) && May(permission);

    private bool Differs(string role, string permission) =>
        Roles.ShippedPermissionsOf(role).Contains(permission) != Holds(role, permission);

    private static PermissionChange? Parse(string text) =>
        text.Length > 1 && text[0] is '+' or '-' && text[1..].Split(':') is [var role, var permission]
            ? new PermissionChange(role, permission, text[0] == '+')
            : null;

    private static string? List(IEnumerable<PermissionChange> changes) =>
        string.Join(", ", changes.Select(c => c.Permission)) is { Length: > 0 } list ? list : null;
}
