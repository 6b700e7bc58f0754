using System.IO.Compression;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Exchange.Core.Audit;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Privacy;
using Exchange.Tests.Access;
using Exchange.Tests.Support;
using Exchange.Web.Account;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Privacy;

/// <summary>What members get when they ask for all that is kept about them, over the whole program.</summary>
[Trait("Category", "Integration")]
public sealed partial class ExportTests(AccessWorld world) : IClassFixture<AccessWorld>
{
    private static readonly StepUpProof Proof = new(AccessWorld.Password) { TakesFreshSignIn = false };

    [Fact]
    [Trait("BadInput", "B197")]
    public async Task The_archive_holds_all_that_is_kept_and_nothing_that_is_not_the_members()
    {
        var person = await new KnownPerson("exportia") { Phone = "+491709876501" }.LiveAsync(world);
        await person.TradeAsync(world, world.Owner);
        await world.ProjectedAsync();
        using var browser = new FormBrowser(world, await person.SessionAsync(world));

        using var answer = await AskAsync(browser, AccessWorld.Password);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/zip", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        var files = await FilesAsync(answer);
        var all = string.Join('\n', files.Where(f => !f.Key.StartsWith("documents/", StringComparison.Ordinal)).Select(f => Text(f.Value)));
        foreach (var kept in (string[])[
            person.Email, person.Phone, person.Profile.FirstName!, person.Profile.LastName!, person.Profile.DateOfBirth!,
            person.Profile.Address!, person.Profile.City!, person.DocumentNumber, "exportia-browser", "exportia-key", "exportia-data",
            "exportiacode", "exportia-label", "exportia-rejected", "exportia-applicant",
            "exportia-provider", person.Address, "198.51.100.77"])
            Assert.True(all.Contains(kept.Replace("\"", "\\\"", StringComparison.Ordinal), StringComparison.Ordinal), kept);
        Assert.DoesNotContain("exportia-case", all, StringComparison.Ordinal);
        Assert.DoesNotContain("outside-of-exportia", all, StringComparison.Ordinal); // not a message to the member
        Assert.DoesNotContain("-note", all, StringComparison.Ordinal);
        Assert.DoesNotContain("Somebody", all, StringComparison.Ordinal);
        var picture = Assert.Single(files, f => f.Key.StartsWith("documents/", StringComparison.Ordinal));
        Assert.EndsWith(".jpg", picture.Key, StringComparison.Ordinal);
        Assert.Equal(person.Picture[..3], picture.Value[..3]);
        await AssertNoSecretsAsync(person, all);
        AssertTables(files);
        AssertListed(files);
    }

