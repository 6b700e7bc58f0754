using System.Net;
using Exchange.Core.Audit;
using Exchange.Core.Engine;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Privacy;
using Exchange.Core.Storage;
using Exchange.Tests.Access;
using Exchange.Tests.Support;
using Exchange.Web.Identity;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Privacy;

/// <summary>Closing an account, and giving it back.</summary>
[Trait("Category", "Integration")]
public sealed class ClosingTests(AccessWorld world) : IClassFixture<AccessWorld>
{
    private const string Me = "/api/v2/barong/resource/users/me";
    private const string Body = $$"""{"password":"{{AccessWorld.Password}}"}""";
    private static readonly StepUpProof Proof = new(AccessWorld.Password) { TakesFreshSignIn = false };

    [Fact]
    public async Task A_closed_account_opens_to_nobody_from_the_same_moment_on()
    {
        var email = $"{Guid.NewGuid():N}@example.com";
        var member = await world.MemberAsync(email);
        var (session, other) = (await world.SessionAsync(member), await world.SessionAsync(member));
        var key = await world.KeyAsync(member, ApiKeyScopes.Read | ApiKeyScopes.Trade);
        Assert.Equal(200, (await world.SendAsync("GET", "/api/v2/peatio/account/balances", null, AccessWorld.Signed(key))).Status);
        using var browser = new FormBrowser(world, session);
        Assert.Contains("This is not your password", await SubmitAsync(browser, "wrong", "bored"), StringComparison.Ordinal);

        using var closed = await browser.PostAsync(
            "/account/privacy", "/account/privacy", ("_handler", "close"), ("reason", "bored"), ("close-proof", AccessWorld.Password));

        Assert.Equal(HttpStatusCode.SeeOther, closed.StatusCode);
        Assert.EndsWith("/signin?closed=true", closed.Headers.Location!.OriginalString, StringComparison.Ordinal);
        foreach (var headers in new[] { session, other })
            Assert.Equal(401, (await world.SendAsync("GET", Me, null, headers)).Status);
        Assert.Equal(401, (await world.SendAsync("GET", "/api/v2/peatio/account/balances", null, AccessWorld.Signed(key))).Status);
        var outcome = await world.Get<SignIn>().ExecuteAsync(email, AccessWorld.Password, null, AccessWorld.Origin, default);
        Assert.Equal((SignInRejectReason.NotActive, MemberState.Deleted), (outcome.Reason, outcome.State));
        Assert.Equal(
            SignInRejectReason.InvalidCredentials,
            (await world.Get<SignIn>().ExecuteAsync(email, "something wrong", null, AccessWorld.Origin, default)).Reason);
        await using var db = world.Context();
        var closing = await db.Set<AccountClosing>().SingleAsync(c => c.MemberId == member.Value);
        Assert.Equal(("bored", MemberState.Active, ClosingStage.CoolingOff), (closing.Reason, closing.StateBefore, closing.Stage));
        var entry = await db.Set<AuditEntry>().SingleAsync(e => e.ActorId == member.Value && e.Action == CloseAccount.Action);
        Assert.Equal(("active", "deleted"), (entry.Before, entry.After));
        Assert.Equal("by_user", (await db.Set<MemberLabel>().SingleAsync(l => l.MemberId == member.Value && l.Key == "delete")).Value);
        var mails = await MailboxDoor.MailsAsync(world.Services, email);
        Assert.Contains("is closed", mails[0].Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_mail_nor_sign_up_brings_a_closed_address_back_and_no_answer_tells()
    {
        var email = $"{Guid.NewGuid():N}@example.com";
        var member = await world.MemberAsync(email);
        Assert.Equal(CloseRejectReason.None, await CloseAsync(member));
        var before = (await MailboxDoor.MailsAsync(world.Services, email)).Count;

        await world.Get<PasswordReset>().AskAsync(email, AccessWorld.Origin, default);
        Assert.Equal(before, (await MailboxDoor.MailsAsync(world.Services, email)).Count);
        var signUp = await world.Get<SignUp>().ExecuteAsync(email, "five loud herons at dusk", AccessWorld.Origin, default);
        Assert.Equal((SignUpRejectReason.None, default), (signUp.Reason, signUp.Member));
        Assert.NotEqual(
            SignInRejectReason.None,
            (await world.Get<SignIn>().ExecuteAsync(email, "five loud herons at dusk", null, AccessWorld.Origin, default)).Reason);
    }

    [Fact]
    public async Task Money_and_open_orders_keep_an_account_open_and_dust_does_not()
    {
        var member = await world.MemberAsync($"{Guid.NewGuid():N}@example.com");
        await world.SubmitAsync(Command.Transfer(member, new CurrencyId(1), Amount.Parse("10"), $"test:{Guid.NewGuid():N}"));
        Assert.Equal(CloseRejectReason.BalanceLeft, await CloseAsync(member));
        await KnownPerson.OrderAsync(world, member, "buy", "0.1", "20");
        Assert.Equal(CloseRejectReason.OpenOrders, await CloseAsync(member));
        var (status, body, _) = await world.SendAsync("DELETE", Me, Body, await world.SessionAsync(member));
        Assert.Equal((422, """{"errors":["resource.user.open_orders"]}"""), (status, body));
        await world.Get<Core.Trading.CancelOrders>().AllAsync(member, null, null, default);
        await world.SubmitAsync(Command.Transfer(member, new CurrencyId(1), -Amount.Parse("9"), $"test:{Guid.NewGuid():N}"));
        Assert.Equal(CloseRejectReason.None, world.Get<CloseAccount>().Obstacle(member));
        await world.SubmitAsync(Command.Transfer(member, new CurrencyId(1), Amount.Parse("0.00000001"), $"test:{Guid.NewGuid():N}"));
        Assert.Equal(CloseRejectReason.BalanceLeft, await CloseAsync(member));
        await world.SubmitAsync(Command.Transfer(member, new CurrencyId(1), -Amount.Parse("0.00000001"), $"test:{Guid.NewGuid():N}"));

        Assert.Equal(200, (await world.SendAsync("DELETE", Me, Body, await world.SessionAsync(member))).Status);
        Assert.Equal(CloseRejectReason.NotOpen, await CloseAsync(member));
    }

    [Fact]
    public async Task The_contract_asks_for_password_and_code_and_no_other_approval_will_do()
    {
        var member = await world.MemberAsync($"{Guid.NewGuid():N}@example.com");
        var session = await world.SessionAsync(member);
        Assert.Equal((422, "resource.user.missing_password"), await DeleteAsync("{}", session));
        Assert.Equal((422, "resource.user.invalid_password"), await DeleteAsync("""{"password":"wrong"}""", session));
        var setup = await world.Get<EnableSecondFactor>().BeginAsync(member, AccessWorld.Origin, default);
        var phone = new Authenticator(setup!.Secret);
        var now = TimeProvider.System.GetUtcNow();
        // Used up in the order in which they are good for long: this one, a recovery code, and the next one.
        var on = await world.Get<EnableSecondFactor>().ExecuteAsync(member, phone.CodeAt(now), Proof, AccessWorld.Origin, default);
        Assert.Equal(SecondFactorRejectReason.None, on.Reason);
        session = await world.SessionAsync(member);
        Assert.Equal((422, "resource.user.missing_otp_code"), await DeleteAsync(Body, session));
        Assert.Equal(
            (422, "resource.user.invalid_otp"),
            await DeleteAsync($$"""{"password":"{{AccessWorld.Password}}","otp_code":"{{phone.WrongCodeAt(now)}}"}""", session));
        Assert.Equal(
            (422, "resource.user.invalid_password"),
            await DeleteAsync($$"""{"password":"wrong","otp_code":"{{phone.CodeAt(now, 1)}}"}""", session));
        var other = await world.Get<StepUp>().ApproveAsync(
            member, SensitiveAct.Of(CloseAccount.Action, "another reason"),
            new StepUpProof(null) { Code = on.Codes[0] }, AccessWorld.Origin, default);
        var stolen = new StepUpProof(null) { ApprovalKey = other.Key };
        Assert.Equal(
            CloseRejectReason.PasswordMissing,
            await world.Get<CloseAccount>().ExecuteAsync(member, "a reason", stolen, AccessWorld.Origin, default));
        Assert.Equal(
            (200, ""),
            await DeleteAsync($$"""{"password":"{{AccessWorld.Password}}","otp_code":"{{phone.CodeAt(now, 1)}}"}""", session));
    }

    [Fact]
    public async Task The_staff_gives_it_back_for_a_reason_while_it_is_cooling_off_and_its_keys_stay_off()
    {
        var email = $"{Guid.NewGuid():N}@example.com";
        var member = await world.MemberAsync(email);
        var key = await world.KeyAsync(member, ApiKeyScopes.Read);
        Assert.Equal(CloseRejectReason.None, await CloseAsync(member));
        var (compliance, support) = (await world.ActorAsync(Roles.Compliance), await world.ActorAsync(Roles.Support));
        var uid = await UidAsync(member);
        var restore = world.Get<RestoreAccount>();

        Assert.Equal(StaffRejectReason.NotPermitted, (await restore.ExecuteAsync(support, uid, "they asked", default)).Reason);
        Assert.Equal(StaffRejectReason.ReasonMissing, (await restore.ExecuteAsync(compliance, uid, " ", default)).Reason);
        Assert.Equal(StaffOutcome.Done, await restore.ExecuteAsync(compliance, uid, "they asked", default));
        Assert.Equal(StaffRejectReason.Unchanged, (await restore.ExecuteAsync(compliance, uid, "they asked", default)).Reason);

        Assert.Equal(
            SignInRejectReason.None,
            (await world.Get<SignIn>().ExecuteAsync(email, AccessWorld.Password, null, AccessWorld.Origin, default)).Reason);
        Assert.False((await world.Get<ApiKeyQueries>().FindAsync(member, key.Kid, default))!.IsActive);
        Assert.Equal(CloseRejectReason.None, await CloseAsync(member));
        await AgeAsync(world, member, TimeSpan.FromDays(new PrivacyOptions().CoolingOffDays));
        Assert.Equal(StaffRejectReason.ChangedMeanwhile, (await restore.ExecuteAsync(compliance, uid, "too late", default)).Reason);
    }

    [Fact]
    public async Task The_last_superadmin_stays()
    {
        var admin = (await world.ActorAsync(Roles.Superadmin)).Member;
        Assert.Equal(CloseRejectReason.LastSuperadmin, await CloseAsync(admin));
        var second = (await world.ActorAsync(Roles.Superadmin)).Member;
        var both = await Task.WhenAll(CloseAsync(admin), CloseAsync(second));
        Assert.Equal([CloseRejectReason.None, CloseRejectReason.LastSuperadmin], both.Order());
    }

    /// <summary>Makes a closing older, as if the time had passed.</summary>
    internal static async Task AgeAsync(AccessWorld world, MemberId member, TimeSpan span)
    {
        await using var db = world.Context();
        var closing = db.Set<AccountClosing>().Where(c => c.MemberId == member.Value);
        // Not in SQL: days are no 24 hours where the database's time zone has just changed its clocks.
        var older = await closing.Select(c => c.ClosedAt).SingleAsync() - span;
        await closing.ExecuteUpdateAsync(set => set.SetProperty(c => c.ClosedAt, older));
    }

    private Task<CloseRejectReason> CloseAsync(MemberId member) =>
        world.Get<CloseAccount>().ExecuteAsync(member, null, Proof, AccessWorld.Origin, default);

    private async Task<(int Status, string Error)> DeleteAsync(string body, (string, string)[] session)
    {
        var (status, answer, _) = await world.SendAsync("DELETE", Me, body, session);
        return (status, answer.Replace("{\"errors\":[\"", "", StringComparison.Ordinal).Replace("\"]}", "", StringComparison.Ordinal));
    }

    private static async Task<string> SubmitAsync(FormBrowser browser, string password, string reason)
    {
        using var answer = await browser.PostAsync(
            "/account/privacy", "/account/privacy", ("_handler", "close"), ("reason", reason), ("close-proof", password));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task<string> UidAsync(MemberId member)
    {
        await using var db = world.Context();
        return (await db.Set<Member>().SingleAsync(m => m.Id == member.Value)).Uid;
    }
}
