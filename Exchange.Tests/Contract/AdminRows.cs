using Exchange.Web.Api;

namespace Exchange.Tests.Contract;

/// <summary>Section 2.3 of the contract: Grace is of the staff, and works on Carol. The rows follow each other.</summary>
internal static class AdminRows
{
    private const string Users = "/admin/users";
    private const string Labels = Users + "/labels";
    private const string Comments = Users + "/comments";
    private const string NoMember = "admin.user.doesnt_exist";

    public static readonly ContractModule Module = new(
        "Barong: for the staff", "/api/v2/barong", [.. Who(), .. Members(), .. Acts(), .. OfLabels(), .. Notes(), .. Reports(), .. Later()])
    {
        Notes = new Dictionary<string, string>
        {
            ["GET " + Users] = "names, days of birth and numbers are masked; by name and country nobody is found, for they are encrypted",
            [$"GET {Users}/:uid"] = "documents only for who reviews them",
            [$"POST {Users}/update"] = "`reason` goes into the audit log, here and in the other acts; sessions of the member end, "
                + "and open orders of who is locked or banned are canceled (200 also when the engine did not confirm it; "
                + "the audit log says so)",
            ["PUT " + Users] = "as `update`; addresses are changed by their members alone",
            ["POST " + Labels] = "private labels; `description` is the reason in the audit log",
            ["GET /admin/levels"] = "one row for each label that a level asks for",
            ["GET /admin/permissions"] = "permissions are acts with names here, and edited in Tower",
            ["GET /admin/profiles"] = "reviews are decided in Tower, item by item",
            ["GET /admin/activities/admin"] = "the audit log is in Tower and in `/tower/audit.csv`",
        },
    };

    private static IReadOnlyList<(string, string)> Grace => [("Cookie", "<grace-cookie>"), ("X-CSRF-Token", "<grace-csrf>")];

    private static IEnumerable<ContractRow> Who()
    {
        yield return new ContractRow("GET " + Users, "nobody", Users, 401) { Errors = "authz.invalid_session" };
        yield return new ContractRow("GET " + Users, "by key", Users, 401)
        {
            Caller = ContractWorld.Alice,
            Errors = "authz.invalid_permission",
        };
        yield return new ContractRow("GET " + Users, "who only trades", Users, 403)
        {
            Headers = BarongRows.Session,
            Errors = "admin.ability.not_permitted",
        };
    }

    private static IEnumerable<ContractRow> Members()
    {
        yield return Get(Users, "all", Users) with { Shape = "[StaffUser]", Answers = [("Page", "1"), ("Per-Page", "100")] };
        yield return Get(Users, "by address", Users + "?email=carol@&extended=true") with
        {
            Shape = "[StaffUser]",
            Has = ["\"uid\":\"<carol-uid>\"", "\"labels\":[{"],
            Answers = [("Total", "1")],
        };
        yield return Get(Users, "a page that is not there", Users + "?page=1000000&limit=100") with { Has = ["[]"] };
        yield return Get(Users, "by role and state", Users + "?role=superadmin&state=active&ordering=asc&order_by=email") with
        {
            Has = ["grace@contract.example"],
            HasNot = ["carol@contract.example"],
        };
        yield return Get(Users, "no state, no role, a name", Users + "?state=x&role=x&first_name=Carol&extended=maybe", 422) with
        {
            Errors = "admin.user.invalid_extended admin.user.invalid_state admin.user.invalid_role admin.user.not_searchable_first_name",
        };
        yield return Get(Users + "/:uid", "one", Users + "/<carol-uid>") with
        {
            Shape = "StaffUser",
            Has = ["\"documents\":[", "\"comments\":[]", "\"email\":\"carol@contract.example\""],
        };
        yield return Get(Users + "/:uid", "nobody", Users + "/ID0000000000", 404) with { Errors = NoMember };
        yield return Get(Users + "/documents/pending", "waiting", Users + "/documents/pending") with { Shape = "[StaffUser]" };
    }

    private static IEnumerable<ContractRow> Acts()
    {
        const string update = Users + "/update";
        yield return Send("POST", update, "nothing", "{}", 422) with { Errors = "admin.user.missing_uid admin.user.one_of_state_otp" };
        yield return Send("POST", update, "both", """{"uid":"<carol-uid>","state":"banned","otp":false}""", 422) with
        {
            Errors = "admin.user.one_of_state_otp",
        };
        yield return Send("POST", update, "a factor for another", """{"uid":"<carol-uid>","otp":true}""", 422) with
        {
            Errors = "admin.user.enable_2fa",
        };
        yield return Send("POST", update, "no factor to take", """{"uid":"<carol-uid>","otp":false}""", 422) with
        {
            Errors = "admin.user.otp_no_change",
        };
        yield return Send("PUT", Users, "the state it has", """{"uid":"<carol-uid>","state":"active"}""", 422) with
        {
            Errors = "admin.user.state_no_change",
        };
        yield return Send("PUT", Users, "no state", """{"uid":"<carol-uid>","state":"sleeping"}""", 422) with
        {
            Errors = "admin.user.invalid_state",
        };
        yield return Send("PUT", Users, "nobody", """{"uid":"ID0000000000","state":"banned"}""", 404) with { Errors = NoMember };
        yield return Send("POST", Users + "/role", "the role they have", """{"uid":"<carol-uid>","role":"member"}""", 422) with
        {
            Errors = "admin.user.role_no_change",
        };
        yield return Send("POST", Users + "/role", "no role", """{"uid":"<carol-uid>","role":"emperor"}""", 422) with
        {
            Errors = "admin.user.invalid_role",
        };
        yield return Send("POST", Users + "/role", "another", """{"uid":"<frank-uid>","role":"maker","reason":"makes markets"}""", 200);
        yield return Send("POST", update, "locked", """{"uid":"<frank-uid>","state":"locked","reason":"for the table"}""", 200);
        yield return Send("POST", update, "readmitted", """{"uid":"<frank-uid>","state":"active","reason":"for the table"}""", 200);
    }

