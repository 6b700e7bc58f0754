using Exchange.Core.Audit;
using Exchange.Core.Compliance;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Screening;
using Exchange.Core.Storage;
using Exchange.Tests.Compliance;
using Exchange.Tests.Members;
using Exchange.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Tests.Screening;

/// <summary>Members, lists and people of the compliance department on a real database.</summary>
internal sealed class ScreeningWorld : IAsyncDisposable
{
    public const string Reason = "the list of this week";
    public static readonly DateOnly Monday = new(2026, 9, 21);
    private readonly ComplianceWorld _world;

    private ScreeningWorld(ComplianceWorld world, Actor officer) => (_world, Officer) = (world, officer);

    public Actor Officer { get; }

    public MovableTime Time => _world.Time;

    public static async Task<ScreeningWorld> CreateAsync(
        PostgresFixture database, Action<ScreeningOptions>? options = null, FakeProvider? provider = null)
    {
        void Add(IServiceCollection services)
        {
            services.AddScreening();
            if (options is not null) services.Configure(options);
        }

        var world = provider is null
            ? await ComplianceWorld.CreateAsync(database, more: Add)
            : await provider.WorldAsync(database, o => o.ScreensNames = true, Add);
        return new ScreeningWorld(world, await world.ReviewerAsync());
    }

    /// <summary>The world that this one is built on.</summary>
    public ComplianceWorld Compliance => _world;

    public T Get<T>() where T : notnull => _world.Get<T>();

    public ExchangeDbContext Context() => _world.Context();

    public Task<Actor> PersonAsync(string role) => _world.ReviewerAsync(role);

    public Task<ListLoad> LoadAsync(byte[] file, ListSource source = ListSource.Ofac, bool evenIfOdd = false, Actor? actor = null) =>
        Get<LoadList>().ExecuteAsync(actor ?? Officer, source, file, evenIfOdd, Reason, default);

    public async Task LoadedAsync(DateOnly day, params (string Uid, string Name, string? Born)[] people)
    {
        var load = await LoadAsync(SampleLists.OfacOf(day, people), evenIfOdd: true);
        Assert.Equal((StaffOutcome.Done, null, people.Length), (load.Outcome, load.Problem, load.Entries));
    }

    public async Task<(MemberId Id, string Uid)> MemberAsync(string first, string last, string born = "1961-12-10", string country = "DEU")
    {
        var member = await _world.SignUpAsync($"m{Guid.NewGuid():N}");
        var fields = ComplianceWorld.Fields with { FirstName = first, LastName = last, DateOfBirth = born, Country = country };
        Assert.Equal(ProfileRejectReason.None, (await Get<SubmitProfile>().CreateAsync(member, fields, confirm: true, default)).Reason);
        await using var db = Context();
        return (member, await db.Set<Member>().Where(m => m.Id == member.Value).Select(m => m.Uid).SingleAsync());
    }

    public Task<int> ScreenAsync() => Get<ScreenMembers>().ExecuteAsync(default);

    public async Task<List<ScreeningCase>> CasesAsync(MemberId member)
    {
        await using var db = Context();
        return await db.Set<ScreeningCase>().AsNoTracking().Where(c => c.MemberId == member.Value).OrderBy(c => c.Id).ToListAsync();
    }

    public async Task<MemberRisk> RiskAsync(MemberId member)
    {
        await using var db = Context();
        return await db.Set<MemberRisk>().AsNoTracking().SingleAsync(r => r.MemberId == member.Value);
    }

    public async Task<MemberState> StateAsync(MemberId member)
    {
        await using var db = Context();
        return await db.Set<Member>().Where(m => m.Id == member.Value).Select(m => m.State).SingleAsync();
    }

    public async Task<StaffOutcome> DecideAsync(ScreeningCase found, CaseState decision, Actor? actor = null) =>
        (await Get<DecideCase>().ExecuteAsync(
            actor ?? Officer, found.Id, decision, found.Seen, cancelsOrders: false, "compared with the passport", default)).Outcome;

    public async Task<List<AuditEntry>> AuditAsync(string action)
    {
        await using var db = Context();
        return await db.Set<AuditEntry>().Where(e => e.Action == action).OrderBy(e => e.Id).ToListAsync();
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();
}
