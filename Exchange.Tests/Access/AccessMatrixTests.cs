using System.Globalization;
using System.Reflection;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Web.Feeds;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.EntityFrameworkCore;
using Microsoft.JSInterop;

namespace Exchange.Tests.Access;

/// <summary>Every endpoint, page, socket and hub method, and everyone who might call it.</summary>
[Trait("Category", "Integration")]
public sealed class AccessMatrixTests(AccessWorld world) : IClassFixture<AccessWorld>
{
    private const int MaxLevel = 3;
    private const ApiKeyScopes Everything = ApiKeyScopes.Read | ApiKeyScopes.Trade | ApiKeyScopes.Withdraw;

    [Fact]
    public void Everything_that_is_mapped_has_a_row() =>
        AssertNone(AccessTable.Gaps([.. MappedEndpoints(), .. HubMethods(), .. ComponentMethods()], AccessTable.Rows));

    [Fact]
    public void A_missing_row_and_a_row_too_many_are_found()
    {
        var rows = AccessTable.Parse("| `GET /a` | anyone |\n| `GET /b` | read |\n| `GET /b` | read |");
        Assert.Equal(3, AccessTable.Gaps(["GET /a", "GET /c"], rows).Count());
    }

    [Trait("BadInput", "B089, B091")]
    [Fact]
    public async Task Everyone_gets_what_the_table_says_and_nothing_else()
    {
        var read = await world.KeyAsync(world.Owner, ApiKeyScopes.Read);
        var trade = await world.KeyAsync(world.Owner, ApiKeyScopes.Trade);
        var withdraw = await world.KeyAsync(world.Owner, ApiKeyScopes.Withdraw, "127.0.0.0/8, ::1");
        var elsewhere = await world.KeyAsync(world.Owner, Everything, "192.0.2.0/24");
        var disabled = await world.KeyAsync(world.Owner, ApiKeyScopes.Read | ApiKeyScopes.Trade);
        await world.Get<ChangeApiKey>().DisableAsync(world.Owner, disabled.Kid, AccessWorld.Origin, default);
        var expired = await world.KeyAsync(world.Owner, ApiKeyScopes.Read | ApiKeyScopes.Trade);
        await ExpireAsync(expired.Kid);
        var wrong = new List<string>();
        foreach (var row in Asked())
        {
            await CheckAsync(row, "anonymous", WithoutSession(row), [], wrong);
            await CheckAsync(row, "owner", OfTrader(row), await world.SessionAsync(world.Owner), wrong);
            await CheckAsync(row, "other member", OfTrader(row), await world.SessionAsync(world.Other), wrong);
            await CheckAsync(row, "no CSRF token", WithoutToken(row), await world.SessionAsync(world.Owner, csrf: false), wrong);
            await CheckAsync(row, "read key", OfKey(row, ApiKeyScopes.Read), AccessWorld.Signed(read), wrong);
            await CheckAsync(row, "trade key", OfKey(row, ApiKeyScopes.Trade), AccessWorld.Signed(trade), wrong);
            await CheckAsync(row, "withdraw key", OfKey(row, ApiKeyScopes.Withdraw), AccessWorld.Signed(withdraw), wrong);
            await CheckAsync(row, "disabled key", OfBadKey(row, "401 authz.apikey_not_active"), AccessWorld.Signed(disabled), wrong);
            await CheckAsync(row, "expired key", OfBadKey(row, "401 authz.apikey_not_active"), AccessWorld.Signed(expired), wrong);
            await CheckAsync(row, "wrong address", OfBadKey(row, "403 authz.address_not_allowed"), AccessWorld.Signed(elsewhere), wrong);
        }

        AssertNone(wrong);
    }

    /// <summary>A level opens trading and nothing else; whoever is shut out has neither session nor key any more.</summary>
    [Fact]
    public async Task Members_of_every_level_and_state_get_what_the_table_says()
    {
        var wrong = new List<string>();
        var members = new List<(string Name, MemberId Member)>();
        for (var level = 0; level <= MaxLevel; level++) members.Add(($"member of level {level}", await world.MemberAsync(level)));
        var outside = new List<(string Name, (string, string)[] Session, CreatedApiKey Key)>();
        foreach (var state in new[] { MemberState.Banned, MemberState.Locked, MemberState.Deleted })
        {
            var member = await world.MemberAsync();
            var key = await world.KeyAsync(member, ApiKeyScopes.Read | ApiKeyScopes.Trade);
            var session = await world.SessionAsync(member);
            await world.ChangeAsync(member, state);
            outside.Add(($"{state} member", session, key));
        }

        foreach (var row in Asked())
        {
            for (var level = 0; level <= MaxLevel; level++)
                await CheckAsync(row, members[level].Name, OfLevel(row, level), await world.SessionAsync(members[level].Member), wrong);
            foreach (var (name, session, key) in outside)
            {
                await CheckAsync(row, name, WithoutSession(row), session, wrong);
                await CheckAsync(row, name + "'s key", OfBadKey(row, "401 authz.invalid_session"), AccessWorld.Signed(key), wrong);
            }
        }

        AssertNone(wrong);
    }

