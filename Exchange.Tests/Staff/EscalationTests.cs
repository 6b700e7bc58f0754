using Exchange.Core.Audit;
using Exchange.Core.Members;
using Exchange.Tests.Members;
using Exchange.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Staff;

/// <summary>
/// People of all roles try everything that could change who may do what, at random. Whatever they do, in whatever order: nobody gives
/// anybody a permission that they do not hold themselves, nobody gains by an act of their own, and a superadmin stays.
/// </summary>
public sealed class EscalationTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private const int Steps = 150;
    private const string Reason = "trying it";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task No_sequence_of_acts_raises_anybody_above_who_raised_them(int seed)
    {
        await using var world = await MembersWorld.CreateAsync(database);
        var random = new Random(seed);
        var people = new List<Actor>();
        foreach (var role in (string[])[.. Roles.Staff, Roles.Superadmin, Roles.Admin, Roles.Support, Roles.Member, Roles.Broker])
            people.Add(await world.PersonAsync(role));
        var done = 0;
        for (var step = 0; step < Steps; step++)
        {
            await SignInAgainAsync(world, people);
            var before = await HeldAsync(world);
            var actor = people[random.Next(people.Count)];
            var outcome = await ActAsync(world, random, actor, people);
            var after = await HeldAsync(world);
            if (outcome.IsDone) done++;
            else AssertSame(before, after, $"seed {seed}, step {step}: refused, and yet something changed");
            AssertNoGain(before, after, actor.Member.Value, $"seed {seed}, step {step}");
        }

        Assert.InRange(done, 10, Steps);
        await using var db = world.Context();
        Assert.True(await db.Set<AuditEntry>().AnyAsync(e => e.Action == PermissionChecks.RefusedAction));
    }

    private static async Task<StaffOutcome> ActAsync(MembersWorld world, Random random, Actor actor, List<Actor> people)
    {
        var target = people[random.Next(people.Count)];
        await using var db = world.Context();
        var row = await db.Members.AsNoTracking().SingleAsync(m => m.Id == target.Member.Value);
        return random.Next(3) switch
        {
            0 => await world.Get<ChangeMemberRole>().ExecuteAsync(
                actor, row.Uid, row.Role, Roles.All[random.Next(Roles.All.Count)], Reason, default),
            1 => await world.Get<ChangeMemberState>().ExecuteAsync(
                actor, row.Uid, row.State, Enum.GetValues<MemberState>()[random.Next(5)], cancelsOrders: false, Reason, default),
            _ => await world.Get<EditPermissions>().ExecuteAsync(actor, [Change(random)], Reason, default),
        };
    }

    private static PermissionChange Change(Random random) => new(
        Roles.All[random.Next(Roles.All.Count)], Permission.All[random.Next(Permission.All.Count)].Name, random.Next(2) == 0);

    /// <summary>What each member holds, whether they may sign in or not.</summary>
    private static async Task<Dictionary<long, Holding>> HeldAsync(MembersWorld world)
    {
        await using var db = world.Context();
        var held = new Dictionary<long, Holding>();
        foreach (var member in await db.Members.AsNoTracking().ToListAsync())
        {
            var permissions = await world.Get<EditPermissions>().OfRoleAsync(member.Role, default);
            held[member.Id] = new Holding(member.Role, member.State, permissions.ToHashSet());
        }

        return held;
    }

    private static void AssertSame(Dictionary<long, Holding> before, Dictionary<long, Holding> after, string where) =>
        Assert.True(before.All(b => b.Value.Equals(after[b.Key])), where);

    private static void AssertNoGain(Dictionary<long, Holding> before, Dictionary<long, Holding> after, long actor, string where)
    {
        foreach (var (member, now) in after)
        {
            var gained = now.Permissions.Except(before[member].Permissions).ToList();
            Assert.True(member != actor || gained.Count == 0, $"{where}: {before[actor].Role} gained {string.Join(", ", gained)}");
            Assert.True(gained.All(before[actor].Permissions.Contains), $"{where}: {before[actor].Role} gave {string.Join(", ", gained)}");
            var rose = now.Role == Roles.Superadmin && before[member].Role != Roles.Superadmin;
            Assert.True(!rose || before[actor].Role == Roles.Superadmin, $"{where}: {before[actor].Role} made a superadmin");
        }

        Assert.Contains(after.Values, h => h is { Role: Roles.Superadmin, State: MemberState.Active });
    }

    /// <summary>Whoever was thrown out by a change comes back, if they may.</summary>
    private static async Task SignInAgainAsync(MembersWorld world, List<Actor> people)
    {
        var alive = await world.Get<Sessions>().AliveAmongAsync([.. people.Select(p => p.SessionId)], default);
        for (var i = 0; i < people.Count; i++)
            if (!alive.Contains(people[i].SessionId)) people[i] = await world.SignedInAsync(people[i].Member, people[i].Role);
    }

    private sealed record Holding(string Role, MemberState State, HashSet<string> Permissions)
    {
        public bool Equals(Holding? other) =>
            other is not null && (Role, State) == (other.Role, other.State) && Permissions.SetEquals(other.Permissions);

        public override int GetHashCode() => HashCode.Combine(Role, State, Permissions.Count);
    }
}