    [Fact]
    public async Task An_export_takes_a_step_up_is_told_and_is_rare()
    {
        var person = await new KnownPerson("raria") { Phone = "+491709876502" }.LiveAsync(world);
        using var browser = new FormBrowser(world, await person.SessionAsync(world));

        Assert.Equal("/account/privacy?refused=password-missing#export", await RefusedAsync(browser, ""));
        Assert.Equal("/account/privacy?refused=password-wrong#export", await RefusedAsync(browser, "wrong"));
        Assert.Contains("This is not your password", await PageAsync(browser, "?refused=password-wrong"), StringComparison.Ordinal);
        Assert.Empty(await TracesAsync(person.Id));
        for (var i = 0; i < new PrivacyOptions().ExportsPerDay; i++)
            Assert.Equal(HttpStatusCode.OK, (await AskAsync(browser, AccessWorld.Password)).StatusCode);
        Assert.Equal("/account/privacy?refused=too-many#export", await RefusedAsync(browser, AccessWorld.Password));

        Assert.Equal(["activity", "activity", "audit", "audit", "notice", "notice"], await TracesAsync(person.Id));
        var mails = await MailboxDoor.MailsAsync(world.Services, person.Email);
        Assert.Equal(2, mails.Count(m => m.Subject.StartsWith("Alle Daten", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_passkey_speaks_for_the_export_and_is_in_it_by_name()
    {
        using var device = new SoftPasskey();
        var member = await world.MemberAsync($"{Guid.NewGuid():N}@example.com");
        var passkeys = world.Get<Passkeys>();
        var begun = await passkeys.BeginAsync(member, "exported key", Proof, AccessWorld.Origin, default);
        var made = new PasskeyExchange { Key = begun.Question!.Key, Answer = device.Create(begun.Question.Options) };
        Assert.Equal(
            PasskeyRejectReason.None, (await passkeys.AddAsync(member, "exported key", made, null, AccessWorld.Origin, default)).Reason);
        using var browser = new FormBrowser(world, await world.SessionAsync(member));
        Task<HttpResponseMessage> SendAsync(params (string, string)[] fields) =>
            browser.PostAsync("/account/privacy", PrivacyEndpoints.Export, [("export-proof", ""), .. fields]);

        using var asked = await SendAsync(("passkey-ask", "export-proof"));
        var parts = Question().Match(await asked.Content.ReadAsStringAsync());
        (string, string)[] answer =
        [
            ("passkey-key", parts.Groups[2].Value), ("passkey-answer", device.Get(WebUtility.HtmlDecode(parts.Groups[1].Value))),
        ];
        using var given = await SendAsync(answer);

        Assert.Equal("application/zip", given.Content.Headers.ContentType?.MediaType);
        Assert.Contains("exported key", Text((await FilesAsync(given))["passkeys.json"]), StringComparison.Ordinal);
        using var again = await SendAsync(answer);
        Assert.Equal("/account/privacy?refused=code-wrong#export", again.Headers.Location?.OriginalString);
    }

    [Fact]
    [Trait("BadInput", "B152")]
    public async Task After_the_sign_out_there_is_none_and_another_session_gets_its_own()
    {
        var person = await new KnownPerson("linkia") { Phone = "+491709876503" }.LiveAsync(world);
        var session = await person.SessionAsync(world);
        using var browser = new FormBrowser(world, session);
        await browser.SendAsync(HttpMethod.Get, "/account/privacy", null);
        await using (var db = world.Context())
            await db.Set<MemberSession>().Where(s => s.MemberId == person.Id.Value).ExecuteDeleteAsync();
        await world.Get<Sessions>().RevokeOthersAsync(person.Id, 0, AccessWorld.Origin, default);

        using var late = await browser.SendAsync(HttpMethod.Post, PrivacyEndpoints.Export, [("export-proof", AccessWorld.Password)]);
        Assert.Equal(HttpStatusCode.Found, late.StatusCode);
        Assert.Contains("/signin", late.Headers.Location!.OriginalString, StringComparison.Ordinal);

        using var others = new FormBrowser(world, await world.SessionAsync(await world.MemberAsync()));
        using var got = await AskAsync(others, AccessWorld.Password);
        Assert.All(await FilesAsync(got), f => Assert.DoesNotContain("linkia", Text(f.Value), StringComparison.OrdinalIgnoreCase));
        // There is no address that opens an archive: the same request without the token is refused, and a GET does not exist.
        Assert.Equal(HttpStatusCode.BadRequest, (await others.SendAsync(
            HttpMethod.Post, PrivacyEndpoints.Export, [("export-proof", AccessWorld.Password)])).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await others.SendAsync(HttpMethod.Get, PrivacyEndpoints.Export, null)).StatusCode);
    }

    [Fact]
    public async Task One_at_a_time_and_few_in_all_and_no_step_up_is_used_twice()
    {
        var members = new List<MemberId>();
        for (var i = 0; i <= ExportMemberData.MaxUnderWay; i++) members.Add(await world.MemberAsync());
        var exports = world.Get<ExportMemberData>();
        var granted = new List<DataExport>();
        foreach (var member in members.Take(ExportMemberData.MaxUnderWay)) granted.Add((await BeginAsync(member)).Export!);

        Assert.Equal(ExportRejectReason.UnderWay, (await BeginAsync(members[0])).Reason);
        Assert.Equal(ExportRejectReason.Busy, (await BeginAsync(members[^1])).Reason);
        foreach (var export in granted) export.Dispose();
        var again = await BeginAsync(members[^1]);
        Assert.Equal(ExportRejectReason.None, again.Reason);
        again.Export!.Dispose();

        var act = SensitiveAct.Of("member.something_else");
        var approval = await world.Get<StepUp>().ApproveAsync(members[^1], act, Proof, AccessWorld.Origin, default);
        var stolen = Proof with { Password = null, ApprovalKey = approval.Key };
        Assert.Equal(
            ExportRejectReason.PasswordMissing, (await exports.BeginAsync(members[^1], stolen, AccessWorld.Origin, default)).Reason);

        Task<ExportOutcome> BeginAsync(MemberId member) => exports.BeginAsync(member, Proof, AccessWorld.Origin, default);
    }

    private static Task<HttpResponseMessage> AskAsync(FormBrowser browser, string password) =>
        browser.PostAsync("/account/privacy", PrivacyEndpoints.Export, ("export-proof", password));

    private static async Task<string?> RefusedAsync(FormBrowser browser, string password)
    {
        using var answer = await AskAsync(browser, password);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return answer.Headers.Location?.OriginalString;
    }

    private static async Task<string> PageAsync(FormBrowser browser, string query) =>
        await (await browser.SendAsync(HttpMethod.Get, "/account/privacy" + query, null)).Content.ReadAsStringAsync();

    private async Task<IReadOnlyList<string>> TracesAsync(MemberId member)
    {
        await using var db = world.Context();
        var activities = await db.Set<Activity>().CountAsync(a => a.MemberId == member.Value && a.Action == Activity.DataExport);
        var entries = await db.Set<AuditEntry>().CountAsync(e => e.ActorId == member.Value && e.Action == ExportMemberData.Action);
        var notices = await db.Set<Core.Notifications.Notification>()
            .CountAsync(n => n.MemberId == member.Value && n.Title.StartsWith("Alle Daten"));
        return
        [
            .. Enumerable.Repeat("activity", activities), .. Enumerable.Repeat("audit", entries), .. Enumerable.Repeat("notice", notices),
        ];
    }

    /// <summary>No hash, key, stamp or secret of the member's rows.</summary>
    private async Task AssertNoSecretsAsync(KnownPerson person, string all)
    {
        await using var db = world.Context();
        var row = await db.Set<Member>().SingleAsync(m => m.Id == person.Id.Value);
        var sessions = await db.Set<MemberSession>().Where(s => s.MemberId == person.Id.Value).ToListAsync();
        var keys = await db.Set<ApiKey>().Where(k => k.MemberId == person.Id.Value).ToListAsync();
        var codes = await db.Set<PhoneCode>().Where(c => c.MemberId == person.Id.Value).ToListAsync();
        Assert.NotEmpty(sessions);
        Assert.NotEmpty(keys);
        IEnumerable<string?> secrets =
        [
            row.PasswordHash, row.SecurityStamp, row.ConcurrencyStamp, .. sessions.SelectMany(s => new[] { s.KeyHash, s.CsrfToken }),
            .. keys.Select(k => k.ProtectedSecret), .. codes.SelectMany(c => new[] { c.Hash, c.NumberIndex }),
        ];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret!, all, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("hash", all.Replace("- Hashes", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
    }

    private static void AssertTables(IReadOnlyDictionary<string, byte[]> files)
    {
        using var orders = JsonDocument.Parse(files["orders.json"]);
        var order = Assert.Single(orders.RootElement.EnumerateArray());
        Assert.Equal(("btcusd", "buy", "filled"),
            (order.GetProperty("market").GetString(), order.GetProperty("side").GetString(), order.GetProperty("state").GetString()));
        Assert.Equal("150", order.GetProperty("price").GetString());
        Assert.Contains(",btcusd,", Text(files["trades.csv"]), StringComparison.Ordinal);
        var ledger = Text(files["ledger.csv"]);
        Assert.Contains(",'=e1:in\r\n", ledger, StringComparison.Ordinal);
        Assert.DoesNotContain(",=e1", ledger, StringComparison.Ordinal);
        Assert.Contains("\"=e1:in\"", Text(files["ledger.json"]), StringComparison.Ordinal);
    }

    private static void AssertListed(IReadOnlyDictionary<string, byte[]> files)
    {
        using var index = JsonDocument.Parse(files["index.json"]);
        var listed = index.RootElement.GetProperty("files").EnumerateArray().Select(f => f.GetProperty("name").GetString()!);
        Assert.Equal(files.Keys.Except(["README.txt", "index.json"]).Order(), listed.Order());
        foreach (var name in listed) Assert.Contains(name + "\n", Text(files["README.txt"]), StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyDictionary<string, byte[]>> FilesAsync(HttpResponseMessage answer)
    {
        await using var archive = new ZipArchive(await answer.Content.ReadAsStreamAsync());
        var files = new Dictionary<string, byte[]>();
        foreach (var entry in archive.Entries)
        {
            await using var stream = await entry.OpenAsync();
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy);
            files[entry.FullName] = copy.ToArray();
        }

        return files;
    }

    [GeneratedRegex("data-passkey-question=\"([^\"]+)\".*?value=\"([^\"]+)\"", RegexOptions.Singleline)]
    private static partial Regex Question();

    private static string Text(byte[] bytes) => System.Text.Encoding.UTF8.GetString(bytes);
}