    private static IEnumerable<ContractRow> OfLabels()
    {
        const string one =
            """{"uid":"<carol-uid>","key":"vip","value":"gold","scope":"private","description":"for years"}""";
        yield return Send("POST", Labels, "nothing", "{}", 422) with
        {
            Errors = "admin.label.missing_uid admin.label.missing_key admin.label.missing_value",
        };
        yield return Send("POST", Labels, "the member's own", one.Replace("private", "public", StringComparison.Ordinal), 422) with
        {
            Errors = "admin.label.invalid_scope",
        };
        yield return Send("PUT", Labels, "not there yet", one, 404) with { Errors = "admin.label.doesnt_exist" };
        yield return Send("POST", Labels, "new", one, 201);
        yield return Send("POST", Labels, "again", one, 422) with { Errors = "key.taken" };
        yield return Send("PUT", Labels, "another value", one.Replace("gold", "silver", StringComparison.Ordinal), 200);
        yield return Send("POST", Labels + "/update", "whether there or not", one.Replace("gold", "bronze", StringComparison.Ordinal), 200);
        yield return Get(Labels, "who has it", Labels + "?key=vip&value=bronze") with
        {
            Shape = "[StaffUser]",
            Has = ["<carol-uid>"],
            Answers = [("Total", "1")],
        };
        yield return Get(Labels + "/list", "counts", Labels + "/list") with { Has = ["\"[\\u0022vip\\u0022, \\u0022bronze\\u0022]\":1"] };
        var delete = Labels + "?uid=<carol-uid>&key=vip";
        yield return new ContractRow("DELETE " + Labels, "one", delete, 200) { Headers = Grace };
        yield return new ContractRow("DELETE " + Labels, "none", delete, 404) { Headers = Grace, Errors = "admin.label.doesnt_exist" };
    }

    private static IEnumerable<ContractRow> Notes()
    {
        yield return Send("POST", Comments, "nothing", "{}", 422) with
        {
            Errors = "admin.comment.missing_uid admin.comment.missing_title admin.comment.missing_data",
        };
        yield return Send("POST", Comments, "on nobody", """{"uid":"ID0000000000","title":"a","data":"b"}""", 404) with
        {
            Errors = NoMember,
        };
        yield return Send("POST", Comments, "new", """{"uid":"<carol-uid>","title":"Call","data":"asked for a form"}""", 201);
        yield return Get(Users + "/:uid", "with a comment", Users + "/<carol-uid>") with
        {
            Shape = "StaffUser",
            Has = ["\"title\":\"Call\",\"data\":\"asked for a form\""],
        };
        yield return Send("PUT", Comments, "other words", """{"id":1,"data":"asked for two forms"}""", 200);
        yield return Send("PUT", Comments, "no number", """{"id":"one","data":"x"}""", 422) with
        {
            Errors = "admin.comment.non_integer_id",
        };
        var delete = Comments + "?id=1";
        yield return new ContractRow("DELETE " + Comments, "one", delete, 200) { Headers = Grace };
        yield return new ContractRow("DELETE " + Comments, "none", delete, 404) { Headers = Grace, Errors = "admin.comment.doesnt_exist" };
    }

    private static IEnumerable<ContractRow> Reports()
    {
        yield return Get("/admin/api_keys", "of nobody", "/admin/api_keys?uid=ID0000000000", 404) with { Errors = NoMember };
        yield return Get("/admin/api_keys", "a member's", "/admin/api_keys?uid=<carol-uid>") with { Has = ["["], HasNot = ["secret"] };
        const string activities = "/admin/activities";
        yield return Get(activities, "by member", activities + "?uid=<carol-uid>&topic=session&limit=1") with
        {
            Has = ["\"uid\":\"<carol-uid>\"", "\"topic\":\"session\""],
        };
        yield return Get(activities, "by address", activities + "?email=nobody@contract.example") with { Has = ["[]"] };
        const string metrics = "/admin/metrics";
        yield return Get(metrics, "thirty days", metrics) with
        {
            Shape = "{signups:{*:int}, sucessful_logins:{*:int}, failed_logins:{*:int}, pending_applications:int}",
        };
        yield return Get(metrics, "the wrong way round", metrics + "?created_from=1000000000&created_to=900000000", 422) with
        {
            Errors = "admin.metrics.invalid_range",
        };
        yield return Get("/admin/levels", "all", "/admin/levels") with { Has = ["{\"id\":1,\"key\":\"email\",\"value\":\"verified\""] };
    }

    private static IEnumerable<ContractRow> Later() =>
        from route in AdminRoutes.Later
        select new ContractRow($"{route.Method} {route.Pattern}", "not by the API", route.Pattern, 501)
        {
            Headers = Grace,
            Errors = "server.not_implemented",
        };

    private static ContractRow Get(string endpoint, string @case, string path, int status = 200) =>
        new("GET " + endpoint, @case, path, status) { Headers = Grace };

    private static ContractRow Send(string method, string path, string @case, string body, int status) =>
        new($"{method} {path}", @case, path, status) { Headers = Grace, Body = body };
}
