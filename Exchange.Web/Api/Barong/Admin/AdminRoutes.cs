using Exchange.Core.Members;

namespace Exchange.Web.Api;

/// <summary>The part of the Barong API that is for the staff: what Tower does, for programs that the staff signs in with.</summary>
internal static class AdminRoutes
{
    /// <summary>What Tower does otherwise, or not yet.</summary>
    internal static readonly (string Method, string Pattern)[] Later =
    [
        ("GET", "/admin/profiles"), ("POST", "/admin/profiles"), ("PUT", "/admin/profiles"),
        ("GET", "/admin/permissions"), ("POST", "/admin/permissions"), ("PUT", "/admin/permissions"), ("DELETE", "/admin/permissions"),
        ("GET", "/admin/restrictions"), ("POST", "/admin/restrictions"), ("PUT", "/admin/restrictions"),
        ("DELETE", "/admin/restrictions"), ("POST", "/admin/restrictions/whitelink"), ("GET", "/admin/activities/admin"),
        ("GET", "/admin/abilities"), ("DELETE", "/admin/users/data_storage"),
    ];

    /// <summary>Fills the table.</summary>
    public static void Map(RouteTable table)
    {
        var door = table.Create<StaffDoor>();
        void Staff(string method, string pattern, string permission, Func<HttpContext, Actor, Task> handle) =>
            BarongApiRoutes.MapForMembers(table, method, pattern, door.For(permission, handle), ApiKeyScopes.None);

        var users = table.Create<AdminUserEndpoints>();
        Staff("GET", "/admin/users", Permission.MembersRead, users.ListAsync);
        Staff("GET", "/admin/users/documents/pending", Permission.MembersRead, users.PendingAsync);
        Staff("GET", "/admin/users/{uid}", Permission.MembersRead, users.ShowAsync);
        var acts = table.Create<AdminUserActs>();
        Staff("POST", "/admin/users/update", Permission.MembersRead, acts.UpdateAsync);
        Staff("PUT", "/admin/users", Permission.MembersRead, acts.UpdateAsync);
        Staff("POST", "/admin/users/role", Permission.MembersRoleChange, acts.ChangeRoleAsync);
        var labels = table.Create<AdminLabelEndpoints>();
        Staff("GET", "/admin/users/labels/list", Permission.MembersRead, labels.CountAsync);
        Staff("GET", "/admin/users/labels", Permission.MembersRead, labels.FindAsync);
        Staff("POST", "/admin/users/labels", Permission.LabelsEdit, labels.CreateAsync);
        Staff("PUT", "/admin/users/labels", Permission.LabelsEdit, labels.ChangeAsync);
        Staff("POST", "/admin/users/labels/update", Permission.LabelsEdit, labels.SetAsync);
        Staff("DELETE", "/admin/users/labels", Permission.LabelsEdit, labels.DeleteAsync);
        var notes = table.Create<AdminCommentEndpoints>();
        Staff("POST", "/admin/users/comments", Permission.NotesEdit, notes.CreateAsync);
        Staff("PUT", "/admin/users/comments", Permission.NotesEdit, notes.ChangeAsync);
        Staff("DELETE", "/admin/users/comments", Permission.NotesEdit, notes.DeleteAsync);
        var reports = table.Create<AdminReportEndpoints>();
        Staff("GET", "/admin/api_keys", Permission.ActivityRead, reports.ApiKeysAsync);
        Staff("GET", "/admin/activities", Permission.ActivityRead, reports.ActivitiesAsync);
        Staff("GET", "/admin/metrics", Permission.SystemRead, reports.MetricsAsync);
        Staff("GET", "/admin/levels", Permission.MembersRead, reports.LevelsAsync);
        foreach (var (method, pattern) in Later)
            Staff(method, pattern, Permission.MembersRead, static (http, _) => ApiError.NotImplemented.WriteAsync(http));
    }
}
