using Exchange.Core.Audit;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Exchange.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Tests.Members;

/// <summary>The Members room on a real database, with a clock the test moves.</summary>
internal sealed class MembersWorld : IAsyncDisposable
{
    public const string Password = "four quiet herons at dawn";
    public static readonly RequestOrigin Origin = new("127.0.0.1", "test");
    private readonly ServiceProvider _services;

    private MembersWorld(ServiceProvider services, MovableTime time)
    {
        _services = services;
        Time = time;
    }

    public MovableTime Time { get; }

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public static async Task<MembersWorld> CreateAsync(PostgresFixture database, Action<IServiceCollection>? configure = null)
    {
        var time = new MovableTime();
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(time)
            .AddStorage(await database.CreateDatabaseAsync()).AddAudit().AddMailbox().AddMembers();
        configure?.Invoke(services);
        var world = new MembersWorld(services.BuildServiceProvider(), time);
        await using var db = world.Context();
        await db.Database.EnsureCreatedAsync();
        return world;
    }

    public ExchangeDbContext Context() => Get<IDbContextFactory<ExchangeDbContext>>().CreateDbContext();

    public IServiceProvider Services => _services;

    /// <summary>A member whose address is confirmed.</summary>
    public Task<MemberId> MemberAsync(string email) => MailboxDoor.MemberAsync(_services, email, Password, Origin);

    /// <summary>Someone whose address is not confirmed yet.</summary>
    public Task<SignUpOutcome> SignUpAsync(string email) =>
        Get<SignUp>().ExecuteAsync(email, Password, Origin, CancellationToken.None);

    public Task<SignInOutcome> SignInAsync(string email, string password) =>
        Get<SignIn>().ExecuteAsync(email, password, Origin, CancellationToken.None);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}

/// <summary>A clock that stands still until the test moves it.</summary>
internal sealed class MovableTime : TimeProvider
{
    private TimeSpan _passed;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(1584524005143) + _passed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _passed.Ticks;

    public void Pass(TimeSpan span) => _passed += span;
}
