using Exchange.Core.Members;
using Exchange.Core.Primitives;

namespace Exchange.Web.Api;

/// <summary>GET and PUT /resource/users/me.</summary>
internal sealed class UserEndpoints(MemberQueries members, SetMemberData setData)
{
    public async Task ShowAsync(HttpContext http, MemberId member)
    {
        var profile = await members.ProfileAsync(member, http.RequestAborted);
        await (profile is null ? ApiError.NotFound.WriteAsync(http) : UserJson.WriteAsync(http, 200, member, profile));
    }

    public async Task UpdateAsync(HttpContext http, MemberId member)
    {
        var read = await RequestParameters.ReadAsync(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, "resource.user");
        var data = checks.Required("data");
        if (read.Error is null && checks.Error is null
            && UserJson.CodeOf(await setData.ExecuteAsync(member, data!, http.RequestAborted)) is { } code)
            checks.Refuse(code);
        if ((read.Error ?? checks.Error) is { } error) await error.WriteAsync(http);
        else await ShowAsync(http, member);
    }
}
