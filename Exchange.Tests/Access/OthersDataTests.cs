using System.Text.Json;
using System.Text.RegularExpressions;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Tower;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Access;

/// <summary>Ways to what is another's, and to more than one's own.</summary>
[Trait("Category", "Integration")]
public sealed partial class OthersDataTests(AccessWorld world) : IClassFixture<AccessWorld>
{
    private const string Orders = "/api/v2/peatio/market/orders";
    private const string Me = "/api/v2/barong/resource/users/me";
    private const string Mine = """{"market":"btcusd","side":"buy","volume":"0.01","price":"100"}""";

    [Trait("BadInput", "B148")]
    [Fact]
    public async Task Whose_data_is_shown_comes_from_the_session_and_from_nothing_that_is_asked()
    {
        var others = await world.SessionAsync(world.Other);
        var uid = (await UidAsync(world.Owner)).ToString();
        string[] paths =
        [
            "/api/v2/peatio/account/balances", Orders, "/api/v2/peatio/market/trades", Me, "/api/v2/barong/resource/api_keys",
            "/api/v2/barong/resource/labels", "/api/v2/barong/resource/documents", "/wallets/ledger.csv",
        ];
        foreach (var path in paths)
        {
            var own = await world.SendAsync("GET", path, null, others);
            var asked = await world.SendAsync(
                "GET", $"{path}?userId={world.Owner.Value}&uid={uid}&member_id={world.Owner.Value}", null, [.. others, ("X-User", uid)]);
            Assert.Equal((path, own.Status, Plain(own.Body)), (path, asked.Status, Plain(asked.Body)));
            Assert.DoesNotContain(uid, asked.Body, StringComparison.Ordinal);
        }

        string Plain(string body) => Moment().Replace(body, "");
    }

    [Trait("BadInput", "B151")]
    [Fact]
    public async Task Of_a_batch_with_anothers_order_the_own_is_cancelled_and_the_other_is_not_there()
    {
        var session = await world.SessionAsync(world.Owner);
        var others = await world.SessionAsync(await RichAsync());
        var mine = Id(await world.SendAsync("POST", Orders, Mine, others));
        var body = JsonSerializer.Serialize(new { ids = new[] { mine, world.OwnersOrder.Value } });

        var (status, answer, _) = await world.SendAsync("POST", Orders + "/cancel/batch", body, others);

        Assert.True(status is 200 or 201, answer);
        Assert.Contains("record.not_found", answer, StringComparison.Ordinal);
        Assert.Equal("cancel", State(await world.SendAsync("GET", $"{Orders}/{mine}", null, others)));
        Assert.Equal("wait", State(await world.SendAsync("GET", $"{Orders}/{world.OwnersOrder.Value}", null, session)));
    }

    [Trait("BadInput", "B155")]
    [Fact]
    public async Task Nobody_raises_themselves_by_writing_more_than_is_asked()
    {
        var member = await world.MemberAsync();
        var session = await world.SessionAsync(member);
        var before = await RowAsync(member);
        const string more = """
            {"data":"{}","role":"superadmin","level":3,"kycLevel":3,"state":"active","emailConfirmed":true,"email":"eve@example.com",
             "otp":true,"group":"vip","feeTier":0,"limit":"1000000","labels":[{"key":"document","value":"verified","scope":"private"}]}
            """;

        Assert.Equal(200, (await world.SendAsync("PUT", Me, more, session)).Status);

        Assert.Equal(before, await RowAsync(member));
        var label = """{"key":"document","value":"verified","scope":"private"}""";
        await world.SendAsync("POST", "/api/v2/barong/resource/labels", label, session);
        Assert.Equal(before, await RowAsync(member));
    }