    [Fact]
    public async Task Hub_methods_answer_everyone_whom_the_table_names()
    {
        var session = await world.SessionAsync(world.Owner, csrf: false);
        var key = await world.KeyAsync(world.Owner, ApiKeyScopes.Read);
        var arguments = new Dictionary<string, object[]>
        {
            ["MarketHub.Watch"] = ["btcusd"],
            ["MarketHub.Tickers"] = [],
            ["MarketHub.WatchCandles"] = ["btcusd", "1m"],
        };
        foreach (var row in AccessTable.Rows.Where(row => row.Method == "HUB"))
        {
            // A hub for members needs callers who are refused: write them when there is one.
            Assert.Equal((row.Key, Needs.Anyone), (row.Key, row.Needs));
            foreach (var headers in new[] { [], [.. session, ("User-Agent", AccessWorld.UserAgent)], AccessWorld.Signed(key) })
                Assert.Contains("\"result\":", await world.InvokeAsync(row.Path, arguments[row.Path], headers), StringComparison.Ordinal);
        }
    }

    [Trait("BadInput", "B146")]
    [Fact]
    public async Task Anothers_object_and_an_absent_one_answer_alike()
    {
        var key = await world.KeyAsync(world.Owner, ApiKeyScopes.Read);
        var order = world.OwnersOrder.Value.ToString(CultureInfo.InvariantCulture);
        var objects = new Dictionary<string, (string Real, string Absent)>
        {
            ["{id}"] = (order, "999999999"),
            ["{kid}"] = (key.Kid, "0123456789abcdef"),
        };
        var seen = 0;
        foreach (var row in AccessTable.Rows.Where(r => r.Needs != Needs.Anyone && r.Path.StartsWith("/api/", StringComparison.Ordinal)))
        {
            foreach (var (parameter, (real, absent)) in objects.Where(o => row.Path.Contains(o.Key, StringComparison.Ordinal)))
            {
                var body = row.Method == "GET" ? null : """{"volume":"0.1","state":"inactive"}""";
                var others = await world.SendAsync(
                    row.Method, row.Path.Replace(parameter, real, StringComparison.Ordinal), body, await world.SessionAsync(world.Other));
                var nobodys = await world.SendAsync(
                    row.Method, row.Path.Replace(parameter, absent, StringComparison.Ordinal), body, await world.SessionAsync(world.Other));
                Assert.Equal((row.Key, nobodys.Status, nobodys.Body), (row.Key, others.Status, others.Body));
                Assert.True(nobodys.Status is 404 or 501, $"{row}: {nobodys.Status}");
                seen++;
            }
        }

        Assert.InRange(seen, 6, 100);
        var mine = await world.SendAsync("GET", "/api/v2/peatio/market/orders/" + order, null, await world.SessionAsync(world.Owner));
        Assert.Equal(200, mine.Status);
        Assert.Contains("\"state\":\"wait\"", mine.Body, StringComparison.Ordinal);
        Assert.True((await world.Get<ApiKeyQueries>().FindAsync(world.Owner, key.Kid, default))!.IsActive);
    }

    private static void AssertNone(IEnumerable<string> findings)
    {
        var text = string.Join('\n', findings);
        Assert.True(text.Length == 0, text);
    }

    private async Task CheckAsync(
        AccessRow row, string caller, string? refusal, (string, string)[] headers, List<string> wrong)
    {
        var (status, body, response) = await world.SendAsync(row.Method, Fill(row.Path), null, headers);
        var toSignIn = response.Headers.Location?.OriginalString.Contains("/signin", StringComparison.Ordinal) == true;
        var isRefused = status is 401 or 403 || toSignIn;
        var isBroken = status >= 500 && status is not (501 or 503);
        var expected = refusal?.Split(' ');
        var isRight = !isBroken && (expected is null
            ? !isRefused
            : status.ToString(CultureInfo.InvariantCulture) == expected[0]
                && (expected.Length == 1 || body == $$"""{"errors":["{{expected[1]}}"]}"""));
        if (!isRight) wrong.Add($"{row} as {caller}: {status} {body[..Math.Min(80, body.Length)]}, expected {refusal ?? "no refusal"}");
    }

