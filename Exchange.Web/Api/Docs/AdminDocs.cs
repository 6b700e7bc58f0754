namespace Exchange.Web.Api;

/// <summary>The reference of what is for the staff.</summary>
internal static class AdminDocs
{
    private const string NotPermitted = "403 admin.ability.not_permitted";
    private const string NoMember = "404 admin.user.doesnt_exist";
    private const string Reason = "reason: str - why, for the audit log; 3 to 500 characters";

    public static IReadOnlyList<ApiDoc> All => [.. Users(), .. Labels(), .. Comments(), .. Reports(), .. Later()];

    private static IEnumerable<ApiDoc> Users()
    {
        var filter = ApiParameter.ParseAll("""
            uid: str - whose uid it is
            email: str - a part of the address
            role: str - their role
            level: int - their level
            state: str - active, pending, locked, banned or deleted
            range: str - created or updated, for from and to
            from: int - unix seconds
            to: int - unix seconds
            order_by: str - id, created_at, email or level
            ordering: str - asc or desc
            extended: bool - labels, telephones and profiles, too
            """);
        yield return new("GET", "/admin/users", "Members")
        {
            Parameters = filter,
            Answer = "[StaffUser]",
            IsPaged = true,
            Refusals = [NotPermitted],
        };
        yield return new("GET", "/admin/users/documents/pending", "Members whose documents wait for a review")
        {
            Parameters = filter,
            Answer = "[StaffUser]",
            IsPaged = true,
            Refusals = [NotPermitted],
        };
        yield return new("GET", "/admin/users/{uid}", "One member, with labels, profile, telephone, documents and comments")
        {
            Answer = "StaffUser",
            Refusals = [NotPermitted, NoMember],
        };
        foreach (var (method, path) in new[] { ("POST", "/admin/users/update"), ("PUT", "/admin/users") })
        {
            yield return new(method, path, "Locks, bans or readmits a member, or takes a lost second factor")
            {
                Parameters = ApiParameter.ParseAll($"""
                    uid!: str - the member
                    state: str - locked, banned or active; this or otp
                    otp: bool - false takes the second factor
                    {Reason}
                    """),
                Answer = "int",
                Refusals =
                [
                    NotPermitted, NoMember, "422 admin.user.one_of_state_otp", "422 admin.user.state_no_change",
                    "422 admin.user.otp_no_change", "422 admin.user.enable_2fa", "422 admin.user.update_himself",
                    "422 admin.user.superadmin_change",
                ],
            };
        }

        yield return new("POST", "/admin/users/role", "Gives a member another role")
        {
            Parameters = ApiParameter.ParseAll($"""
                uid!: str - the member
                role!: str - the role
                {Reason}
                """),
            Answer = "int",
            Refusals = [NotPermitted, NoMember, "422 admin.user.role_no_change", "422 admin.user.superadmin_change"],
        };
    }

    private static IEnumerable<ApiDoc> Labels()
    {
        var label = ApiParameter.ParseAll("""
            uid!: str - the member
            key!: str - the label
            value!: str - what is so
            scope: str - private
            description: str - why, for the audit log
            """);
        yield return new("GET", "/admin/users/labels/list", "How many members have each label, by key and value")
        {
            Answer = "{*:int}",
            Refusals = [NotPermitted],
        };
        yield return new("GET", "/admin/users/labels", "The members who have a label")
        {
            Parameters = ApiParameter.ParseAll("""
                key!: str - the label
                value!: str - what is so
                """),
            Answer = "[StaffUser]",
            IsPaged = true,
            Refusals = [NotPermitted],
        };
        yield return new("POST", "/admin/users/labels", "Sets a label that is not there")
        {
            Parameters = label,
            Status = 201,
            Answer = "int",
            Refusals = [NotPermitted, NoMember, "422 key.taken", "422 admin.label.invalid_scope"],
        };
        yield return new("PUT", "/admin/users/labels", "Changes a label")
        {
            Parameters = label,
            Answer = "int",
            Refusals = [NotPermitted, "404 admin.label.doesnt_exist"],
        };
        yield return new("POST", "/admin/users/labels/update", "Sets a label, whether it is there or not")
        {
            Parameters = label,
            Answer = "int",
            Refusals = [NotPermitted, NoMember],
        };
        yield return new("DELETE", "/admin/users/labels", "Takes a label away")
        {
            Parameters = ApiParameter.ParseAll("""
                uid!: str - the member
                key!: str - the label
                scope: str - private
                description: str - why, for the audit log
                """),
            Answer = "int",
            Refusals = [NotPermitted, "404 admin.label.doesnt_exist"],
        };
    }

    private static IEnumerable<ApiDoc> Comments()
    {
        const string path = "/admin/users/comments";
        yield return new("POST", path, "Writes a note on a member")
        {
            Parameters = ApiParameter.ParseAll("""
                uid!: str - the member
                title!: str - in a few words
                data!: str - all of it
                """),
            Status = 201,
            Answer = "int",
            Refusals = [NotPermitted, NoMember],
        };
        yield return new("PUT", path, "Words a note anew")
        {
            Parameters = ApiParameter.ParseAll($"""
                id!: int - the note
                title: str - in a few words
                data: str - all of it
                {Reason}
                """),
            Answer = "int",
            Refusals = [NotPermitted, "404 admin.comment.doesnt_exist"],
        };
        yield return new("DELETE", path, "Removes a note; the audit log keeps it")
        {
            Parameters = ApiParameter.ParseAll($"""
                id!: int - the note
                {Reason}
                """),
            Answer = "int",
            Refusals = [NotPermitted, "404 admin.comment.doesnt_exist"],
        };
    }

    private static IEnumerable<ApiDoc> Reports()
    {
        yield return new("GET", "/admin/api_keys", "A member's API keys, without secrets")
        {
            Parameters = ApiParameter.ParseAll("uid!: str - the member"),
            Answer = "[ApiKey]",
            Refusals = [NotPermitted, NoMember],
        };
        yield return new("GET", "/admin/activities", "What members did, newest first")
        {
            Parameters = ApiParameter.ParseAll("""
                topic: str - session, otp, password or account
                action: str - for example login
                uid: str - the member
                email: str - the member's address
                from: int - unix seconds
                to: int - unix seconds
                """),
            Answer = "[Activity]",
            IsPaged = true,
            Refusals = [NotPermitted],
        };
        yield return new("GET", "/admin/metrics", "Sign-ups and sign-ins by the day, in UTC")
        {
            Parameters = ApiParameter.ParseAll("""
                created_from: int - unix seconds; thirty days before the end when absent
                created_to: int - unix seconds; now when absent
                """),
            Answer = "{signups:{*:int}, sucessful_logins:{*:int}, failed_logins:{*:int}, pending_applications:int}",
            Refusals = [NotPermitted, "422 admin.metrics.invalid_range"],
        };
        yield return new("GET", "/admin/levels", "Which label gives which level")
        {
            Answer = "[{id:int, key:str, value:str, description:str|null}]",
            Refusals = [NotPermitted],
        };
    }

    private static IEnumerable<ApiDoc> Later() => AdminRoutes.Later.Select(route =>
        new ApiDoc(route.Method, route.Pattern, "Not by the API") { Status = StatusCodes.Status501NotImplemented });
}
