using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Tests.Members;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Staff;

/// <summary>Makes people with roles, signed in with a second factor.</summary>
internal static class StaffPeople
{
    public static async Task<Actor> PersonAsync(this MembersWorld world, string role, bool secondFactor = true)
    {
        var member = (await world.SignUpAsync($"{role}-{Guid.NewGuid():N}@example.com")).Member;
        await using (var db = world.Context())
            await db.Members.Where(m => m.Id == member.Value).ExecuteUpdateAsync(set => set
                .SetProperty(m => m.Role, role).SetProperty(m => m.State, MemberState.Active));
        return await world.SignedInAsync(member, role, secondFactor);
    }

    public static async Task<Actor> SignedInAsync(
        this MembersWorld world, MemberId member, string role, bool secondFactor = true)
    {
        await world.Get<Sessions>().OpenAsync(
            member, MembersWorld.Origin, isBound: false, hasSecondFactor: secondFactor, CancellationToken.None);
        await using var db = world.Context();
        var session = await db.MemberSessions.Where(s => s.MemberId == member.Value).OrderBy(s => s.Id).LastAsync();
        return new Actor(member, session.Id, role, MembersWorld.Origin);
    }

    public static Task<PermissionVerdict> AskAsync(this MembersWorld world, Actor actor, string permission) =>
        world.Get<PermissionChecks>().CheckAsync(actor, permission, "the target", CancellationToken.None);
}
