using Exchange.Core.Audit;
using Exchange.Core.Engine;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Screening;
using Exchange.Core.Storage;
using Exchange.Core.Trading;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Access;

/// <summary>Members with an open order each, and what the audit log says became of it.</summary>
internal sealed class PeopleWithOrders(AccessWorld world)
{
    public const string Orders = "/api/v2/peatio/market/orders";
    public const string Mine = """{"market":"btcusd","side":"buy","volume":"0.01","price":"100"}""";

    public async Task<(MemberId Member, string Uid)> OneAsync()
    {
        var member = await world.MemberAsync(level: 3);
        await world.GiveAsync(member);
        var (status, body, _) = await world.SendAsync("POST", Orders, Mine, await world.SessionAsync(member));
        Assert.True(status == 201, body);
        Assert.Single(Open(member));
        await using var db = world.Context();
        return (member, (await db.Set<Member>().SingleAsync(m => m.Id == member.Value)).Uid);
    }

    public IReadOnlyList<OrderView> Open(MemberId member) => world.Get<IEngineReadState>().OpenOrders(member);

    public CancelOrdersOfShutOut OrdersBy(IEngine engine) => new(
        world.Get<IDbContextFactory<ExchangeDbContext>>(), new CancelOrders(engine), world.Get<IAuditLog>());

    /// <summary>What became of the wish, or nothing.</summary>
    public async Task<(string? Action, string? After, string? Reason)> LoggedAsync(string uid)
    {
        await using var db = world.Context();
        var entry = await db.Set<AuditEntry>().SingleOrDefaultAsync(
            e => e.Target == uid && (e.Action == OrderCancelActions.Done || e.Action == OrderCancelActions.Unconfirmed));
        return (entry?.Action, entry?.After, entry?.Reason);
    }

    public async Task<ScreeningCase> CaseAsync(MemberId member, ListSource source)
    {
        await using var db = world.Context();
        var found = new ScreeningCase
        {
            MemberId = member.Value,
            Source = source,
            Reference = "1",
            SubjectDigest = "s",
            EntryDigest = "e",
            Entry = "{}",
            EntryName = "Somebody",
            Reasons = "[]",
            OpenedAt = world.Get<TimeProvider>().GetUtcNow(),
        };
        db.Add(found);
        await db.SaveChangesAsync();
        return found;
    }
}