    [Trait("BadInput", "B158")]
    [Fact]
    public async Task No_answer_has_a_hash_a_stamp_a_secret_or_a_number_of_ours_in_it()
    {
        await world.KeyAsync(world.Owner, ApiKeyScopes.Read);
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var row in AccessTable.Rows.Where(
            r => r.Method == "GET" && r.Needs == Needs.Read && r.Path.StartsWith("/api/v2/", StringComparison.Ordinal)))
        {
            var path = row.Path.Replace("{id}", $"{world.OwnersOrder.Value}", StringComparison.Ordinal)
                .Replace("{topic}", "all", StringComparison.Ordinal);
            var (_, body, _) = await world.SendAsync("GET", path, null, await world.SessionAsync(world.Owner));
            if (body.StartsWith('{') || body.StartsWith('[')) Collect(JsonSerializer.Deserialize<JsonElement>(body), names);
        }

        Assert.Contains("kid", names);
        Assert.Contains("email", names);
        Assert.DoesNotContain(names, name => Ours().IsMatch(name));
    }

    [Trait("BadInput", "B160")]
    [Theory]
    [InlineData(MemberState.Locked, true)]
    [InlineData(MemberState.Locked, false)]
    [InlineData(MemberState.Banned, true)]
    [InlineData(MemberState.Banned, false)]
    public async Task Who_is_shut_out_can_do_nothing_and_what_the_staff_leaves_in_the_book_stays_theirs(MemberState state, bool cancels)
    {
        var member = await RichAsync();
        var session = await world.SessionAsync(member);
        var key = await world.KeyAsync(member, ApiKeyScopes.Read | ApiKeyScopes.Trade);
        var order = Id(await world.SendAsync("POST", Orders, Mine, session));

        var boss = await world.ActorAsync(Roles.Superadmin);
        var (uid, change) = (await UidAsync(member), world.Get<ShutOutMember>());
        Assert.True((await change.ChangeAsync(boss, uid, MemberState.Active, state, cancels, "for the test", default)).Outcome.IsDone);

        foreach (var headers in new[] { session, AccessWorld.Signed(key) })
        {
            var placed = await world.SendAsync("POST", Orders, Mine, headers);
            Assert.True(placed.Status == 401, placed.Body);
            Assert.Equal(401, (await world.SendAsync("POST", $"{Orders}/{order}/cancel", null, headers)).Status);
        }

        Assert.True((await change.ChangeAsync(boss, uid, state, MemberState.Active, cancels, "for the test", default)).Outcome.IsDone);
        var after = await world.SendAsync("GET", $"{Orders}/{order}", null, await world.SessionAsync(member));
        Assert.Equal(cancels ? "cancel" : "wait", State(after));
    }

    private async Task<MemberId> RichAsync()
    {
        var member = await world.MemberAsync(level: 3);
        await world.GiveAsync(member);
        return member;
    }

    private static void Collect(JsonElement element, SortedSet<string> names)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray()) Collect(item, names);
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
            {
                names.Add(property.Name);
                Collect(property.Value, names);
            }
        }
    }

    private static long Id((int Status, string Body, HttpResponseMessage Response) placed)
    {
        Assert.Equal((201, placed.Body), (placed.Status, placed.Body));
        return JsonSerializer.Deserialize<JsonElement>(placed.Body).GetProperty("id").GetInt64();
    }

    private static string? State((int Status, string Body, HttpResponseMessage Response) order) =>
        JsonSerializer.Deserialize<JsonElement>(order.Body).GetProperty("state").GetString();

    private async Task<string> UidAsync(MemberId member)
    {
        await using var db = world.Context();
        return (await db.Set<Member>().SingleAsync(m => m.Id == member.Value)).Uid;
    }

    private async Task<(string?, string, int, MemberState, bool, bool)> RowAsync(MemberId member)
    {
        await using var db = world.Context();
        var row = await db.Set<Member>().AsNoTracking().SingleAsync(m => m.Id == member.Value);
        return (row.Email, row.Role, row.Level, row.State, row.EmailConfirmed, row.TwoFactorEnabled);
    }

    [GeneratedRegex("hash|stamp$|secret|salt|normalized|member_?id|user_?id|session_?id", RegexOptions.IgnoreCase)]
    private static partial Regex Ours();

    [GeneratedRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z?")]
    private static partial Regex Moment();
}