    private static string? WithoutSession(AccessRow row) => row.Needs switch
    {
        Needs.Anyone => null,
        _ when row.IsPage => "302",
        _ when IsSocket(row) => "401",
        _ => "401 authz.invalid_session",
    };

    /// <summary>Tower is closed to who only trades; everything else is open to them.</summary>
    private static string? OfTrader(AccessRow row) =>
        row.Needs != Needs.Staff ? null : row.IsPage ? "403" : "403 admin.ability.not_permitted";

    /// <summary>Changing an order is trading and asks for the level before it looks for the order.</summary>
    private static string? OfLevel(AccessRow row, int level) =>
        level < new LevelOptions().MinimumForTrade && row.Path.EndsWith("/amend", StringComparison.Ordinal)
            ? "403 market.trade.not_permitted"
            : OfTrader(row);

    private static string? WithoutToken(AccessRow row) =>
        row.Needs is Needs.Anyone || row.IsPage || row.Method == "GET" ? OfTrader(row) : "401 authz.missing_csrf_token";

    private static string? OfKey(AccessRow row, ApiKeyScopes scope) => row.Needs switch
    {
        Needs.Anyone => null,
        _ when row.IsPage => WithoutSession(row),
        Needs.Read when scope == ApiKeyScopes.Read => null,
        Needs.Trade when scope == ApiKeyScopes.Trade => null,
        Needs.Withdraw when scope == ApiKeyScopes.Withdraw => null,
        _ => "401 authz.invalid_permission",
    };

    private static string? OfBadKey(AccessRow row, string refusal) =>
        row.Needs is Needs.Anyone || row.IsPage ? WithoutSession(row) : refusal;

    private static bool IsSocket(AccessRow row) => row.Path.StartsWith("/api/v2/ranger", StringComparison.Ordinal);

    /// <summary>Real names where there are any; keys and orders that are not there, so that nothing is used up.</summary>
    private static string Fill(string path) => path
        .Replace("{market}", "btcusd", StringComparison.Ordinal).Replace("{Market}", "BTC-USD", StringComparison.Ordinal)
        .Replace("{currency}", "btc", StringComparison.Ordinal).Replace("{topic}", "all", StringComparison.Ordinal)
        .Replace("{kid}", "0123456789abcdef", StringComparison.Ordinal).Replace("{id}", "999999999", StringComparison.Ordinal)
        .Replace("{id:guid}", "00000000-0000-0000-0000-000000000001", StringComparison.Ordinal)
        .Replace("{Id:long}", "999999999", StringComparison.Ordinal)
        .Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);

    private async Task ExpireAsync(string kid)
    {
        await using var db = world.Context();
        DateTimeOffset? past = TimeProvider.System.GetUtcNow().AddSeconds(-1);
        await db.Set<ApiKey>().Where(k => k.Kid == kid).ExecuteUpdateAsync(set => set.SetProperty(k => k.ExpiresAt, past));
    }

    /// <summary>All endpoints of the program but its files, the framework's own and what answers where nothing is.</summary>
    private IEnumerable<string> MappedEndpoints() =>
        from endpoint in world.Endpoints
        where endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null
        let path = "/" + endpoint.RoutePattern.RawText!.Trim('/')
        where !path.StartsWith("/_", StringComparison.Ordinal) && !path.Contains("{**", StringComparison.Ordinal)
        from method in MethodsOf(endpoint)
        select $"{method} {path}";

    /// <summary>Pages take forms too, but who may see a page may send its form.</summary>
    private static IEnumerable<string> MethodsOf(RouteEndpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Components.Endpoints.ComponentTypeMetadata>() is not null) return ["GET"];
        return endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["GET"];
    }

    private static IEnumerable<string> HubMethods() =>
        from hub in typeof(MarketHub).Assembly.GetTypes()
        where hub.IsSubclassOf(typeof(Hub)) && !hub.IsAbstract
        from method in hub.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
        where !method.IsSpecialName && method.GetBaseDefinition() == method
        select $"HUB {hub.Name}.{method.Name}";

    /// <summary>What scripts of the browser may call.</summary>
    private static IEnumerable<string> ComponentMethods() =>
        from type in typeof(MarketHub).Assembly.GetTypes()
        from method in type.GetMethods(
            BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        where method.GetCustomAttribute<JSInvokableAttribute>() is not null
        select $"JS {type.Name}.{method.Name}";

    /// <summary>The rows that can be asked for with a plain request.</summary>
    private static IEnumerable<AccessRow> Asked() => AccessTable.Rows.Where(row => row.Method is not ("HUB" or "JS"));
}
