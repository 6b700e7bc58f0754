using System.Text.Json;
using Exchange.Core.Compliance;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Tower;

namespace Exchange.Web.Api;

/// <summary>GET /admin/users: members, as the staff may see them. Names, numbers and days of birth are masked as in Tower.</summary>
internal sealed class AdminUserEndpoints(
    MemberDirectory directory, MemberFile file, EditLabels labels, MemberNotes notes, DocumentQueries documents, PermissionChecks checks)
{
    private const string Prefix = "admin.user";
    private const string Pending = $"{LabelKeys.Document}:{LabelKeys.Pending}";

    /// <summary>Kept encrypted: nothing finds a member by them.</summary>
    private static readonly string[] NotSearched = ["first_name", "last_name", "country"];

    public Task ListAsync(HttpContext http, Actor actor) => ListAsync(http, actor, null);

    /// <summary>Members whose documents wait for a review.</summary>
    public Task PendingAsync(HttpContext http, Actor actor) => ListAsync(http, actor, Pending);

    /// <summary>One member in Barong's shape UserWithKYC; documents only for who reviews them.</summary>
    public async Task ShowAsync(HttpContext http, Actor actor)
    {
        var uid = (string)http.Request.RouteValues["uid"]!;
        if ((await directory.FindAsync(actor, uid, http.RequestAborted)).Value is not { } member)
        {
            await ApiError.Of(404, $"{Prefix}.doesnt_exist").WriteAsync(http);
            return;
        }

        var known = await VerificationAsync(http, actor, member);
        var comments = (await notes.ListAsync(actor, uid, http.RequestAborted)).Value ?? [];
        var standing = await checks.StandingAsync(actor, http.RequestAborted);
        var own = standing.May(Permission.KycReview) ? (await documents.OfAsync(member.Id, http.RequestAborted)).Documents : [];
        await ApiResponse.WriteAsync(http, 200, (member, known, comments, own), static (json, user) =>
        {
            AdminUserJson.Begin(json, user.member);
            user.known.Write(json);
            json.WriteStartArray("documents"u8);
            foreach (var document in user.own) DocumentEndpoints.Write(json, document);
            json.WriteEndArray();
            json.WriteStartArray("comments"u8);
            foreach (var comment in user.comments) AdminUserJson.Write(json, comment);
            json.WriteEndArray();
            AdminUserJson.End(json, user.member);
        });
    }

    private async Task ListAsync(HttpContext http, Actor actor, string? label)
    {
        var read = RequestParameters.ReadQuery(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, Prefix);
        var isExtended = checks.Flag("extended") ?? false;
        var page = new ApiPage(checks.Page(), checks.Integer("limit", ApiPage.DefaultLimit, 1, MemberDirectory.MaxSize));
        var filter = FilterOf(checks) with { Label = label };
        foreach (var name in NotSearched)
            if (checks.Text(name) is not null) checks.Refuse($"{Prefix}.not_searchable_{name}");
        if ((read.Error ?? checks.Error) is { } error)
        {
            await error.WriteAsync(http);
            return;
        }

        var found = await directory.PageAsync(actor, filter, page.Number, page.Limit, http.RequestAborted);
        if (StaffDoor.RefusalOf(found.Verdict) is { } refusal)
        {
            await refusal.WriteAsync(http);
            return;
        }

        page.SetHeaders(http, found.Value!.Total);
        var rows = new List<(MemberRow Member, UserVerification? Known)>();
        foreach (var member in found.Value.Rows) rows.Add((member, isExtended ? await VerificationAsync(http, actor, member) : null));
        await ApiResponse.WriteAsync(http, 200, rows, static (json, users) =>
        {
            json.WriteStartArray();
            foreach (var (member, known) in users)
            {
                AdminUserJson.Begin(json, member);
                known?.Write(json);
                AdminUserJson.End(json, member);
            }

            json.WriteEndArray();
        });
    }

    private static MemberFilter FilterOf(ParameterChecks checks)
    {
        var state = checks.Text("state");
        var states = Enum.GetValues<MemberState>().Where(s => MemberStanding.StateName(s) == state).ToList();
        if (state is not null && states.Count == 0) checks.Refuse($"{Prefix}.invalid_state");
        var role = checks.Text("role");
        if (role is not null && !Roles.All.Contains(role)) checks.Refuse($"{Prefix}.invalid_role");
        var order = checks.OneOf("order_by", required: false, "id", "created_at", "email", "level");
        return new MemberFilter
        {
            Uid = checks.Text("uid"),
            Search = checks.Text("email"),
            State = states.Count == 1 ? states[0] : null,
            Role = role,
            Level = checks.Text("level") is null ? null : checks.Integer("level", 0, 0, LevelOptions.MaxSteps),
            IsByUpdate = checks.OneOf("range", required: false, "created", "updated") == 1,
            From = checks.Moment("from"),
            To = checks.Moment("to"),
            Sort = order switch { 2 => MemberSort.Email, 3 => MemberSort.Level, _ => MemberSort.Created },
            Ascending = !checks.Descending("ordering", absent: true),
        };
    }

    private async Task<UserVerification> VerificationAsync(HttpContext http, Actor actor, MemberRow member)
    {
        var identity = (await file.IdentityAsync(actor, member, http.RequestAborted)).Value;
        var known = (await labels.ListAsync(actor, member, http.RequestAborted)).Value ?? [];
        return new UserVerification(known, identity?.Phone, identity?.Profile);
    }
}
