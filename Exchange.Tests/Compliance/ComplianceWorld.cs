using Exchange.Core.Compliance;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Exchange.Tests.Members;
using Exchange.Tests.Staff;
using Exchange.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Tests.Compliance;

/// <summary>Members, documents and reviewers on a real database, with a directory of its own and a clock that the test moves.</summary>
internal sealed class ComplianceWorld : IAsyncDisposable
{
    public const string Number = "+491701234567";
    private readonly MembersWorld _members;

    private ComplianceWorld(MembersWorld members, string directory) => (_members, Directory) = (members, directory);

    public string Directory { get; }

    public MovableTime Time => _members.Time;

    public static ProfileFields Fields { get; } = new()
    {
        FirstName = "Ada",
        LastName = "Lovelace",
        DateOfBirth = "1990-12-10",
        Address = "St James's Square 12",
        Postcode = "SW1Y 4JH",
        City = "London",
        Country = "GBR",
    };

    public SentCodes Codes => (SentCodes)Get<IPhoneCodes>();

    public T Get<T>() where T : notnull => _members.Get<T>();

    public ExchangeDbContext Context() => _members.Context();

    public static async Task<ComplianceWorld> CreateAsync(
        PostgresFixture database, Action<ComplianceOptions>? options = null, Action<IServiceCollection>? more = null)
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("exchange-documents-").FullName;
        var members = await MembersWorld.CreateAsync(database, services =>
        {
            services.AddCompliance();
            services.AddSingleton<IPhoneCodes, SentCodes>();
            services.Configure<ComplianceOptions>(o => o.DocumentDirectory = directory);
            if (options is not null) services.Configure(options);
            more?.Invoke(services);
        });
        return new ComplianceWorld(members, directory);
    }

    public Task<MemberId> SignUpAsync(string name) => _members.MemberAsync($"{name}@example.com");

    public Task<Actor> ReviewerAsync(string role = Roles.Compliance) => _members.PersonAsync(role);

    public Task<UploadOutcome> UploadAsync(
        MemberId member, string type = "Passport", string side = DocumentSide.Front, byte[]? file = null) =>
        Get<UploadDocument>().ExecuteAsync(
            member, new DocumentUpload(type, side, new DocumentFacts("C01X00T47"), null), file ?? SampleFiles.Jpeg(), MembersWorld.Origin,
            default);

    public async Task SubmitProfileAsync(MemberId member) =>
        Assert.Equal(ProfileRejectReason.None, (await Get<SubmitProfile>().CreateAsync(member, Fields, confirm: true, default)).Reason);

    public async Task<(Review Review, IReadOnlyList<ReviewItem> Items)> ReviewAsync(MemberId member)
    {
        await using var db = Context();
        var review = await db.Set<Review>().Where(r => r.MemberId == member.Value).OrderBy(r => r.Id).LastAsync();
        return (review, await db.Set<ReviewItem>().Where(i => i.ReviewId == review.Id).OrderBy(i => i.SubmittedAt).ToListAsync());
    }

    public async Task<int> LevelAsync(MemberId member)
    {
        await using var db = Context();
        return await db.Set<Member>().Where(m => m.Id == member.Value).Select(m => m.Level).SingleAsync();
    }

    public async Task<string?> LabelAsync(MemberId member, string key) =>
        (await Get<Labels>().PrivateAsync(member, default)).GetValueOrDefault(key);

    public async ValueTask DisposeAsync()
    {
        await _members.DisposeAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}

/// <summary>Keeps the codes that would have been sent.</summary>
internal sealed class SentCodes : IPhoneCodes
{
    public List<(string Number, string Code)> All { get; } = [];

    public bool IsAvailable => true;

    public Task AddAsync(ExchangeDbContext db, MemberId member, PhoneNumber number, string code, CancellationToken cancellationToken)
    {
        lock (All) All.Add((number.Value, code));
        return Task.CompletedTask;
    }
}
