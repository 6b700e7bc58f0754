using Exchange.Core.Markets;
using Exchange.Core.Engine;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;
using Exchange.Core.Wallets;

namespace Exchange.Core.Tower;

/// <summary>Who a member is, most of it hidden.</summary>
/// <param name="Profile">The profile, or null.</param>
/// <param name="Phone">The telephone number, or null.</param>
public sealed record MemberIdentity(ProfileView? Profile, PhoneView? Phone);

/// <summary>Shows the staff what belongs to one member. Each method asks for its permission.</summary>
public sealed class MemberFile(
    PermissionChecks checks, MemberQueries members, Profiles profiles, PhoneVerification phones, Sessions sessions, ApiKeyQueries keys,
    BalanceQueries balances, OrderQueries orders)
{
    /// <summary>Rows of a list.</summary>
    public const int PageSize = 50;

    /// <summary>What they said of themselves, most of it hidden, and their telephone number.</summary>
    public Task<StaffAnswer<MemberIdentity>> IdentityAsync(Actor actor, MemberRow member, CancellationToken cancellationToken) => ShowAsync(
        actor, Permission.MembersRead, member,
        async _ =>
        {
            var profile = await profiles.FindAsync(member.Id, cancellationToken);
            return new MemberIdentity(
                profile is null ? null : profile with { Fields = Masking.Profile(profile.Fields) },
                await phones.FindAsync(member.Id, cancellationToken));
        },
        cancellationToken);

    /// <summary>Sessions that are alive.</summary>
    public Task<StaffAnswer<IReadOnlyList<MemberSession>>> SessionsAsync(
        Actor actor, MemberRow member, CancellationToken cancellationToken) => ShowAsync(
            actor, Permission.ActivityRead, member,
            async masking => (IReadOnlyList<MemberSession>)
                [.. (await sessions.ListAsync(member.Id, cancellationToken)).Select(masking.Of)],
            cancellationToken);

    /// <summary>A page of what they did, newest first; the first page is 1.</summary>
    public Task<StaffAnswer<ActivityPage>> ActivityAsync(
        Actor actor, MemberRow member, ActivityFilter filter, int page, CancellationToken cancellationToken) => ShowAsync(
            actor, Permission.ActivityRead, member,
            async masking =>
            {
                var found = await members.ActivityPageAsync(member.Id, filter, page, PageSize, cancellationToken);
                return found with { Rows = [.. found.Rows.Select(masking.Of)] };
            },
            cancellationToken);

    /// <summary>API keys, without their secrets.</summary>
    public Task<StaffAnswer<IReadOnlyList<ApiKeyView>>> ApiKeysAsync(
        Actor actor, MemberRow member, CancellationToken cancellationToken) => ShowAsync(
            actor, Permission.ActivityRead, member,
            async masking => (IReadOnlyList<ApiKeyView>)[.. (await keys.ListAsync(member.Id, cancellationToken)).Select(masking.Of)],
            cancellationToken);

    /// <summary>Balances with their values in a currency, or else the first that prices are quoted in.</summary>
    public Task<StaffAnswer<WalletOverview>> BalancesAsync(
        Actor actor, MemberRow member, CancellationToken cancellationToken) => ShowAsync(
            actor, Permission.AccountsRead, member,
            _ => Task.FromResult(balances.Overview(member.Id, balances.QuoteOrFirst(null))), cancellationToken);

    /// <summary>A page of orders, newest first.</summary>
    public Task<StaffAnswer<IReadOnlyList<OrderView>>> OrdersAsync(
        Actor actor, MemberRow member, OrderStates states, int page, CancellationToken cancellationToken) => ShowAsync(
            actor, Permission.AccountsRead, member,
            _ => orders.ListAsync(
                new OrderFilter(member.Id) { States = states, Page = page, Limit = PageSize }, cancellationToken),
            cancellationToken);

    private async Task<StaffAnswer<T>> ShowAsync<T>(
        Actor actor, string permission, MemberRow member, Func<Masking, Task<T>> read, CancellationToken cancellationToken)
        where T : class
    {
        var verdict = await checks.CheckAsync(actor, permission, member.Uid, cancellationToken);
        if (verdict != PermissionVerdict.Granted) return new(verdict, null);
        return new(verdict, await read(Masking.For(await checks.StandingAsync(actor, cancellationToken))));
    }
}
